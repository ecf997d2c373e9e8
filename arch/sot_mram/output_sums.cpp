// SPDX-License-Identifier: Apache-2.0
#include "arch/sot_mram/output_sums.h"

namespace arch::sot_mram {

OutputSums::OutputSums(const Mapping& mapping, bool values) : mapping_(mapping) {
  if (!values) return;
  for (const auto& product : mapping.products) {
    products_.emplace_back(product.resident.items() * product.written.items());
  }
}

std::vector<std::int64_t> OutputSums::in_order() const {
  const auto& first = mapping_.products.front();
  const auto windows = mapping_.weights_stay ? first.written.items() : first.resident.items();
  const auto pixels = mapping_.pixels, all = static_cast<std::size_t>(mapping_.shape.filters);
  std::vector<std::int64_t> sums(windows * all);
  for (std::size_t p = 0; p < products_.size(); ++p) {
    const auto& filters = mapping_.products[p].filters;
    for (std::size_t f = 0; f < filters.size(); ++f) {
      for (std::size_t w = 0; w < windows; ++w) {
        const auto at = mapping_.weights_stay ? w * filters.size() + f : f * windows + w;
        const auto image = w / pixels;
        sums[(image * all + static_cast<std::size_t>(filters[f])) * pixels + w % pixels] =
            products_[p][at];
      }
    }
  }
  return sums;
}

}  // namespace arch::sot_mram
