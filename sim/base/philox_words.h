// SPDX-License-Identifier: Apache-2.0
// Many neighbouring positions of Philox at once, with the processor's vector instructions; the
// words are those of philox().
#pragma once

#include <span>

#include "sim/base/philox.h"

namespace sim {

inline constexpr std::size_t philox_words_at_once = 256;

/// Words 4 i to 4 i + 3 are philox(first with i added to its word 0, key).
void philox_words(PhiloxBlock first, std::array<std::uint32_t, 2> key,
                  std::span<std::uint32_t, philox_words_at_once> words);

}  // namespace sim
