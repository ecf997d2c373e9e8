// SPDX-License-Identifier: Apache-2.0
#include "tests/sot_mram/layer_case.h"
#include "tests/machine/random_cases.h"
#include "tests/machine/shipped_config.h"

#include <algorithm>
#include <iostream>
#include <random>

namespace arch::sot_mram::test {
namespace {

Convolution any_shape() {
  Convolution shape;
  shape.groups = *rc::gen::element(1, 1, 2, 3);
  shape.channels = shape.groups * *rc::gen::element(1, 2, 5);
  shape.filters = shape.groups * *rc::gen::inRange(1, 8);
  shape.kernel_height = *rc::gen::inRange(1, 4);
  shape.kernel_width = *rc::gen::inRange(1, 4);
  shape.stride = *rc::gen::inRange(1, 3);
  shape.padding = *rc::gen::inRange(0, 2);
  shape.height = *rc::gen::inRange(std::max(1, shape.kernel_height - 2 * shape.padding), 7);
  shape.width = *rc::gen::inRange(std::max(1, shape.kernel_width - 2 * shape.padding), 7);
  return shape;
}

Config any_machine(bool alone) {
  auto config = imce();
  config.groups = *rc::gen::inRange(1, 3);
  config.banks = *rc::gen::inRange(1, 4);
  config.mats = alone ? 1 : *rc::gen::inRange(1, 4);
  config.sub_arrays = alone ? 1 : *rc::gen::inRange(1, 3);
  config.clock_mhz = 1000;
  config.rows = *rc::gen::inRange(24, 90);
  config.columns = *rc::gen::element(8, 13, 64, 100);
  config.scratch_rows = *rc::gen::inRange(0, 3);
  config.sense_ns = *rc::gen::element(0.5, 1.0, 2.5);
  config.write_ns = *rc::gen::element(0.3, 2.0, 5.5);
  config.pipeline_stages = *rc::gen::inRange(1, 5);
  config.result_buffers = *rc::gen::inRange(1, 4);
  config.activation_code = *rc::gen::element(Encoding::unsigned_integer, Encoding::twos_complement);
  config.weight_code = *rc::gen::element(Encoding::unsigned_integer, Encoding::twos_complement,
                                         Encoding::affine, Encoding::sign_magnitude);
  if (config.weight_code == Encoding::affine) {
    config.sensing = *rc::gen::element(Sensing::logic_and, Sensing::logic_xor);
  }
  config.resident = *rc::gen::element(Operand::weights, Operand::inputs);
  config.double_buffering = *rc::gen::inRange(0, 3) > 0;
  config.skip_zero_rows = *rc::gen::arbitrary<bool>();
  config.skip_pruned = *rc::gen::arbitrary<bool>();
  config.bus_bits = *rc::gen::element(3, 16, 512);
  config.sums_per_cycle = *rc::gen::element(1, 2, 50);
  config.image_bank_bytes = alone ? 1 << 20 : *rc::gen::element(1, 64, 1 << 20);
  config.kernel_bank_bytes = alone ? 1 << 20 : *rc::gen::element(1, 64, 1 << 20);
  config.dram_gb_per_s = *rc::gen::element(0.2, 2.0);
  return config;
}

// Values that the code holds, many of them zeros where it has one. Drawn outside RapidCheck, which
// would be slow.
std::int16_t any_value(const PlaneCode& code, int zeros, std::mt19937& random) {
  if (code.holds(0) && static_cast<int>(random() % 10) < zeros) return 0;
  for (;;) {
    const auto value = static_cast<int>(random() % 512) - 256;
    if (code.holds(value)) return static_cast<std::int16_t>(value);
  }
}

// Whole filters and terms without weights, too.
void fill_weights(LayerCase& layer, std::mt19937& random) {
  const auto code = PlaneCode::of_signed_width(layer.config.weight_code, layer.weight_bits);
  const auto filters = static_cast<std::size_t>(layer.shape.filters);
  const auto columns = static_cast<std::size_t>(weight_columns(layer.shape));
  layer.weights = sim::tensor::Dense<std::int16_t>({filters, columns + layer.has_bias});
  const auto zeros = *rc::gen::element(0, 5, 10);
  const bool pruned = code.holds(0) && *rc::gen::arbitrary<bool>();
  for (std::size_t j = 0; j < columns; ++j) {
    const bool no_term = pruned && random() % 2 == 0;
    for (std::size_t f = 0; f < filters; ++f) {
      const bool no_filter = pruned && f % 3 == 1;
      if (!no_term && !no_filter) layer.weights(f, j) = any_value(code, zeros, random);
    }
  }
  if (!layer.has_bias) return;
  for (std::size_t f = 0; f < filters; ++f) {
    layer.weights(f, columns) = static_cast<std::int16_t>(f) - 2;
  }
}

}  // namespace

Config imce() { return sim::machine::test::shipped_config<Config>("sot_mram/imce"); }

Config small(int banks) {
  auto config = imce();
  config.banks = banks;
  config.mats = 1;
  config.clock_mhz = 1000;
  config.columns = config.bus_bits = 64;
  config.sense_ns = 1;
  config.write_ns = 2;
  config.pipeline_stages = 1;
  config.sums_per_cycle = 4096;
  return config;
}

sim::workload::Layer LayerCase::layer() const {
  sim::workload::Layer plain;
  plain.name = "convolution";
  plain.shape = shape;
  plain.place = {"w.json", 1, 2, "/layers/0"};
  plain.weights.quantisation.bits = weight_bits;
  plain.input_bits = input_bits;
  return plain;
}

Mapping LayerCase::mapping() const { return map_layer(config, layer(), matrix(), inputs); }

LayerCase ones(const Config& config, const Convolution& shape) {
  LayerCase layer{config, shape, {}, 2, 2, false, {}};
  const auto filters = static_cast<std::size_t>(shape.filters);
  const auto columns = static_cast<std::size_t>(weight_columns(shape));
  layer.weights = {{filters, columns}, std::vector<std::int16_t>(filters * columns, 1)};
  const auto inputs = static_cast<std::size_t>(inputs_of(shape));
  layer.inputs = {inputs, std::vector<std::int16_t>(inputs, 1)};
  return layer;
}

LayerCase ones(const Config& config, int inputs, int outputs) {
  return ones(config, as_convolution(sim::workload::FullyConnected{inputs, outputs}));
}

LayerRun run(const LayerCase& layer, Engine engine, bool values) {
  const auto plain = layer.layer();
  const auto weights = layer.matrix();
  return SotMram(layer.config)
      .run({plain, weights, layer.inputs, engine, nullptr, nullptr, values});
}

std::int64_t cycles(const LayerCase& layer) { return run(layer).cycles(); }

std::vector<std::int64_t> reference(const LayerCase& layer) {
  return sim::machine::test::reference(layer.shape, layer.matrix(), layer.inputs);
}

std::string refusal(const LayerCase& layer) {
  return sim::machine::test::message_of([&] { run(layer); });
}

LayerCase any_layer_case(bool alone) {
  LayerCase layer{any_machine(alone), any_shape()};
  layer.has_bias = *rc::gen::arbitrary<bool>();
  layer.weight_bits = *rc::gen::inRange(2, 6);
  layer.input_bits = *rc::gen::inRange(2, 7);
  std::mt19937 random(*rc::gen::inRange(0u, 1u << 20));
  fill_weights(layer, random);
  const auto code = PlaneCode::of_signed_width(layer.config.activation_code, layer.input_bits);
  layer.inputs.size = static_cast<std::size_t>(inputs_of(layer.shape));
  const auto zeros = *rc::gen::element(0, 5, 9);
  const auto images = *rc::gen::inRange<std::size_t>(1, 3);
  for (std::size_t i = 0; i < images * layer.inputs.size; ++i) {
    layer.inputs.values.push_back(any_value(code, zeros, random));
  }
  return layer;
}

bool holds_for_random_layers(int layers, bool alone,
                             const std::function<void(const LayerCase&)>& property) {
  return sim::machine::test::holds_for_random(
      layers, [&] { return any_layer_case(alone); }, property);
}

std::ostream& operator<<(std::ostream& out, const LayerCase& layer) {
  const auto& s = layer.shape;
  auto config = layer.config;
  return out << s.channels << " x " << s.height << " x " << s.width << " -> " << s.filters
             << ", kernel " << s.kernel_height << " x " << s.kernel_width << ", stride " << s.stride
             << ", padding " << s.padding << ", groups " << s.groups << ", images "
             << layer.inputs.count() << ", weights of " << layer.weight_bits << " and inputs of "
             << layer.input_bits << " bits\n"
             << sim::config::values_json(config.fields()) << '\n';
}

}  // namespace arch::sot_mram::test
