// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/settings.h"

namespace sim::cli {

config::Settings parsed_settings(const std::vector<std::string>& settings,
                                 const std::string& option, Problems& problems) {
  config::Settings result;
  for (const auto& text : settings) {
    const auto equals = text.find('=');
    if (text.empty() || text.front() != '/' || equals == std::string::npos) {
      problems.add({option, 0, 0, ""}, "expected /json/pointer=value, got \"" + text + '"');
    } else {
      result.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return result;
}

}  // namespace sim::cli
