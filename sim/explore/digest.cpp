// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/digest.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "sim/base/errors.h"

namespace sim::explore {

std::string digest_of(const std::string& content) {
  const auto hash = XXH3_128bits(content.data(), content.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

const std::string& FileDigests::of(const std::filesystem::path& file) {
  auto& digest = known_[file];
  if (!digest.empty()) return digest;
  std::ifstream stream(file, std::ios::binary);
  std::string content;
  std::vector<char> part(1 << 20);
  while (stream.read(part.data(), static_cast<std::streamsize>(part.size())) ||
         stream.gcount() > 0) {
    content.append(part.data(), static_cast<std::size_t>(stream.gcount()));
  }
  if (!stream.eof()) {
    throw UserError(
        {{{file.string(), 0, 0, ""}, std::string("cannot be read: ") + std::strerror(errno)}});
  }
  return digest = digest_of(content);
}

const std::string& program_digest() {
  static const std::string digest = FileDigests().of("/proc/self/exe");
  return digest;
}

}  // namespace sim::explore
