// SPDX-License-Identifier: Apache-2.0
#include "tests/base/temporary_folder.h"

#include <fstream>
#include <random>

namespace sim {

TemporaryFolder::TemporaryFolder() {
  std::random_device random;
  do {
    folder_ = std::filesystem::temp_directory_path() / ("nzsim-" + std::to_string(random()));
  } while (!std::filesystem::create_directory(folder_));
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::filesystem::path TemporaryFolder::write(const std::string& name,
                                             const std::string& text) const {
  std::filesystem::create_directories(path(name).parent_path());
  std::ofstream(path(name), std::ios::binary) << text;
  return path(name);
}

std::filesystem::path TemporaryFolder::write(const std::string& name,
                                             const std::vector<std::uint8_t>& bytes) const {
  return write(name, std::string(bytes.begin(), bytes.end()));
}

std::string TemporaryFolder::without_folder(std::string text) const {
  const auto folder = folder_.string() + '/';
  for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder)) {
    text.erase(at, folder.size());
  }
  return text;
}

}  // namespace sim
