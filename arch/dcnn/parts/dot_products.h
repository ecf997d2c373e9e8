// SPDX-License-Identifier: Apache-2.0
// What the dot-product array of a PE computes: the exact sums of a tile. The host gathers the
// operands of all positions term by term and leaves out weights that are 0, which the hardware
// multiplies like others; the sums are the same.
#pragma once

#include <span>
#include <vector>

#include "arch/dcnn/mapper.h"

namespace arch::dcnn {

class DotProducts {
 public:
  explicit DotProducts(const Mapping& mapping);

  /// Gathers the operands of a tile from the channels of a group of the convolution.
  void gather(std::span<const std::int16_t> image, const Tile& tile, int convolution_group);
  /// Adds up all terms of a filter for every position of the tile.
  void sum(std::span<const Weight> filter, std::span<std::int64_t> sums) const;
  /// Products of two non-zeros among the sums of a filter.
  std::int64_t effectual(std::span<const Weight> filter) const;

 private:
  void gather_row(std::span<const std::int16_t> plane, const Tile& tile, const Term& term,
                  int output_row, std::int16_t* operands) const;

  const Mapping& mapping_;
  std::size_t positions_ = 0;
  std::size_t stride_ = 0;              ///< between the operands of two terms
  std::vector<std::int16_t> operands_;  ///< (term, position)
  std::vector<std::int32_t> nonzeros_;  ///< operands that are not 0, by term
};

}  // namespace arch::dcnn
