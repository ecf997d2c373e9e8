// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/fully_connected.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sim::reference {
namespace {

using Matrix = tensor::Dense<std::int16_t>;

std::vector<std::int16_t> any_integers(std::size_t n) {
  const auto integer =
      rc::gen::oneOf(rc::gen::just<std::int16_t>(0), rc::gen::arbitrary<std::int16_t>(),
                     rc::gen::element<std::int16_t>(-32768, 32767));
  return *rc::gen::container<std::vector<std::int16_t>>(n, integer);
}

RC_GTEST_PROP(FullyConnected, EqualsThreePlainLoopsWithBias, ()) {
  const auto rows = *rc::gen::inRange<std::size_t>(1, 12);
  const auto inputs = *rc::gen::inRange<std::size_t>(1, 12);
  const auto vectors = *rc::gen::inRange<std::size_t>(1, 4);
  const bool has_bias = *rc::gen::arbitrary<bool>();
  const auto columns = inputs + has_bias;
  const Matrix dense({rows, columns}, any_integers(rows * columns));
  const auto bias_input = *rc::gen::inRange<std::int16_t>(1, 32767);
  const workload::WeightMatrix weights{tensor::Csc::encode(dense), has_bias, bias_input};
  for (std::size_t v = 0; v < vectors; ++v) {
    const auto input = any_integers(inputs);
    const auto sums = fully_connected(weights, input);
    RC_ASSERT(sums.size() == rows);
    for (std::size_t i = 0; i < rows; ++i) {
      std::int64_t sum = has_bias ? std::int64_t{bias_input} * dense(i, inputs) : 0;
      for (std::size_t j = 0; j < inputs; ++j) sum += std::int64_t{input[j]} * dense(i, j);
      RC_ASSERT(sums[i] == sum);
    }
  }
}

TEST(FullyConnected, SumsGoBeyond32Bits) {
  const Matrix dense({1, 4}, {-32768, -32768, -32768, -32768});
  const workload::WeightMatrix weights{tensor::Csc::encode(dense)};
  const std::vector<std::int16_t> input(4, -32768);
  EXPECT_EQ(fully_connected(weights, input), std::vector<std::int64_t>{std::int64_t{1} << 32});
}

TEST(FullyConnected, AVectorOfTheWrongLengthIsAFault) {
  const workload::WeightMatrix weights{tensor::Csc::encode(Matrix({2, 3}, 1)), true, 7};
  EXPECT_EQ(fully_connected(weights, std::vector<std::int16_t>{1, 2}),
            (std::vector<std::int64_t>{10, 10}));
  try {
    fully_connected(weights, std::vector<std::int16_t>{1, 2, 3});
    FAIL();
  } catch (const Fault& fault) {
    EXPECT_STREQ(fault.what(), "the reference got 3 inputs instead of 2");
  }
}

}  // namespace
}  // namespace sim::reference
