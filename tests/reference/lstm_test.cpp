// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/lstm.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace sim::reference {
namespace {

using workload::Lstm;
using workload::LstmFormats;
using workload::LstmWeights;
using Integers = std::vector<std::int16_t>;
using Matrix = tensor::Dense<std::int16_t>;
using Reals = std::vector<double>;

struct Example {
  Lstm shape;
  LstmFormats formats;
  LstmWeights weights;
  Integers sequence;
};

Integers drawn(std::size_t n, int largest) {
  const auto value = rc::gen::map(rc::gen::inRange(-largest, largest + 1),
                                  [](int v) { return static_cast<std::int16_t>(v); });
  return *rc::gen::container<Integers>(n, value);
}

Example any_example(const LstmFormats& formats, int largest_weight) {
  Example one;
  one.formats = formats;
  one.shape = {*rc::gen::inRange(1, 5), *rc::gen::inRange(1, 5), *rc::gen::inRange(0, 4), true,
               *rc::gen::inRange(1, 4)};
  const auto cells = static_cast<std::size_t>(one.shape.cells);
  for (std::size_t m = 0; m < workload::lstm_matrices; ++m) {
    const auto size = size_of_matrix(one.shape, m);
    const auto rows = static_cast<std::size_t>(size.rows);
    const auto columns = static_cast<std::size_t>(size.columns);
    if (rows == 0) continue;
    const Matrix matrix({rows, columns}, drawn(rows * columns, largest_weight));
    one.weights.matrices[m] = {tensor::Csc::encode(matrix), 11};
  }
  one.weights.peepholes = {drawn(3 * cells, largest_weight), 11};
  one.weights.biases = {drawn(4 * cells, largest_weight), 11};
  one.sequence = drawn(static_cast<std::size_t>(one.shape.inputs * one.shape.steps), 2 << 10);
  return one;
}

// The equations once more, in real numbers and for one cell at a time.
class RealLstm {
 public:
  explicit RealLstm(const Example& one) : one_(one), c_(cells()), y_(outputs()) {}

  Reals step(std::size_t t) {
    Reals m(cells());
    const auto before = c_;
    for (std::size_t n = 0; n < cells(); ++n) {
      const auto i = sigmoid(sum(0, n, t) + peephole(0, n) * before[n]);
      const auto f = sigmoid(sum(1, n, t) + peephole(1, n) * before[n]);
      c_[n] = f * before[n] + i * std::tanh(sum(2, n, t));
      m[n] = sigmoid(sum(3, n, t) + peephole(2, n) * c_[n]) * std::tanh(c_[n]);
    }
    y_ = m;
    if (one_.shape.projection > 0) {
      y_.assign(outputs(), 0);
      for (std::size_t k = 0; k < outputs(); ++k) {
        for (std::size_t n = 0; n < cells(); ++n) y_[k] += weight(8, k, n) * m[n];
      }
    }
    return y_;
  }

 private:
  std::size_t cells() const { return static_cast<std::size_t>(one_.shape.cells); }
  std::size_t outputs() const { return static_cast<std::size_t>(one_.shape.outputs()); }
  static double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }
  double weight(std::size_t m, std::size_t row, std::size_t column) const {
    return one_.weights.matrices[m].matrix.decode()(row, column) / 2048.0;
  }
  double peephole(std::size_t gate, std::size_t n) const {
    return one_.weights.peepholes.values[gate * cells() + n] / 2048.0;
  }
  double sum(std::size_t gate, std::size_t n, std::size_t t) const {
    const auto inputs = static_cast<std::size_t>(one_.shape.inputs);
    double total = one_.weights.biases.values[gate * cells() + n] / 2048.0;
    for (std::size_t j = 0; j < inputs; ++j) {
      const auto x = std::ldexp(one_.sequence[t * inputs + j], -one_.formats.input_fraction);
      total += weight(2 * gate, n, j) * x;
    }
    for (std::size_t j = 0; j < outputs(); ++j) total += weight(2 * gate + 1, n, j) * y_[j];
    return total;
  }

  const Example& one_;
  Reals c_, y_;
};

// Tables of 65536 samples, so that a step is 1/2048, and formats with nearly as many bits.
RC_GTEST_PROP(Lstm, IsCloseToTheEquationsInRealNumbers, ()) {
  const auto one = any_example({.input_fraction = 10,
                                .output_fraction = 13,
                                .cell_fraction = 12,
                                .sum_fraction = 20,
                                .gate_fraction = 11,
                                .table_samples = 65536,
                                .sigmoid_range = 16,
                                .tanh_range = 16},
                               2000);
  const auto outputs = lstm(one.shape, one.formats, one.weights, one.sequence);
  RealLstm real(one);
  std::size_t at = 0;
  for (int t = 0; t < one.shape.steps; ++t) {
    for (const auto y : real.step(static_cast<std::size_t>(t))) {
      RC_ASSERT(std::abs(std::ldexp(static_cast<double>(outputs[at++]), -13) - y) < 0.02);
    }
  }
  RC_ASSERT(at == outputs.size());
}

