// SPDX-License-Identifier: Apache-2.0
// Where the partial sums of all sub-arrays meet, by the numbers of their items. Only added to while
// the machine runs, and read at its end. Empty without values.
#pragma once

#include <cstdint>
#include <vector>

#include "arch/sot_mram/mapper.h"

namespace arch::sot_mram {

class OutputSums {
 public:
  OutputSums(const Mapping& mapping, bool values);

  bool wanted() const { return !products_.empty(); }

  /// The sums of one written item with all resident items of a product.
  std::int64_t* row(std::size_t product, std::size_t written) {
    return products_[product].data() + written * mapping_.products[product].resident.items();
  }

  /// In the order of the layer's outputs: (image, filter, pixel); pruned filters have 0.
  std::vector<std::int64_t> in_order() const;

 private:
  const Mapping& mapping_;
  std::vector<std::vector<std::int64_t>> products_;
};

}  // namespace arch::sot_mram
