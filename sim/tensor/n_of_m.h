// SPDX-License-Identifier: Apache-2.0
// N:M sparsity: of every m input channels at one place of a kernel, n weights with their channels
// (NVIDIA's 2:4, "Accelerating sparse deep neural networks", 2104.08378).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

struct NOfM {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int kernel_area = 1;
  int n = 2;
  int m = 4;
  /// n for each group: groups of channels, then filters, then places of the kernel.
  std::vector<std::int16_t> value;    ///< 0 where a group has fewer non-zeros
  std::vector<std::uint8_t> channel;  ///< in the group

  /// The largest number of non-zeros in any group of m channels. m is 1..256.
  static int fullest_group(const Csc& matrix, int kernel_area, int m);
  /// A group has more than n non-zeros.
  static std::optional<std::string> refusal(const Csc& matrix, int kernel_area, int n, int m);
  static NOfM encode(const Csc& matrix, int kernel_area, int n, int m);
  Dense<std::int16_t> decode() const;
  /// n (q + log2 m) for each group.
  FormatBits bits(int value_bits = 16) const;
};

}  // namespace sim::tensor
