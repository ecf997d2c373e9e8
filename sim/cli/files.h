// SPDX-License-Identifier: Apache-2.0
// Files that commands write beside their results.
#pragma once

#include <filesystem>
#include <string>

#include "sim/base/errors.h"

namespace sim::cli {

/// A problem with a file, or with the option that names it.
UserError about_file(const std::filesystem::path& file, const std::string& text);

/// UserError if that is impossible.
void write_file(const std::filesystem::path& file, const std::string& text);

}  // namespace sim::cli
