// SPDX-License-Identifier: Apache-2.0
#include "tests/scnn/convolution_case.h"

#include <ostream>

#include "sim/base/philox.h"
#include "tests/machine/shipped_config.h"

namespace arch::scnn::test {
namespace {

using sim::workload::WeightMatrix;

WeightMatrix matrix_of(const ConvolutionCase& c) {
  const auto rows = static_cast<std::size_t>(c.shape.filters);
  const auto columns = static_cast<std::size_t>(weight_columns(c.shape));
  const bool has_bias = !c.bias.empty();
  sim::tensor::Dense<std::int16_t> dense({rows, columns + has_bias});
  for (std::size_t k = 0; k < rows; ++k) {
    for (std::size_t j = 0; j < columns; ++j) dense(k, j) = c.weights[k * columns + j];
    if (has_bias) dense(k, columns) = c.bias[k];
  }
  return {sim::tensor::Csc::encode(dense), has_bias, 3};
}

sim::workload::Vectors images_of(const ConvolutionCase& c) {
  return {static_cast<std::size_t>(inputs_of(c.shape)), c.images};
}

std::vector<std::int16_t> sparse(std::size_t n, double density, unsigned seed, unsigned stream,
                                 bool rectified) {
  sim::PhiloxStream random(seed, stream);
  std::vector<std::int16_t> values(n);
  for (auto& value : values) {
    const bool kept = random() < density * 4294967296.0;
    const auto magnitude = static_cast<std::int16_t>(1 + random() % 100);
    const bool negative = !rectified && random() % 2 == 1;
    if (kept) value = static_cast<std::int16_t>(negative ? -magnitude : magnitude);
  }
  return values;
}

}  // namespace

std::ostream& operator<<(std::ostream& os, const ConvolutionCase& c) {
  const auto& s = c.shape;
  os << s.channels << " x " << s.height << " x " << s.width << " -> " << s.filters << ", kernel "
     << s.kernel_height << " x " << s.kernel_width << ", stride " << s.stride << ", padding "
     << s.padding << ", groups " << s.groups << "\nweights";
  for (const auto w : c.weights) os << ' ' << w;
  os << "\nimages";
  for (const auto a : c.images) os << ' ' << a;
  return os << '\n';
}

ConvolutionCase make_case(const sim::workload::Convolution& shape, double weight_density,
                          double input_density, unsigned seed) {
  const auto weights = static_cast<std::size_t>(weight_rows(shape)) *
                       static_cast<std::size_t>(weight_columns(shape));
  return {shape,
          sparse(weights, weight_density, seed, 1, false),
          {},
          sparse(static_cast<std::size_t>(inputs_of(shape)), input_density, seed, 2, true)};
}

sim::machine::LayerRun run(const Config& config, const ConvolutionCase& c,
                           sim::fabric::Engine engine, bool values) {
  sim::workload::Layer layer;
  layer.name = "convolution";
  layer.shape = c.shape;
  layer.place = {"w.json", 1, 2, "/layers/0"};
  const auto weights = matrix_of(c);
  const auto images = images_of(c);
  const auto sums = values ? std::vector<std::int64_t>() : reference(c);
  return Scnn(config).run({layer, weights, images, engine, nullptr, nullptr, values, &sums});
}

std::vector<std::int64_t> reference(const ConvolutionCase& c) {
  return sim::machine::test::reference(c.shape, matrix_of(c), images_of(c));
}

Config isca2017() { return sim::machine::test::shipped_config<Config>("scnn/isca2017"); }

}  // namespace arch::scnn::test
