// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/parts/element_wise.h"

#include "sim/workload/fixed_point.h"

namespace arch::ese {

using sim::workload::FunctionTable;
using sim::workload::Gate;
using sim::workload::saturated16;
using sim::workload::without_bits;

namespace {

constexpr int table_fraction = FunctionTable::fraction_bits;

}  // namespace

ElementWise::ElementWise(const sim::workload::Lstm& shape,
                         const sim::workload::LstmFormats& formats,
                         const sim::workload::LstmWeights& weights, VectorBuffers& buffers)
    : shape_(shape),
      formats_(formats),
      weights_(weights),
      buffers_(buffers),
      sigmoid_(FunctionTable::sigmoid(formats.table_samples, formats.sigmoid_range)),
      tanh_(FunctionTable::tanh(formats.table_samples, formats.tanh_range)),
      output_peephole_(buffers.state.size()) {}

void ElementWise::compute(Pass pass) {
  switch (pass) {
    case Pass::none:
      return;
    case Pass::input_peephole:
      return peephole(0, buffers_.input_peephole);
    case Pass::input_gate:
      return input_gate();
    case Pass::forget_gate:
      return gate(Gate::forget, &buffers_.forget_peephole, sigmoid_, buffers_.forget_gate);
    case Pass::cell_input:
      return gate(Gate::cell, nullptr, tanh_, buffers_.cell_input);
    case Pass::cell:
      return cell();
    case Pass::output_gate:
      peephole(2, output_peephole_);
      return gate(Gate::output, &output_peephole_, sigmoid_, buffers_.output_gate);
    case Pass::output:
      return output();
  }
}

void ElementWise::input_gate() {
  gate(Gate::input, &buffers_.input_peephole, sigmoid_, buffers_.input_gate);
  peephole(1, buffers_.forget_peephole);
}

void ElementWise::cell() {
  auto& state = buffers_.state;
  for (std::size_t n = 0; n < state.size(); ++n) {
    const auto kept =
        without_bits(std::int64_t{buffers_.forget_gate[n]} * state[n], table_fraction);
    const auto added = without_bits(std::int64_t{buffers_.input_gate[n]} * buffers_.cell_input[n],
                                    2 * table_fraction - formats_.cell_fraction);
    state[n] = saturated16(kept + added);
    buffers_.squashed[n] = tanh_.at(state[n], formats_.cell_fraction);
  }
}

void ElementWise::output() {
  auto& values = buffers_.cell_output;
  for (std::size_t n = 0; n < values.size(); ++n) {
    const auto product = std::int64_t{buffers_.output_gate[n]} * buffers_.squashed[n];
    values[n] = static_cast<std::int16_t>(without_bits(product, table_fraction));
  }
  if (shape_.projection > 0) return;
  for (std::size_t n = 0; n < values.size(); ++n) {
    buffers_.output[n] =
        saturated16(without_bits(values[n], table_fraction - formats_.output_fraction));
  }
}

void ElementWise::peephole(std::size_t number, Sums& products) const {
  if (!shape_.peepholes) return;
  const auto drop =
      weights_.peepholes.fraction_bits + formats_.cell_fraction - formats_.sum_fraction;
  const auto cells = static_cast<std::size_t>(shape_.cells);
  for (std::size_t n = 0; n < cells; ++n) {
    const std::int64_t weight = weights_.peepholes.values[number * cells + n];
    for (std::size_t at = n * buffers_.lanes; at < (n + 1) * buffers_.lanes; ++at) {
      products[at] = without_bits(weight * buffers_.state[at], drop);
    }
  }
}

void ElementWise::gate(Gate which, const Sums* extra, const FunctionTable& function,
                       Values& values) const {
  const auto& from_inputs = buffers_.terms[input_matrix(which)];
  const auto& from_outputs = buffers_.terms[recurrent_matrix(which)];
  const auto cells = static_cast<std::size_t>(shape_.cells);
  for (std::size_t n = 0; n < cells; ++n) {
    const auto bias =
        without_bits(weights_.biases.values[static_cast<std::size_t>(which) * cells + n],
                     weights_.biases.fraction_bits - formats_.sum_fraction);
    for (std::size_t at = n * buffers_.lanes; at < (n + 1) * buffers_.lanes; ++at) {
      const auto sum = from_inputs[at] + from_outputs[at] + bias + (extra ? (*extra)[at] : 0);
      const auto argument =
          saturated16(without_bits(sum, formats_.sum_fraction - formats_.gate_fraction));
      values[at] = function.at(argument, formats_.gate_fraction);
    }
  }
}

}  // namespace arch::ese
