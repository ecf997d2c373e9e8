// SPDX-License-Identifier: Apache-2.0
// The vector buffers of all channels. Element e of channel v stands at [e x lanes + v].
//
// Several blocks use them, at different times: what a state of the controller writes is read in a
// later state, and nobody passes from one to the next before all have arrived at the barrier
// between them. So values do not depend on the order in which the host runs the blocks. Hardware
// has every buffer twice where a state writes what it reads: the outputs y.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/workload/lstm_matrices.h"

namespace arch::ese {

struct VectorBuffers {
  using Values = std::vector<std::int16_t>;
  using Sums = std::vector<std::int64_t>;

  VectorBuffers(const sim::workload::Lstm& shape, std::size_t channels);

  /// Begins a batch: outputs and states are 0.
  void reset();
  /// The vector that a matrix is multiplied by.
  const Values& operand(std::size_t matrix) const;

  std::size_t lanes;  ///< channels
  Values input;       ///< x
  Values output;      ///< y
  Values state;       ///< c
  Values input_gate, forget_gate, cell_input, output_gate;
  Values squashed;                                           ///< tanh(c)
  Values cell_output;                                        ///< m
  std::array<Sums, sim::workload::projection_matrix> terms;  ///< of each gate's two matrices
  Sums input_peephole, forget_peephole;
};

}  // namespace arch::ese
