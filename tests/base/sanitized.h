// SPDX-License-Identifier: Apache-2.0
// What tests have to know of their own build.
#pragma once

namespace sim {

/// Whether this is clang's build under the address sanitizer, in which all is ten times as slow.
#ifdef __has_feature
inline constexpr bool is_sanitized = __has_feature(address_sanitizer);
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace sim
