// SPDX-License-Identifier: Apache-2.0
#include "tests/cap_ram/layer_case.h"
#include "tests/machine/random_cases.h"
#include "tests/machine/shipped_config.h"

#include <algorithm>
#include <iostream>

namespace arch::cap_ram::test {
namespace {

int any_weight(const Config& config) {
  if (config.encoding == Encoding::two_s_complement) {
    return *rc::gen::inRange(-config.largest_digit(), config.largest_digit());
  }
  const int largest = (1 << config.most_digits) - 1;
  const int weight = *rc::gen::inRange(-largest, largest + 1);
  if (config.encoding == Encoding::binary) return weight | 1;
  return config.encoding == Encoding::unipolar ? weight / 2 : weight;
}

Convolution any_shape() {
  Convolution shape;
  shape.groups = *rc::gen::element(1, 1, 1, 2, 3);
  shape.channels = shape.groups * *rc::gen::inRange(1, 6);
  shape.filters = shape.groups * *rc::gen::inRange(1, 6);
  shape.kernel_height = *rc::gen::inRange(1, 4);
  shape.kernel_width = *rc::gen::inRange(1, 4);
  shape.stride = *rc::gen::inRange(1, 3);
  shape.padding = *rc::gen::inRange(0, 3);
  shape.height = *rc::gen::inRange(std::max(1, shape.kernel_height - 2 * shape.padding), 7);
  shape.width = *rc::gen::inRange(std::max(1, shape.kernel_width - 2 * shape.padding), 7);
  return shape;
}

void any_converter(Config& config) {
  config.conversion =
      *rc::gen::element(Conversion::charge_injection, Conversion::sar, Conversion::flash);
  config.conversion_bits = *rc::gen::inRange(1, 11);
  config.step = *rc::gen::element(Step::mid_rise, Step::mid_tread);
  config.gain = *rc::gen::element(0.3, 1.0, 1.7, 6.0);
  config.fraction_bits = *rc::gen::inRange(1, 6);
  if (*rc::gen::arbitrary<bool>()) return;
  config.noise_lsb = *rc::gen::element(0.0, 0.4);
  config.gain_sigma = *rc::gen::element(0.0, 0.1);
  config.offset_sigma_lsb = *rc::gen::element(0.0, 1.5);
  config.curve_lsb = *rc::gen::element(0.0, 2.0);
  config.capacitor_sigma = *rc::gen::element(0.0, 0.05);
  config.calibration =
      *rc::gen::element(Calibration::none, Calibration::linear, Calibration::two_step);
  config.calibration_samples = *rc::gen::inRange(2, 40);
}

Config any_machine(bool lossy) {
  auto config = jssc2021();
  config.macros = *rc::gen::inRange(1, 4);
  config.slices = *rc::gen::inRange(2, 9);
  config.circuits = *rc::gen::inRange(2, 40);
  config.planes = *rc::gen::inRange(1, 5);
  config.circuits_per_row = *rc::gen::inRange(1, 5);
  config.encoding = *rc::gen::element(Encoding::binary, Encoding::unipolar, Encoding::ternary,
                                      Encoding::two_s_complement);
  const bool weighted = config.encoding == Encoding::two_s_complement;
  config.digit_bits = weighted ? *rc::gen::inRange(1, 5) : 1;
  config.most_digits = weighted ? 1 : *rc::gen::inRange(1, 4);
  config.digits_over = *rc::gen::element(DigitsOver::planes, DigitsOver::slices);
  config.pair_over = *rc::gen::element(PairOver::circuits, PairOver::slices);
  config.input_bits = *rc::gen::inRange(1, 4);
  config.most_input_digits = *rc::gen::inRange(1, 4);
  config.negative_inputs = *rc::gen::arbitrary<bool>();
  config.input_buffers = *rc::gen::inRange(1, 4);
  config.input_bits_per_cycle = *rc::gen::element(5, 30, 1000);
  config.overlap = *rc::gen::arbitrary<bool>();
  config.conversion = Conversion::digital;
  if (lossy) any_converter(config);
  config.seed = *rc::gen::inRange(0, 100);
  config.load_counted = *rc::gen::arbitrary<bool>();
  config.weight_gb_per_s = *rc::gen::element(0.05, 3.2);
  config.sums_per_cycle = *rc::gen::element(1, 3, 32);
  return config;
}

}  // namespace

Mapping LayerCase::mapping() const {
  return map_layer(config, shape, matrix(), inputs, {"w.json", 1, 2, "/layers/0"});
}

Config shipped(const std::string& name) {
  return sim::machine::test::shipped_config<Config>("cap_ram/" + name);
}

Config bare(int slices, int circuits, int planes) {
  auto config = jssc2021();
  config.slices = slices;
  config.circuits = 2 * circuits;
  config.circuits_per_row = 2;
  config.planes = planes;
  config.encoding = Encoding::ternary;
  config.conversion = Conversion::digital;
  config.input_bits_per_cycle = config.sums_per_cycle = 1 << 20;
  config.weight_gb_per_s = 1e6;
  return config;
}

LayerCase ones(const Config& config, const Convolution& shape) {
  LayerCase layer{config, shape, {}, false, {}};
  layer.weights = sim::tensor::Dense<std::int16_t>(
      {static_cast<std::size_t>(shape.filters), static_cast<std::size_t>(weight_columns(shape))},
      1);
  const auto inputs = static_cast<std::size_t>(inputs_of(shape));
  layer.inputs = {inputs, std::vector<std::int16_t>(inputs, 1)};
  return layer;
}

LayerCase ones(const Config& config, int inputs, int outputs) {
  return ones(config, Convolution{inputs, 1, 1, outputs, 1, 1});
}

namespace {

template <class Ask>
auto ask(const LayerCase& layer, Engine engine, Ask question) {
  sim::workload::Layer plain;
  plain.name = "convolution";
  plain.shape = layer.shape;
  plain.place = {"w.json", 1, 2, "/layers/0"};
  const auto weights = layer.matrix();
  return question(CapRam(layer.config),
                  sim::machine::LayerJob{plain, weights, layer.inputs, engine});
}

}  // namespace

LayerRun run(const LayerCase& layer, Engine engine, bool values) {
  return ask(layer, engine, [&](const CapRam& machine, auto job) {
    job.values = values;
    return machine.run(job);
  });
}

std::vector<std::int64_t> definition(const LayerCase& layer) {
  return ask(layer, Engine::decoupled,
             [](const CapRam& machine, const auto& job) { return machine.definition(job); });
}

std::int64_t cycles(const LayerCase& layer) { return run(layer).cycles(); }

std::vector<std::int64_t> reference(const LayerCase& layer) {
  return sim::machine::test::reference(layer.shape, layer.matrix(), layer.inputs);
}

std::string refusal(const LayerCase& layer) {
  return sim::machine::test::message_of([&] { run(layer); });
}

LayerCase any_layer_case(bool lossy) {
  LayerCase layer{any_machine(lossy), any_shape(), {}, *rc::gen::arbitrary<bool>(), {}};
  const auto& config = layer.config;
  const auto filters = static_cast<std::size_t>(layer.shape.filters);
  const auto columns = static_cast<std::size_t>(weight_columns(layer.shape));
  layer.weights = sim::tensor::Dense<std::int16_t>({filters, columns + layer.has_bias});
  const int pruned_filter = *rc::gen::inRange(-3, layer.shape.filters);
  const int pruned_input = *rc::gen::inRange(-3, weight_columns(layer.shape));
  for (std::size_t k = 0; k < filters; ++k) {
    for (std::size_t c = 0; c < columns; ++c) {
      if (static_cast<int>(k) == pruned_filter || static_cast<int>(c) == pruned_input) continue;
      layer.weights(k, c) = static_cast<std::int16_t>(any_weight(config));
    }
    if (layer.has_bias) layer.weights(k, columns) = *rc::gen::inRange<std::int16_t>(-99, 99);
  }
  layer.inputs.size = static_cast<std::size_t>(inputs_of(layer.shape));
  const int largest = (1 << config.input_bits * config.most_input_digits) - 1;
  const auto images = *rc::gen::inRange<std::size_t>(1, 3);
  for (std::size_t i = 0; i < images * layer.inputs.size; ++i) {
    const int low = config.negative_inputs ? -largest : 0;
    layer.inputs.values.push_back(static_cast<std::int16_t>(*rc::gen::inRange(low, largest + 1)));
  }
  return layer;
}

bool holds_for_random_layers(int layers, bool lossy,
                             const std::function<void(const LayerCase&)>& property) {
  return sim::machine::test::holds_for_random(
      layers, [&] { return any_layer_case(lossy); },
      [&](const LayerCase& layer) {
        RC_PRE(layer.config.contradictions().empty());
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

}  // namespace arch::cap_ram::test
