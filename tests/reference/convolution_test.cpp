// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/convolution.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sim::reference {
namespace {

using workload::Convolution;
using workload::WeightMatrix;

std::vector<std::int16_t> any_values(std::size_t n) {
  const auto value =
      rc::gen::oneOf(rc::gen::just<std::int16_t>(0), rc::gen::arbitrary<std::int16_t>(),
                     rc::gen::element<std::int16_t>(-32768, 32767));
  return *rc::gen::container<std::vector<std::int16_t>>(n, value);
}

Convolution any_convolution() {
  Convolution shape;
  shape.groups = *rc::gen::inRange(1, 4);
  shape.channels = shape.groups * *rc::gen::inRange(1, 4);
  shape.filters = shape.groups * *rc::gen::inRange(1, 4);
  shape.kernel_height = *rc::gen::inRange(1, 5);
  shape.kernel_width = *rc::gen::inRange(1, 5);
  shape.stride = *rc::gen::inRange(1, 5);
  shape.padding = *rc::gen::inRange(0, 3);
  shape.height = *rc::gen::inRange(std::max(1, shape.kernel_height - 2 * shape.padding), 9);
  shape.width = *rc::gen::inRange(std::max(1, shape.kernel_width - 2 * shape.padding), 9);
  return shape;
}

// The definition, word for word.
std::int64_t plain_sum(const Convolution& shape, const tensor::Dense<std::int16_t>& weights,
                       const std::vector<std::int16_t>& image, int k, int p, int q) {
  std::int64_t sum = 0;
  for (int c = 0; c < shape.channels_per_group(); ++c) {
    for (int r = 0; r < shape.kernel_height; ++r) {
      for (int s = 0; s < shape.kernel_width; ++s) {
        const int channel = k / shape.filters_per_group() * shape.channels_per_group() + c;
        const int y = p * shape.stride + r - shape.padding;
        const int x = q * shape.stride + s - shape.padding;
        if (y < 0 || y >= shape.height || x < 0 || x >= shape.width) continue;
        sum += std::int64_t{weights(k, (c * shape.kernel_height + r) * shape.kernel_width + s)} *
               image[static_cast<std::size_t>((channel * shape.height + y) * shape.width + x)];
      }
    }
  }
  return sum;
}

RC_GTEST_PROP(Convolution, EqualsSevenPlainLoopsWithBias, ()) {
  const auto shape = any_convolution();
  const bool has_bias = *rc::gen::arbitrary<bool>();
  const auto rows = static_cast<std::size_t>(shape.filters);
  const auto columns = static_cast<std::size_t>(weight_columns(shape)) + has_bias;
  const tensor::Dense<std::int16_t> dense({rows, columns}, any_values(rows * columns));
  const WeightMatrix weights{tensor::Csc::encode(dense), has_bias, 77};
  const auto image = any_values(static_cast<std::size_t>(inputs_of(shape)));
  const auto sums = convolution(shape, weights, image);
  RC_ASSERT(static_cast<std::int64_t>(sums.size()) == outputs_of(shape));
  std::size_t at = 0;
  for (int k = 0; k < shape.filters; ++k) {
    const auto bias = has_bias ? std::int64_t{77} * dense(k, columns - 1) : 0;
    for (int p = 0; p < shape.output_height(); ++p) {
      for (int q = 0; q < shape.output_width(); ++q) {
        RC_ASSERT(sums[at++] == bias + plain_sum(shape, dense, image, k, p, q));
      }
    }
  }
}

TEST(Convolution, TensorsThatDoNotFitAreAFault) {
  const Convolution shape{1, 3, 3, 1, 2, 2};
  const WeightMatrix weights{tensor::Csc::encode(tensor::Dense<std::int16_t>({1, 4}, 1))};
  EXPECT_NO_THROW(convolution(shape, weights, std::vector<std::int16_t>(9)));
  EXPECT_THROW(convolution(shape, weights, std::vector<std::int16_t>(8)), Fault);
  const WeightMatrix wide{tensor::Csc::encode(tensor::Dense<std::int16_t>({1, 5}, 1))};
  EXPECT_THROW(convolution(shape, wide, std::vector<std::int16_t>(9)), Fault);
}

}  // namespace
}  // namespace sim::reference
