// SPDX-License-Identifier: Apache-2.0
// Puts a layer on the machine: finds the patterns of its kernels, deals its filters out to the PEs,
// decides which kernels stay in the banks, and cuts channels into slabs.
//
// Pattern mode is for 3 x 3 kernels of any stride. The patterns are those of the data: the kernel
// with most weights decides how many slots every kernel takes. Other kernels run dense: a slot for
// every position. PE i of a round has filter first_filter + i; a round has filters of one group of
// the convolution only, since all PEs receive the same activations.
#pragma once

#include <vector>

#include "arch/pcnn/tiling.h"
#include "sim/tensor/csc.h"
#include "sim/workload/layer_data.h"

namespace arch::pcnn {

/// The kernels of the layer as the banks hold them.
struct Kernels {
  bool by_pattern = false;
  int slots = 0;                        ///< n: weights of every kernel
  int code_bits = 0;                    ///< 0 in dense mode
  int per_filter = 0;                   ///< channels of a group of the convolution
  std::vector<std::uint16_t> masks;     ///< of every pattern; empty in dense mode
  std::vector<std::uint16_t> position;  ///< of every weight, pattern by pattern
  std::vector<std::uint16_t> code;      ///< of every kernel, filter by filter; empty in dense mode
  std::vector<std::int16_t> value;      ///< n of every kernel

  std::size_t pattern_of(std::size_t kernel) const { return code.empty() ? 0 : code[kernel]; }
};

/// Filters that are worked on together, one in each PE.
struct Round {
  int first_filter = 0;
  int filters = 0;
  int first_channel = 0;  ///< of the group of the convolution
};

/// Kernels of every PE that come from DRAM in one go, and the slabs that they are used with.
struct Portion {
  int kernels = 0;
  std::vector<Slab> slabs;
};

struct Mapping {
  sim::workload::Convolution shape;
  Tiling tiling;
  Kernels kernels;
  std::vector<Round> rounds;
  std::vector<Portion> portions;  ///< of a filter
  std::int64_t bank_kernels = 0;  ///< that a PE's banks hold
  bool resident = false;          ///< kernels stay for all tiles of a pass; else they are streamed
  int waiting_kernels = 0;        ///< that the banks hold beside the portion that arrives

  /// PEs that ever have a filter.
  int busy_elements() const;
};

/// Maps a layer with these weights (a bias column is left to the output stage). UserError with what
/// does not fit: operands, patterns, kernels, patches, rows.
Mapping map_layer(const Config& config, const sim::workload::Shape& shape,
                  const sim::workload::WeightMatrix& weights, const sim::workload::Vectors& inputs,
                  const sim::Place& layer);

}  // namespace arch::pcnn
