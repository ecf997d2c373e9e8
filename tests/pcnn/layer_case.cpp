// SPDX-License-Identifier: Apache-2.0
#include "tests/pcnn/layer_case.h"
#include "tests/machine/random_cases.h"
#include "tests/machine/shipped_config.h"

#include <algorithm>
#include <iostream>

namespace arch::pcnn::test {
namespace {

std::int16_t any_value(int bits) {
  const int largest = (1 << (bits - 1)) - 1;
  const int value = *rc::gen::inRange(-largest - 1, largest + 1);
  return static_cast<std::int16_t>(value == 0 ? 1 : value);
}

Convolution any_shape() {
  Convolution shape;
  shape.groups = *rc::gen::element(1, 1, 1, 2, 3);
  shape.channels = shape.groups * *rc::gen::element(1, 2, 3, 7);
  shape.filters = shape.groups * *rc::gen::inRange(1, 6);
  const bool patterned = *rc::gen::inRange(0, 4) > 0;
  shape.kernel_height = patterned ? 3 : *rc::gen::inRange(1, 6);
  shape.kernel_width = patterned ? 3 : *rc::gen::inRange(1, 6);
  shape.stride = *rc::gen::inRange(1, 4);
  shape.padding = *rc::gen::inRange(0, 3);
  shape.height = *rc::gen::inRange(std::max(1, shape.kernel_height - 2 * shape.padding), 12);
  shape.width = *rc::gen::inRange(std::max(1, shape.kernel_width - 2 * shape.padding), 12);
  return shape;
}

Config any_machine(bool resident) {
  auto config = dac2020();
  config.processing_elements = *rc::gen::inRange(1, 5);
  config.lanes = *rc::gen::inRange(1, 6);
  config.lanes_over = *rc::gen::element(Lanes::pixel, Lanes::nonzero);
  config.stationary = *rc::gen::element(Stationary::kernel, Stationary::sums);
  config.operand_bits = *rc::gen::element(4, 8, 16);
  config.pattern_mode = *rc::gen::inRange(0, 5) > 0;
  config.zero_activations =
      *rc::gen::element(ZeroActivations::off, ZeroActivations::gate, ZeroActivations::skip);
  config.tile_rows = *rc::gen::inRange(1, 5);
  config.tile_columns = *rc::gen::inRange(1, 6);
  config.accumulator_sets = *rc::gen::inRange(1, 4);
  config.pipeline_stages = *rc::gen::inRange(1, 8);
  config.table_entries = 126;
  config.kernels_per_cycle = *rc::gen::inRange(1, 4);
  config.weight_bytes = config.processing_elements * *rc::gen::element(110, 200, 2048);
  config.weight_width_bits = *rc::gen::element(16, 32, 128);
  config.portion_kernels = *rc::gen::inRange(1, 6);
  config.spm_bytes = config.processing_elements * *rc::gen::element(2, 4, 256);
  config.spm_width_bits = *rc::gen::element(1, 4, 16);
  config.activation_bytes = resident ? 1 << 20 : *rc::gen::element(400, 1000, 2000);
  config.activation_banks = *rc::gen::inRange(1, 9);
  config.activation_width_bits = *rc::gen::element(16, 64);
  config.buffer_bytes = *rc::gen::element(800, 1600);
  config.broadcast_latency = *rc::gen::inRange(1, 4);
  config.dram_gb_per_s = *rc::gen::element(0.3, 3.0, 100.0);
  config.dram_burst_bytes = *rc::gen::element(16, 2048);
  return config;
}

// Few patterns of n weights, of which some are 0 besides.
void prune(LayerCase& layer) {
  const auto area = static_cast<std::size_t>(layer.shape.kernel_area());
  const auto columns = static_cast<std::size_t>(weight_columns(layer.shape));
  const auto n = *rc::gen::inRange(0, static_cast<int>(std::min<std::size_t>(area, 5)));
  std::vector<std::vector<int>> patterns(3);
  for (auto& pattern : patterns) {
    pattern = *rc::gen::container<std::vector<int>>(static_cast<std::size_t>(n),
                                                    rc::gen::inRange(0, static_cast<int>(area)));
  }
  for (std::size_t k = 0; k < layer.weights.shape()[0]; ++k) {
    for (std::size_t first = 0; first < columns; first += area) {
      for (const auto p : *rc::gen::elementOf(patterns)) {
        if (*rc::gen::inRange(0, 5) == 0) continue;
        layer.weights(k, first + static_cast<std::size_t>(p)) =
            any_value(layer.config.operand_bits);
      }
    }
    if (layer.has_bias) layer.weights(k, columns) = any_value(16);
  }
}

}  // namespace

Mapping LayerCase::mapping() const { return map_layer(config, shape, matrix(), inputs, {}); }

Config dac2020() { return sim::machine::test::shipped_config<Config>("pcnn/dac2020"); }

Config bare(int processing_elements) {
  auto config = dac2020();
  config.processing_elements = processing_elements;
  config.zero_activations = ZeroActivations::off;
  config.pipeline_stages = 1;
  config.weight_width_bits = config.spm_width_bits = 4096;
  config.activation_banks = 1024;
  config.dram_gb_per_s = 1e6;
  return config;
}

LayerCase dense(const Config& config, const Convolution& shape) {
  return pruned(config, shape, shape.kernel_area());
}

LayerCase pruned(const Config& config, const Convolution& shape, int kept) {
  const auto filters = static_cast<std::size_t>(shape.filters);
  const auto columns = static_cast<std::size_t>(weight_columns(shape));
  LayerCase layer{config, shape, sim::tensor::Dense<std::int16_t>({filters, columns}), false, {}};
  for (std::size_t k = 0; k < filters; ++k) {
    for (std::size_t j = 0; j < columns; ++j) {
      layer.weights(k, j) = static_cast<int>(j) % shape.kernel_area() < kept;
    }
  }
  const auto inputs = static_cast<std::size_t>(inputs_of(shape));
  layer.inputs = {inputs, std::vector<std::int16_t>(inputs, 1)};
  return layer;
}

LayerRun run(const LayerCase& layer, Engine engine, bool values) {
  sim::workload::Layer plain;
  plain.name = "convolution";
  plain.shape = layer.shape;
  plain.place = {"w.json", 1, 2, "/layers/0"};
  const auto weights = layer.matrix();
  return Pcnn(layer.config).run({plain, weights, layer.inputs, engine, nullptr, nullptr, values});
}

std::int64_t cycles(const LayerCase& layer) { return run(layer).cycles(); }

std::vector<std::int64_t> reference(const LayerCase& layer) {
  return sim::machine::test::reference(layer.shape, layer.matrix(), layer.inputs);
}

std::string refusal(const LayerCase& layer) {
  return sim::machine::test::message_of([&] { run(layer); });
}

LayerCase any_layer_case(bool resident) {
  LayerCase layer{any_machine(resident), any_shape(), {}, *rc::gen::arbitrary<bool>(), {}};
  const auto filters = static_cast<std::size_t>(layer.shape.filters);
  const auto columns = static_cast<std::size_t>(weight_columns(layer.shape));
  layer.weights = sim::tensor::Dense<std::int16_t>({filters, columns + layer.has_bias});
  prune(layer);
  layer.inputs.size = static_cast<std::size_t>(inputs_of(layer.shape));
  const auto zeros = *rc::gen::element(0, 2, 9);
  const auto images = *rc::gen::inRange<std::size_t>(1, 3);
  for (std::size_t i = 0; i < images * layer.inputs.size; ++i) {
    const bool zero = *rc::gen::inRange(0, 10) < zeros;
    layer.inputs.values.push_back(zero ? std::int16_t{0} : any_value(layer.config.operand_bits));
  }
  return layer;
}

bool holds_for_random_layers(int layers, bool resident,
                             const std::function<void(const LayerCase&)>& property) {
  return sim::machine::test::holds_for_random(
      layers, [&] { return any_layer_case(resident); },
      [&](const LayerCase& layer) {
        RC_PRE(refusal(layer).empty());
        property(layer);
      });
}

std::ostream& operator<<(std::ostream& out, const LayerCase& layer) {
  const auto& s = layer.shape;
  auto config = layer.config;
  return out << s.channels << " x " << s.height << " x " << s.width << " -> " << s.filters
             << ", kernel " << s.kernel_height << " x " << s.kernel_width << ", stride " << s.stride
             << ", padding " << s.padding << ", groups " << s.groups << ", images "
             << layer.inputs.count() << '\n'
             << sim::config::values_json(config.fields()) << '\n';
}

}  // namespace arch::pcnn::test
