// SPDX-License-Identifier: Apache-2.0
// Filter, kernel and weight arrays of pattern pruning with connectivity (Niu et al., "PatDNN",
// ASPLOS 2020, section 5.2): the kernels that are left stand filter by filter, those of one pattern
// together, so that no kernel tells its pattern; filters are reordered by their number of kernels.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Fkw {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int kernel_area = 1;
  std::vector<std::uint64_t> pattern;       ///< positions as bits, the most frequent first
  std::vector<std::uint32_t> reorder;       ///< the filter at every place, longest first
  std::vector<std::uint32_t> offset = {0};  ///< of every filter's kernels, and the end
  std::vector<std::uint32_t> stride;  ///< of every filter: end of each pattern's kernels in it
  std::vector<std::uint32_t> index;   ///< the input channel of every kernel
  std::vector<std::int16_t> weight;   ///< kernel by kernel, as many as its pattern has

  /// More patterns than `most_patterns`, or kernels of more than 64 weights.
  static std::optional<std::string> refusal(const Csc& matrix, int kernel_area, int most_patterns);
  static Fkw encode(const Csc& matrix, int kernel_area, int most_patterns);
  Dense<std::int16_t> decode() const;
  /// Weights of q; indices of log2 channels; as tables the order of K filters (log2 K each),
  /// K + 1 offsets (log2(kernels + 1)), K V strides (log2(most kernels of a filter + 1)), and V
  /// patterns of a bit per position.
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
