// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/schedule.h"

namespace arch::ese {

using sim::workload::Gate;

std::vector<State> schedule(const sim::workload::Lstm& shape) {
  std::vector<State> states;
  const auto multiply = [&](std::size_t matrix, Pass pass) {
    states.push_back({sim::workload::lstm_matrix_name(matrix), static_cast<int>(matrix), pass});
  };
  const auto gate = [&](Gate which, Pass with_inputs, Pass with_outputs) {
    multiply(input_matrix(which), with_inputs);
    multiply(recurrent_matrix(which), with_outputs);
  };
  gate(Gate::input, shape.peepholes ? Pass::input_peephole : Pass::none, Pass::none);
  gate(Gate::forget, Pass::input_gate, Pass::none);
  gate(Gate::cell, Pass::forget_gate, Pass::none);
  gate(Gate::output, Pass::cell_input, Pass::cell);
  states.push_back({"o", -1, Pass::output_gate});
  if (shape.projection > 0) {
    states.push_back(
        {sim::workload::lstm_matrix_name(sim::workload::projection_matrix), -1, Pass::output});
    multiply(sim::workload::projection_matrix, Pass::none);
  } else {
    states.push_back({"m", -1, Pass::output});
  }
  return states;
}

}  // namespace arch::ese
