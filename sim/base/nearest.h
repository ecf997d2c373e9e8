// SPDX-License-Identifier: Apache-2.0
// The known name that a mistyped one most likely meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sim {

/// The candidate with the smallest edit distance to `name` (insertions, deletions, substitutions
/// and swaps of neighbours count 1), or an empty string if none is near: more than a third of the
/// longer name's letters differ. The first of equals wins.
std::string nearest(std::string_view name, const std::vector<std::string>& candidates);

/// "; did you mean \"x\"?" for the nearest candidate, or an empty string.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace sim
