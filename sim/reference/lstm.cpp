// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/lstm.h"

#include "sim/base/errors.h"
#include "sim/workload/fixed_point.h"
#include "sim/workload/function_table.h"

namespace sim::reference {
namespace {

using workload::FunctionTable;
using workload::Gate;
using workload::saturated16;
using workload::ScaledMatrix;
using workload::ScaledVectors;
using workload::without_bits;
using Values = std::vector<std::int16_t>;
using Sums = std::vector<std::int64_t>;

// The product of a matrix and a vector, with the fraction bits that are wanted.
Sums product(const ScaledMatrix& scaled, std::span<const std::int16_t> vector, int fraction,
             int wanted_fraction) {
  const auto& matrix = scaled.matrix;
  Sums sums(static_cast<std::size_t>(matrix.rows));
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    const std::int64_t v = vector[static_cast<std::size_t>(j)];
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      sums[matrix.row[k]] += matrix.value[k] * v;
    }
  }
  for (auto& sum : sums) {
    sum = without_bits(sum, scaled.fraction_bits + fraction - wanted_fraction);
  }
  return sums;
}

// One sequence.
class Cells {
 public:
  Cells(const workload::Lstm& shape, const workload::LstmFormats& formats,
        const workload::LstmWeights& weights)
      : shape_(shape),
        formats_(formats),
        weights_(weights),
        sigmoid_(FunctionTable::sigmoid(formats.table_samples, formats.sigmoid_range)),
        tanh_(FunctionTable::tanh(formats.table_samples, formats.tanh_range)),
        state_(static_cast<std::size_t>(shape.cells)),
        output_(static_cast<std::size_t>(shape.outputs())) {}

  const Values& step(std::span<const std::int16_t> input) {
    const auto i = gate(Gate::input, input, sigmoid_, 0);
    const auto f = gate(Gate::forget, input, sigmoid_, 1);
    const auto z = gate(Gate::cell, input, tanh_, no_peephole);
    for (std::size_t n = 0; n < state_.size(); ++n) {
      const auto kept = without_bits(f[n] * std::int64_t{state_[n]}, 15);
      const auto added = without_bits(i[n] * std::int64_t{z[n]}, 30 - formats_.cell_fraction);
      state_[n] = saturated16(kept + added);
    }
    const auto o = gate(Gate::output, input, sigmoid_, 2);
    Values m(state_.size());
    for (std::size_t n = 0; n < state_.size(); ++n) {
      const auto h = tanh_.at(state_[n], formats_.cell_fraction);
      m[n] = static_cast<std::int16_t>(without_bits(o[n] * std::int64_t{h}, 15));
    }
    project(m);
    return output_;
  }

 private:
  static constexpr int no_peephole = -1;

  std::int64_t term(const ScaledVectors& vectors, std::size_t at, std::int64_t factor,
                    int fraction) const {
    return without_bits(vectors.values[at] * factor,
                        vectors.fraction_bits + fraction - formats_.sum_fraction);
  }

  Values gate(Gate which, std::span<const std::int16_t> input, const FunctionTable& function,
              int peephole) const {
    auto sums = product(weights_.matrices[input_matrix(which)], input, formats_.input_fraction,
                        formats_.sum_fraction);
    const auto recurrent = product(weights_.matrices[recurrent_matrix(which)], output_,
                                   formats_.output_fraction, formats_.sum_fraction);
    Values values(sums.size());
    for (std::size_t n = 0; n < sums.size(); ++n) {
      sums[n] += recurrent[n];
      sums[n] += term(weights_.biases, static_cast<std::size_t>(which) * sums.size() + n, 1, 0);
      if (peephole != no_peephole) {
        sums[n] += term(weights_.peepholes, static_cast<std::size_t>(peephole) * sums.size() + n,
                        state_[n], formats_.cell_fraction);
      }
      const auto argument =
          saturated16(without_bits(sums[n], formats_.sum_fraction - formats_.gate_fraction));
      values[n] = function.at(argument, formats_.gate_fraction);
    }
    return values;
  }

  void project(const Values& m) {
    if (shape_.projection == 0) {
      for (std::size_t n = 0; n < m.size(); ++n) {
        output_[n] = saturated16(without_bits(m[n], 15 - formats_.output_fraction));
      }
      return;
    }
    const auto sums =
        product(weights_.matrices[workload::projection_matrix], m, 15, formats_.output_fraction);
    for (std::size_t n = 0; n < sums.size(); ++n) output_[n] = saturated16(sums[n]);
  }

  const workload::Lstm& shape_;
  const workload::LstmFormats& formats_;
  const workload::LstmWeights& weights_;
  FunctionTable sigmoid_, tanh_;
  Values state_;   ///< c
  Values output_;  ///< y
};

}  // namespace

std::vector<std::int64_t> lstm(const workload::Lstm& shape, const workload::LstmFormats& formats,
                               const workload::LstmWeights& weights,
                               std::span<const std::int16_t> sequence) {
  const auto inputs = static_cast<std::size_t>(shape.inputs);
  const auto steps = static_cast<std::size_t>(shape.steps);
  if (sequence.size() != inputs * steps) {
    throw Fault("the reference got " + std::to_string(sequence.size()) + " inputs instead of " +
                std::to_string(inputs * steps));
  }
  Cells cells(shape, formats, weights);
  std::vector<std::int64_t> outputs;
  for (std::size_t t = 0; t < steps; ++t) {
    const auto& output = cells.step(sequence.subspan(t * inputs, inputs));
    outputs.insert(outputs.end(), output.begin(), output.end());
  }
  return outputs;
}

}  // namespace sim::reference
