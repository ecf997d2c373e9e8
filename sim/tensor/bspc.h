// SPDX-License-Identifier: Apache-2.0
// Block-based structured pruning compact (Dong et al., "RTMobile", DAC 2020): rows are reordered
// so that those of like length follow each other, and the rows of a band share one list of columns.
// The paper names the arrays but not their widths: those are ours.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct Bspc {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int band_rows = 1;
  std::vector<std::uint32_t> reorder;      ///< the row at every place, longest rows first
  std::vector<std::uint32_t> start = {0};  ///< of every band's columns, and the end
  std::vector<std::uint32_t> column;       ///< kept ones of every band, ascending
  std::vector<std::int16_t> value;         ///< band after band: its rows x its columns, row by row

  static Bspc encode(const Csc& matrix, int band_rows);
  Dense<std::int16_t> decode() const;
  /// Every band's rows x columns x q; its columns once, log2 columns each; an order of rows of
  /// log2 rows each, and a pointer for each band of log2(columns of all bands + 1).
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
