// SPDX-License-Identifier: Apache-2.0
// Merge unit in front of the scatter crossbar: adds up the products of a vector pair that have the
// same address, so that each accumulator is referred to once per pair. SCNN (ISCA 2017) has none;
// Mao et al. (arXiv:1705.08922) count output references after such merging.
// Not modelled: adders that are too few; any number of equal addresses merges in one stage.
#pragma once

#include <cstdint>
#include <vector>

#include "arch/scnn/parts/compressed_stream.h"
#include "arch/scnn/parts/scatter_crossbar.h"

namespace arch::scnn {

class MergeUnit {
 public:
  /// Addresses are below `accumulators`.
  MergeUnit(int banks, int accumulators);

  /// What becomes of the products of an activation vector, whose non-zeros have these offsets, and
  /// each of `vectors` weight vectors of `lanes` elements. The number of sums that leave for the
  /// crossbar.
  std::int64_t merge(const Elements& weights, std::size_t first_vector, std::size_t vectors,
                     std::size_t lanes, const std::int32_t* offsets, int activations);
  /// Of the last merge(): the sums for each bank, a row of padded_banks() for each weight vector.
  const std::uint8_t* counts() const { return counts_.data(); }

 private:
  std::uint32_t next_pair();

  std::size_t row_;
  std::vector<std::uint8_t> counts_;
  struct Address {
    std::uint32_t last_pair = 0;  ///< which had a product for it
    std::uint32_t bank = 0;
  };
  std::vector<Address> addresses_;
  std::uint32_t pair_ = 0;
};

}  // namespace arch::scnn
