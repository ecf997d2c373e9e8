// SPDX-License-Identifier: Apache-2.0
// What flows between the blocks: numbers that say which window or pixel, since values are computed
// apart (products.h).
#pragma once

#include <cstdint>

namespace arch::memristor {

/// A window whose inputs are there, or whose outputs are.
struct Window {
  std::int64_t number = 0;  ///< over all images
};

/// All channels at one position: the next one, row by row.
struct Pixel {};

/// Pixels that no window needs any more.
struct FreedPixels {
  std::int64_t count = 0;
};

/// A turn of the arrays may begin, or has ended: they are programmed, or all images are through.
struct Turn {};

}  // namespace arch::memristor
