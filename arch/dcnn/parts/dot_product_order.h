// SPDX-License-Identifier: Apache-2.0
// How the terms of a sum are laid over the lanes of the dot-product array. The activation RAM
// stores slabs of as many channels as there are lanes: (slab, row, column, channel of the slab).
// Terms follow each other in the order (slab, kernel row, kernel column, channel of the slab), so
// that those of one kernel row and slab stand side by side in the RAM: one access, since its
// one-word banks are addressed one by one. The bias is the last term; its activation is a constant.
#pragma once

#include <vector>

#include "arch/dcnn/config.h"
#include "sim/workload/shape.h"

namespace arch::dcnn {

/// One term of every sum: an input channel of the group and a kernel position.
struct Term {
  static constexpr int bias = -1;
  int channel = 0;  ///< or `bias`
  int row = 0, column = 0;
};

/// What one dot product takes: the terms [begin, end).
struct VectorOfTerms {
  int begin = 0, end = 0;
  int accesses = 0;      ///< of the activation RAM, for one position
  int new_channels = 0;  ///< whose first use it is, and whose halos are therefore needed
  int size() const { return end - begin; }
};

struct Order {
  std::vector<Term> terms;
  std::vector<VectorOfTerms> vectors;
};

Order order_terms(const Config& config, const sim::workload::Convolution& shape, bool has_bias);

}  // namespace arch::dcnn
