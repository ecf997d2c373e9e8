// SPDX-License-Identifier: Apache-2.0
// What the blocks tell each other.
#pragma once

#include <cstdint>
#include <span>

#include "arch/cap_ram/mapper.h"

namespace arch::cap_ram {

/// Levels of one segment of a window, for one macro cycle or several. Valid until the
/// reader takes the next one.
struct InputVector {
  std::uint32_t image = 0;
  std::int32_t pixel = 0;
  std::int32_t segment = 0;
  std::int32_t pass = 0;
  std::span<const std::int16_t> levels;  ///< (pitch)
  std::int32_t driven = 0;               ///< levels other than 0
};

/// What the converters of a macro made of one tile. Valid until the reader takes the next one.
struct Converted {
  const Tile* tile = nullptr;
  std::uint32_t image = 0;
  std::int32_t pixel = 0;
  std::int32_t pass = 0;
  std::span<const std::int64_t> values;  ///< by column
};

/// One pixel's partial sums of a round, of as many filters, are complete in one macro.
struct PartialSums {
  std::int32_t filters = 0;
};

/// A round's weights are in the macros; a macro is through with a round.
struct Loaded {};
struct Drained {};

}  // namespace arch::cap_ram
