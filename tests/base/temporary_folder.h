// SPDX-License-Identifier: Apache-2.0
// A folder of its own for the files of a test; it goes with the test.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace sim {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  /// Writes a file, and the folders above it, and gives its path.
  std::filesystem::path write(const std::string& name, const std::string& text) const;
  std::filesystem::path write(const std::string& name,
                              const std::vector<std::uint8_t>& bytes) const;

  /// A text that names files of this folder, without the folder.
  std::string without_folder(std::string text) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace sim
