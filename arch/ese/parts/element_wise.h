// SPDX-License-Identifier: Apache-2.0
// What a pass of the element-wise units computes: multipliers, adder tree and function tables of
// all channels, on the vector buffers. The formats are those of sim/reference/lstm.h.
#pragma once

#include "arch/ese/schedule.h"
#include "arch/ese/vector_buffers.h"
#include "sim/workload/function_table.h"
#include "sim/workload/lstm_weights.h"

namespace arch::ese {

class ElementWise {
 public:
  ElementWise(const sim::workload::Lstm& shape, const sim::workload::LstmFormats& formats,
              const sim::workload::LstmWeights& weights, VectorBuffers& buffers);

  void compute(Pass pass);

 private:
  using Values = VectorBuffers::Values;
  using Sums = VectorBuffers::Sums;

  void input_gate();
  void forget_gate();
  void cell_input();
  void cell();
  void output_gate();
  void output();
  /// The products of a peephole's weights with the state, as terms of a sum.
  void peephole(std::size_t number, Sums& products) const;
  /// The adder tree and the table: terms, bias, and `extra` if there is any.
  void gate(sim::workload::Gate which, const Sums* extra,
            const sim::workload::FunctionTable& function, Values& values) const;

  const sim::workload::Lstm& shape_;
  const sim::workload::LstmFormats& formats_;
  const sim::workload::LstmWeights& weights_;
  VectorBuffers& buffers_;
  sim::workload::FunctionTable sigmoid_, tanh_;
  Sums output_peephole_;  ///< on its way from the multipliers to the adder tree
};

}  // namespace arch::ese
