// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/vector_buffers.h"

#include <algorithm>

namespace arch::ese {

VectorBuffers::VectorBuffers(const sim::workload::Lstm& shape, std::size_t channels)
    : lanes(channels),
      input(static_cast<std::size_t>(shape.inputs) * channels),
      output(static_cast<std::size_t>(shape.outputs()) * channels) {
  const auto size = static_cast<std::size_t>(shape.cells) * channels;
  for (auto* values :
       {&state, &input_gate, &forget_gate, &cell_input, &output_gate, &squashed, &cell_output}) {
    values->resize(size);
  }
  for (auto& sums : terms) sums.resize(size);
  input_peephole.resize(size);
  forget_peephole.resize(size);
}

void VectorBuffers::reset() {
  std::fill(output.begin(), output.end(), std::int16_t{0});
  std::fill(state.begin(), state.end(), std::int16_t{0});
}

const VectorBuffers::Values& VectorBuffers::operand(std::size_t matrix) const {
  if (matrix == sim::workload::projection_matrix) return cell_output;
  return matrix % 2 == 0 ? input : output;
}

}  // namespace arch::ese
