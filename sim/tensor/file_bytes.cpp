// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/file_bytes.h"

#include <algorithm>
#include <fstream>

#include "sim/base/errors.h"

namespace sim::tensor {

bool FileBytes::has(std::size_t offset, std::string_view magic) const {
  if (offset > size() || size() - offset < magic.size()) return false;
  return std::equal(magic.begin(), magic.end(), bytes.begin() + offset,
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

std::uint64_t FileBytes::number(std::size_t offset, int width) const {
  std::uint64_t value = 0;
  for (int i = 0; i < width; ++i) value |= std::uint64_t{bytes[offset + i]} << (8 * i);
  return value;
}

std::string FileBytes::text(std::size_t offset, std::size_t length) const {
  const auto part = bytes.subspan(offset, length);
  return {part.begin(), part.end()};
}

void FileBytes::refuse(const std::string& text) const {
  Place place;
  place.file = file;
  throw UserError({Problem{place, text}});
}

std::vector<std::uint8_t> read_bytes(const std::filesystem::path& file) {
  const FileBytes nothing{file.string(), {}};
  std::error_code error;
  if (!std::filesystem::exists(file, error)) nothing.refuse("there is no such file");
  if (!std::filesystem::is_regular_file(file, error)) nothing.refuse("is not a file");
  const auto size = std::filesystem::file_size(file, error);
  std::ifstream stream(file, std::ios::binary);
  if (error || !stream) nothing.refuse("cannot be opened for reading");
  std::vector<std::uint8_t> bytes(size);
  if (!stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size))) {
    nothing.refuse("cannot be read to its end");
  }
  return bytes;
}

}  // namespace sim::tensor
