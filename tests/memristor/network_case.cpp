// SPDX-License-Identifier: Apache-2.0
#include "tests/memristor/network_case.h"

#include <algorithm>
#include <cstdlib>
#include <ostream>

#include "arch/memristor/network.h"
#include "sim/base/errors.h"
#include "sim/config/document.h"
#include "sim/config/reader.h"
#include "sim/reference/layer.h"
#include "tests/machine/random_cases.h"
#include "tests/machine/shipped_config.h"

namespace arch::memristor::test {
namespace {

sim::workload::WeightMatrix as_matrix(const LayerCase& layer) { return layer.matrix(); }

int any(int low, int high) { return *rc::gen::inRange(low, high + 1); }

Config any_config(bool lossless) {
  auto config = shipped("isaac-ce");
  auto& d = config.design;
  d.encoding = *rc::gen::element(Encoding::offset, Encoding::fragments, Encoding::differential);
  d.fragment_rows = *rc::gen::element(1, 2, 4);
  d.rows = d.fragment_rows * any(1, 6);
  d.weight = {any(4, 6), any(1, 3)};
  d.columns = d.weight.slices() * any(1, 4) + any(0, 1);
  d.input = {any(5, 8), *rc::gen::arbitrary<bool>(), any(1, 2)};
  d.flip = *rc::gen::arbitrary<bool>();
  d.unit = *rc::gen::element(Unit::column, Unit::counter);
  d.skip_zeros = *rc::gen::arbitrary<bool>();
  config.synchronised = *rc::gen::arbitrary<bool>();
  d.adc = lossless ? AdcRange{12, 1, 0} : AdcRange{any(1, 4), any(1, 3), -any(0, 2)};
  config.adcs = any(1, 2);
  config.chips = 4096;
  config.tiles = any(1, 8);
  config.units = any(1, 4);
  config.arrays = any(1, 3);
  auto& s = config.stages;
  for (auto* stage : {&s.fetch, &s.convert, &s.collect, &s.write, &s.pool}) *stage = any(0, 3);
  s.shift_and_add = s.activate = 1;
  config.bus_bits = *rc::gen::element(1, 8, 256);
  config.digital_mhz = *rc::gen::element(37, 100, 1000);
  config.edram_bytes = *rc::gen::element(4, 64, 65536);
  config.router_cycles = any(1, 3);
  config.link_gb_per_s = *rc::gen::element(0.01, 6.4);
  config.images_counted = *rc::gen::arbitrary<bool>();
  config.copies = *rc::gen::element(Copies::one, Copies::balanced);
  config.last_copies = any(1, 3);
  config.drop_zeros = *rc::gen::arbitrary<bool>();
  config.rounds = any(1, 3);
  return config;
}

// Signs that fragments can hold, of the inputs that are kept; magnitudes of up to 7.
void fill(const Config& config, const Convolution& shape, LayerCase& layer) {
  const auto outputs = static_cast<std::size_t>(shape.filters);
  const auto inputs = static_cast<std::size_t>(shape.channels_per_group() * shape.kernel_area());
  layer.has_bias = any(0, 3) == 0;
  layer.weights = sim::tensor::Dense<std::int16_t>({outputs, inputs + layer.has_bias});
  std::vector<bool> pruned;
  const int share = any(0, 3);
  for (std::size_t i = 0; i < inputs; ++i) pruned.push_back(any(0, 9) < share);
  for (std::size_t f = 0; f < outputs; ++f) {
    const bool dead = any(0, 9) < share;
    const int sign = any(0, 1) == 0 ? 1 : -1;
    for (std::size_t i = 0; i < inputs; ++i) {
      const bool mixed = config.design.encoding != Encoding::fragments;
      const int weight = any(0, 7) * (mixed && any(0, 1) == 0 ? -sign : sign);
      layer.weights(f, i) = static_cast<std::int16_t>(pruned[i] || dead ? 0 : weight);
    }
    if (layer.has_bias) layer.weights(f, inputs) = static_cast<std::int16_t>(any(-9, 9));
  }
}

LayerCase any_layer(const Config& config, const std::string& name,
                    const sim::workload::Shape& shape, int vectors) {
  LayerCase layer;
  layer.layer.name = name;
  layer.layer.shape = shape;
  fill(config, as_convolution(shape), layer);
  const auto size = static_cast<std::size_t>(inputs_of(shape));
  const int most = (1 << (config.design.input.bits - (config.design.input.is_signed ? 1 : 0))) - 1;
  const int low = config.design.input.is_signed ? -most - 1 : 0;
  layer.inputs.size = size;
  for (std::size_t i = 0; i < size * static_cast<std::size_t>(vectors); ++i) {
    const auto value = any(0, 2) == 0 ? 0 : any(low / any(1, 8), most / any(1, 8));
    layer.inputs.values.push_back(static_cast<std::int16_t>(value));
  }
  return layer;
}

Convolution any_convolution(int channels, int height, int width) {
  Convolution shape{channels, height, width, any(1, 4), 1, 1, 1, 0, 1};
  shape.padding = any(0, 1);
  shape.kernel_height = any(1, std::min(3, height + 2 * shape.padding));
  shape.kernel_width = any(1, std::min(3, width + 2 * shape.padding));
  shape.padding = std::min({shape.padding, shape.kernel_height - 1, shape.kernel_width - 1});
  shape.kernel_height = std::min(shape.kernel_height, height + 2 * shape.padding);
  shape.kernel_width = std::min(shape.kernel_width, width + 2 * shape.padding);
  shape.stride = any(1, 2);
  if (channels % 2 == 0 && any(0, 1) == 0) {
    shape.groups = 2;
    shape.filters *= 2;
  }
  return shape;
}

// A layer that takes the outputs of the one before, pooled; or by chance others.
sim::workload::Shape next_shape(const Convolution& before) {
  if (any(0, 7) == 0) return any_convolution(any(1, 4), any(2, 6), any(2, 6));
  const int height = any(1, before.output_height()), width = any(1, before.output_width());
  if (any(0, 3) == 0) return FullyConnected{before.filters * height * width, any(1, 9)};
  return any_convolution(before.filters, height, width);
}

}  // namespace

Config shipped(const std::string& name) {
  return sim::machine::test::shipped_config<Config>("memristor/" + name);
}

Config one_copy() {
  auto config = shipped("isaac-ce");
  config.rounds = 1;
  config.copies = Copies::one;
  return config;
}

Config one_array() {
  auto config = shipped("isaac-ce");
  config.chips = config.tiles = config.units = config.arrays = 1;
  config.short_of_arrays = Short::reload;
  config.digital_mhz = 1000;
  config.pulse_ns = 100;
  config.pulses = 1;
  config.rounds = 1;
  return config;
}

LayerCase layer_of_ones(const std::string& name, const sim::workload::Shape& shape) {
  LayerCase layer;
  layer.layer.name = name;
  layer.layer.shape = shape;
  layer.weights =
      sim::tensor::Dense<std::int16_t>({static_cast<std::size_t>(weight_rows(shape)),
                                        static_cast<std::size_t>(weight_columns(shape))},
                                       1);
  const auto size = static_cast<std::size_t>(inputs_of(shape));
  layer.inputs = {size, std::vector<std::int16_t>(size, 1)};
  return layer;
}

Ran run(const NetworkCase& network, Engine engine, bool values) {
  Ran ran;
  Network job(network.config);
  for (const auto& layer : network.layers) {
    const auto matrix = as_matrix(layer);
    ran.sums.push_back(
        job.compute({layer.layer, matrix, layer.inputs, engine, nullptr, nullptr, values}));
  }
  ran.run = job.run(engine, nullptr);
  return ran;
}

double figure(const NetworkRun& run, const std::string& name) {
  for (const auto& one : run.figures) {
    if (one.name == name) return one.value;
  }
  throw sim::Fault("no figure is called " + name);
}

std::int64_t cycles(const Config& config, const LayerCase& layer) {
  const auto ran = run({config, {layer}}).run;
  return ran.time / ran.period;
}

std::vector<std::int64_t> reference(const LayerCase& layer) {
  return sim::machine::test::reference(layer.layer.shape, layer.matrix(), layer.inputs);
}

std::vector<std::int64_t> definition(const Config& config, const LayerCase& layer) {
  const auto matrix = layer.matrix();
  return Memristor(config).definition({layer.layer, matrix, layer.inputs});
}

std::string refusal(const NetworkCase& network) {
  return sim::machine::test::message_of([&] { run(network); });
}

NetworkCase any_network(bool lossless) {
  NetworkCase network{any_config(lossless), {}};
  const int vectors = any(1, 2);
  auto shape = sim::workload::Shape(any_convolution(any(1, 4), any(2, 8), any(2, 8)));
  const int layers = any(1, 4);
  for (int i = 0; i < layers; ++i) {
    network.layers.push_back(
        any_layer(network.config, "layer_" + std::to_string(i), shape, vectors));
    shape = next_shape(as_convolution(shape));
  }
  return network;
}

bool holds_for_random_networks(int networks, bool lossless,
                               const std::function<void(const NetworkCase&)>& property) {
  return sim::machine::test::holds_for_random(
      networks, [&] { return any_network(lossless); }, property);
}

std::ostream& operator<<(std::ostream& out, const NetworkCase& network) {
  auto config = network.config;
  out << sim::config::values_json(config.fields()) << '\n';
  for (const auto& layer : network.layers) {
    const auto s = as_convolution(layer.layer.shape);
    out << s.channels << " x " << s.height << " x " << s.width << ", " << s.filters << " filters "
        << s.kernel_height << " x " << s.kernel_width << ", stride " << s.stride << ", padding "
        << s.padding << ", groups " << s.groups << '\n';
  }
  return out;
}

}  // namespace arch::memristor::test
