// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/files.h"

#include <fstream>

namespace sim::cli {

UserError about_file(const std::filesystem::path& file, const std::string& text) {
  return UserError({{{file.string(), 0, 0, ""}, text}});
}

void write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream stream(file);
  stream << text;
  if (!stream.flush()) throw about_file(file, "cannot write this file");
}

}  // namespace sim::cli
