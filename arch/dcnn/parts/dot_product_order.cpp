// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/parts/dot_product_order.h"

#include <algorithm>

namespace arch::dcnn {
namespace {

std::vector<Term> linearise(const sim::workload::Convolution& shape, int slab, bool has_bias) {
  std::vector<Term> terms;
  const int channels = shape.channels_per_group();
  for (int first = 0; first < channels; first += slab) {
    for (int row = 0; row < shape.kernel_height; ++row) {
      for (int column = 0; column < shape.kernel_width; ++column) {
        for (int c = first; c < std::min(first + slab, channels); ++c) {
          terms.push_back({c, row, column});
        }
      }
    }
  }
  if (has_bias) terms.push_back({Term::bias, 0, 0});
  return terms;
}

bool same_position(const Term& a, const Term& b) {
  return a.row == b.row && a.column == b.column && (a.channel < 0) == (b.channel < 0);
}

// Runs of terms that stand side by side in the activation RAM.
int accesses(const std::vector<Term>& terms, const VectorOfTerms& vector, int slab) {
  int runs = 0;
  for (int t = vector.begin; t < vector.end; ++t) {
    if (terms[t].channel == Term::bias) continue;
    const bool goes_on = t > vector.begin && terms[t - 1].row == terms[t].row &&
                         terms[t - 1].channel / slab == terms[t].channel / slab;
    runs += !goes_on;
  }
  return runs;
}

}  // namespace

Order order_terms(const Config& config, const sim::workload::Convolution& shape, bool has_bias) {
  const int width = config.dot_width;
  Order order;
  order.terms = linearise(shape, width, has_bias);
  const auto& terms = order.terms;
  const int count = static_cast<int>(terms.size());
  int channels_seen = 0;
  for (int begin = 0; begin < count;) {
    VectorOfTerms vector{begin, begin};
    while (vector.end < count && vector.size() < width &&
           (config.order == DotProductOrder::kernel ||
            same_position(terms[begin], terms[vector.end]))) {
      ++vector.end;
    }
    vector.accesses = accesses(terms, vector, width);
    // A slab's halos come together.
    for (int t = vector.begin; t < vector.end; ++t) {
      if (terms[t].channel < channels_seen) continue;
      const int slab_end =
          std::min((terms[t].channel / width + 1) * width, shape.channels_per_group());
      vector.new_channels += slab_end - channels_seen;
      channels_seen = slab_end;
    }
    order.vectors.push_back(vector);
    begin = vector.end;
  }
  return order;
}

}  // namespace arch::dcnn
