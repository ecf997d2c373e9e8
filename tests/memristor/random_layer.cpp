// SPDX-License-Identifier: Apache-2.0
#include "tests/memristor/random_layer.h"

#include <rapidcheck.h>

#include <algorithm>

namespace arch::memristor::test {

std::vector<std::int64_t> dot_products(const Weights& weights,
                                       std::span<const std::int32_t> inputs) {
  std::vector<std::int64_t> products(weights.shape()[1]);
  for (std::size_t r = 0; r < inputs.size(); ++r) {
    for (std::size_t j = 0; j < products.size(); ++j) {
      products[j] += std::int64_t{inputs[r]} * weights(r, j);
    }
  }
  return products;
}

namespace {

AdcRange random_adc(const CrossbarDesign& design, bool lossless) {
  if (lossless) {
    const std::int64_t most =
        std::int64_t{design.rows} * ((1 << design.input.dac_bits) - 1) * design.weight.top_level();
    AdcRange adc{1, 1, -*rc::gen::inRange(0, 3)};
    while (adc.low + adc.top() < most) ++adc.bits;
    return adc;
  }
  return {*rc::gen::inRange(1, 8), *rc::gen::element<std::int64_t>(1, 1, 2, 3, 7),
          *rc::gen::element<std::int64_t>(0, 0, -4, 5)};
}

std::int32_t random_weight(const CrossbarDesign& design, bool is_negative) {
  const auto most = (std::int64_t{1} << design.weight.bits) - 1;
  if (design.encoding == Encoding::offset) {
    return static_cast<std::int32_t>(*rc::gen::inRange<std::int64_t>(0, most + 1) - (most + 1) / 2);
  }
  const auto magnitude = static_cast<std::int32_t>(*rc::gen::inRange<std::int64_t>(0, most + 1));
  return is_negative ? -magnitude : magnitude;
}

}  // namespace

RandomLayer random_layer(Encoding encoding, bool lossless) {
  RandomLayer layer;
  auto& design = layer.design;
  design.encoding = encoding;
  design.fragment_rows = *rc::gen::element(1, 3, 4, 16);
  design.rows = design.fragment_rows * *rc::gen::inRange(1, 12);
  design.input.is_signed = *rc::gen::arbitrary<bool>();
  design.input.bits = *rc::gen::inRange(2, 10);
  design.input.dac_bits = *rc::gen::inRange(1, 4);
  design.weight = {*rc::gen::inRange(1, 10), *rc::gen::inRange(1, 5)};
  const auto slices = std::int64_t{design.weight.slices()};
  design.columns = static_cast<int>(slices) * *rc::gen::inRange(1, 4) + *rc::gen::inRange(0, 2);
  design.flip = *rc::gen::arbitrary<bool>();
  design.unit = *rc::gen::element(Unit::column, Unit::counter);
  design.skip_zeros = *rc::gen::arbitrary<bool>();
  design.adc = random_adc(design, lossless);
  const auto rows = *rc::gen::inRange<std::size_t>(1, 40);
  layer.weights = Weights({rows, *rc::gen::inRange<std::size_t>(1, 6)});
  const auto height = static_cast<std::size_t>(design.rows);
  const auto fragment = static_cast<std::size_t>(design.fragment_rows);
  std::vector<bool> negative(layer.weights.shape()[1]);
  for (std::size_t r = 0; r < rows; ++r) {
    const bool starts = encoding != Encoding::fragments || r % height % fragment == 0;
    for (std::size_t j = 0; j < negative.size(); ++j) {
      if (starts) negative[j] = *rc::gen::arbitrary<bool>();
      layer.weights(r, j) = random_weight(design, negative[j]);
    }
    const int values = 1 << design.input.bits;
    const int low = design.input.is_signed ? -values / 2 : 0;
    const int few = *rc::gen::element(values, 1 + values / 8);  // high bits are often all 0
    layer.inputs.push_back(std::clamp(*rc::gen::inRange(low, low + values), low, low + few - 1));
    if (few < values) layer.inputs.back() = *rc::gen::inRange(0, few / 2 + 1);
  }
  return layer;
}

}  // namespace arch::memristor::test
