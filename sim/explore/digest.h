// SPDX-License-Identifier: Apache-2.0
// 128 bits that stand for a content: XXH3, far from any chance collision and not meant against
// malice.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace sim::explore {

/// 32 hexadecimal digits.
std::string digest_of(const std::string& content);

/// Of files, each read once in the life of this object. UserError if a file cannot be read.
class FileDigests {
 public:
  const std::string& of(const std::filesystem::path& file);

 private:
  std::map<std::filesystem::path, std::string> known_;
};

/// Of the running program: changes whenever anything in it does.
const std::string& program_digest();

}  // namespace sim::explore
