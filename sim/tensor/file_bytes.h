// SPDX-License-Identifier: Apache-2.0
// The bytes of a user's binary file, for readers that trust none of them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace sim::tensor {

struct FileBytes {
  std::string file;  ///< its name, for messages
  std::span<const std::uint8_t> bytes;

  std::size_t size() const { return bytes.size(); }
  /// Whether `magic` stands at `offset`.
  bool has(std::size_t offset, std::string_view magic) const;
  /// The little-endian number of `width` bytes (1 to 8) at an offset that the caller has checked.
  std::uint64_t number(std::size_t offset, int width) const;
  /// The characters at an offset that the caller has checked.
  std::string text(std::size_t offset, std::size_t length) const;
  /// Throws a UserError at this file.
  [[noreturn]] void refuse(const std::string& text) const;
};

/// The whole file; a UserError if it is missing or cannot be read.
std::vector<std::uint8_t> read_bytes(const std::filesystem::path& file);

}  // namespace sim::tensor
