// SPDX-License-Identifier: Apache-2.0
// The states of ESE's controller for one time step: in each, one matrix is multiplied (by the PEs)
// while one pass over the cells runs in the element-wise units; the next state begins when both are
// done.
//
// A pass leads every cell through multipliers, adder tree and function table once, in this order:
// what needs a result of a table or of a sum as a factor needs another pass. A pass is put into the
// first state in which the sums that it needs are complete. Where the order leaves a choice, the
// input gate's peephole products come with the first matrix, before its sums are needed.
//
// The paper names the states but the order of its passes was not to be found: this one is assumed.
// It gives the four equal times of the input matrices, and the projection's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/workload/lstm_matrices.h"

namespace arch::ese {

enum class Pass : std::uint8_t {
  none,
  input_peephole,  ///< Wic c'
  input_gate,      ///< i, and beside it Wfc c' in the multipliers, which are free
  forget_gate,     ///< f
  cell_input,      ///< z
  cell,            ///< c = f c' + i z, and tanh(c)
  output_gate,     ///< Woc c, o
  output,          ///< m = o tanh(c)
};

struct State {
  std::string phase;  ///< under which its time is reported
  int matrix = -1;    ///< number in LstmWeights; below 0: none
  Pass pass = Pass::none;

  bool multiplies() const { return matrix >= 0; }
  std::size_t matrix_number() const { return static_cast<std::size_t>(matrix); }
};

std::vector<State> schedule(const sim::workload::Lstm& shape);

}  // namespace arch::ese