// One cell, one input, no table error: values that can be followed by hand.
Example by_hand() {
  Example one;
  one.shape = {1, 1, 1, true, 1};
  one.formats = {.input_fraction = 4,
                 .output_fraction = 8,
                 .cell_fraction = 8,
                 .sum_fraction = 6,
                 .gate_fraction = 4,
                 .table_samples = 256,
                 .sigmoid_range = 8,
                 .tanh_range = 8};
  for (auto& matrix : one.weights.matrices) {
    matrix = {tensor::Csc::encode(Matrix({1, 1}, 1)), 0};
  }
  one.weights.peepholes = {Integers{1, 1, 1}, 0};
  one.weights.biases = {Integers{0, 0, 0, 0}, 0};
  one.sequence = {16};
  return one;
}

std::int64_t q15(double value) { return std::llround(value * 32768); }

// x = 1: i = o' = sigmoid(1), z = tanh(1), c = i z.
TEST(Lstm, AStepByHand) {
  const auto one = by_hand();
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  const auto i = q15(sigmoid(1)), z = q15(std::tanh(1.0));
  const auto c = (i * z + (1 << 21)) >> 22;
  EXPECT_EQ(c, 143);  // 0.7311 x 0.7616 x 256 = 142.5
  // Woc c = 143/256 = 35.75/64 is the term 36; 64 + 36 drops to 25/16.
  const auto o = q15(sigmoid(25.0 / 16));
  // 143 is nearest to 9 steps of 1/16.
  const auto h = q15(std::tanh(9.0 / 16));
  const auto m = (o * h + (1 << 14)) >> 15;
  EXPECT_EQ(lstm(one.shape, one.formats, one.weights, one.sequence),
            std::vector<std::int64_t>{(m + 64) >> 7});
}

TEST(Lstm, TermsAreRoundedBeforeTheyAreAdded) {
  auto one = by_hand();
  one.formats.sum_fraction = 0;
  one.formats.gate_fraction = 0;
  // x = 7/16 rounds to 0, 8/16 to 1: alone, not together with the bias 7/16.
  one.weights.biases = {Integers{7, 7, 7, 7}, 4};
  one.sequence = {7};
  const auto nothing = lstm(one.shape, one.formats, one.weights, one.sequence);
  EXPECT_EQ(nothing, std::vector<std::int64_t>{0});  // z = tanh(0)
  one.sequence = {8};
  EXPECT_GT(lstm(one.shape, one.formats, one.weights, one.sequence)[0], 0);
}

TEST(Lstm, GatesAndOutputsSaturate) {
  auto one = by_hand();
  one.weights.matrices[4].matrix.value[0] = -2000;  // Wcx: z = -1
  one.weights.matrices[0].matrix.value[0] = 2000;   // Wix: i = 1
  one.weights.matrices[6].matrix.value[0] = 2000;   // Wox: o = 1
  one.weights.matrices[8].matrix.value[0] = 2000;   // Wym
  one.sequence = {32767};
  EXPECT_EQ(lstm(one.shape, one.formats, one.weights, one.sequence),
            std::vector<std::int64_t>{-32768});
}

TEST(Lstm, OutputsAndStatesFlowIntoTheNextStep) {
  auto one = by_hand();
  one.shape.steps = 2;
  one.sequence = {16, 0};
  const auto outputs = lstm(one.shape, one.formats, one.weights, one.sequence);
  EXPECT_GT(outputs[1], 0);  // the second input alone would give 0
  auto forgetful = one;
  forgetful.weights.matrices[5].matrix = tensor::Csc::encode(Matrix({1, 1}, 0));  // Wcr
  const auto less = lstm(one.shape, one.formats, forgetful.weights, one.sequence);
  EXPECT_EQ(less[0], outputs[0]);
  EXPECT_LT(less[1], outputs[1]);
}

TEST(Lstm, ASequenceOfTheWrongLengthIsAFault) {
  auto one = by_hand();
  one.shape.steps = 3;
  try {
    lstm(one.shape, one.formats, one.weights, one.sequence);
    FAIL();
  } catch (const Fault& fault) {
    EXPECT_STREQ(fault.what(), "the reference got 1 inputs instead of 3");
  }
}

}  // namespace
}  // namespace sim::reference
