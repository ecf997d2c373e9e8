// SPDX-License-Identifier: Apache-2.0
// What flows between the blocks of the SOT-MRAM engine.
#pragma once

#include <cstdint>

namespace arch::sot_mram {

/// Partial sums of a burst, which belong to outputs of these images.
struct PartialSums {
  std::int64_t count = 0;
  std::size_t first_image = 0, end_image = 0;
};

}  // namespace arch::sot_mram
