// SPDX-License-Identifier: Apache-2.0
#include "tests/eie/layer_case.h"
#include "tests/machine/random_cases.h"

#include <algorithm>
#include <random>

namespace arch::eie::test {

LayerCase dense(const Config& config, std::size_t rows, std::size_t columns) {
  const std::vector<std::int16_t> ones(columns, 1);
  return {config, Matrix({rows, columns}, 1), false, 1, {columns, ones}};
}

sim::workload::Shape LayerCase::shape() const {
  if (convolution) return *convolution;
  return sim::workload::FullyConnected{input_count(), rows()};
}

sim::workload::WeightMatrix weights_of(const LayerCase& layer) {
  return {sim::tensor::Csc::encode(layer.matrix), layer.has_bias, layer.bias_input};
}

LayerRun run(const LayerCase& layer, Engine engine, bool values) {
  sim::workload::Layer description;
  description.name = "layer";
  description.shape = layer.shape();
  return Eie(layer.config)
      .run({description, weights_of(layer), layer.inputs, engine, nullptr, nullptr, values});
}

namespace {

using rc::gen::inRange;

int drawn(int least, int most) { return *inRange(least, most + 1); }

template <class... T>
auto one_of(T... values) {
  return *rc::gen::element(values...);
}

// Values are drawn outside RapidCheck, which would be slow, and reproducible from the seed.
std::vector<std::int16_t> sparse_values(std::size_t n, int percent, int largest,
                                        std::mt19937& random) {
  std::vector<std::int16_t> values(n);
  for (auto& value : values) {
    if (static_cast<int>(random() % 100) >= percent) continue;
    const auto magnitude = 1 + static_cast<int>(random() % static_cast<unsigned>(largest));
    value = static_cast<std::int16_t>(random() % 4 == 0 ? -magnitude : magnitude);
  }
  return values;
}

Config any_config() {
  Config config = isca2016();
  config.processing_elements = drawn(1, 9);
  config.clock_mhz = 1000;
  config.index_bits = drawn(1, 4);
  config.queue_slots = drawn(2, 10);
  config.broadcast_latency = one_of(1, 1, 2, 5);
  config.lnzd_fan_in = drawn(2, 5);
  config.matrix_width_bits = one_of(8, 16, 24, 40, 64);
  config.activation_bytes = 1 << 16;
  config.activation_width_bits = one_of(16, 40, 64);
  config.activation_registers = one_of(1, 2, 3, 8, 64);
  config.pointer_read_cycles = drawn(0, 2);
  config.matrix_read_cycles = drawn(0, 2);
  config.arithmetic_stages = drawn(1, 4);
  config.io_counted = *rc::gen::arbitrary<bool>();
  config.io_gb_per_s = one_of(0.5, 4.0);
  return config;
}

// Memories that hold the largest batch that these registers allow, and a random number of others.
void draw_memories(Config& config, int rows, int columns) {
  const auto batch = std::min(config.batch_length(), columns) + 1;
  const auto registers =
      std::min(config.activation_registers, rows / config.processing_elements + 1);
  const auto pointers = batch + 1 + drawn(0, 100);
  const auto entries = registers * batch + drawn(0, 400);
  const auto lines = (entries + config.entries_per_line() - 1) / config.entries_per_line();
  config.pointer_bytes = pointers * config.pointer_bits / 8;
  config.matrix_bytes = lines * config.matrix_width_bits / 8;
}

// Few output pixels, for the models' sake.
sim::workload::Convolution any_convolution() {
  sim::workload::Convolution shape;
  shape.groups = one_of(1, 1, 2, 3);
  shape.channels = shape.groups * drawn(1, 4);
  shape.filters = shape.groups * drawn(1, 12);
  shape.kernel_height = drawn(1, 3);
  shape.kernel_width = drawn(1, 3);
  shape.height = drawn(shape.kernel_height, 4);
  shape.width = drawn(shape.kernel_width, 4);
  shape.stride = drawn(1, 2);
  shape.padding = drawn(0, 1);
  return shape;
}

// Draws weights and images for a shape.
void draw_tensors(LayerCase& layer, int rows, int inputs, std::size_t image_size) {
  layer.has_bias = *rc::gen::arbitrary<bool>();
  layer.bias_input = static_cast<std::int16_t>(drawn(0, 20));
  const auto columns = inputs + layer.has_bias;
  draw_memories(layer.config, rows / layer.groups(), columns);
  const auto weight_percent = one_of(0, 3, 15, 50, 100);
  const auto input_percent = one_of(0, 5, 30, 70, 100);
  const auto images = static_cast<std::size_t>(drawn(1, 3));
  std::mt19937 random(static_cast<unsigned>(drawn(0, 1 << 20)));
  const auto m = static_cast<std::size_t>(rows), n = static_cast<std::size_t>(columns);
  layer.matrix = Matrix({m, n}, sparse_values(m * n, weight_percent, 7, random));
  layer.inputs = {image_size, sparse_values(images * image_size, input_percent, 32767, random)};
}

}  // namespace

LayerCase any_layer_case() {
  LayerCase layer;
  layer.config = any_config();
  if (drawn(0, 2) > 0) {
    const auto rows = drawn(1, 60), inputs = drawn(1, 60);
    draw_tensors(layer, rows, inputs, static_cast<std::size_t>(inputs));
  } else {
    layer.convolution = any_convolution();
    draw_tensors(layer, weight_rows(layer.shape()), weight_columns(layer.shape()),
                 static_cast<std::size_t>(inputs_of(layer.shape())));
  }
  return layer;
}

std::ostream& operator<<(std::ostream& os, const LayerCase& layer) {
  const auto& config = layer.config;
  os << config.processing_elements << " PEs, " << config.queue_slots << " slots, latency "
     << config.broadcast_latency << ", index bits " << config.index_bits << ", registers "
     << config.activation_registers << ", pointer bytes " << config.pointer_bytes
     << ", matrix bytes " << config.matrix_bytes << " in lines of " << config.matrix_width_bits
     << " bits, activation width " << config.activation_width_bits << ", pipeline "
     << config.pointer_read_cycles << '+' << config.matrix_read_cycles << '+'
     << config.arithmetic_stages << ", io " << config.io_counted << ", bias " << layer.has_bias;
  if (const auto& shape = layer.convolution) {
    os << ", " << shape->channels << " x " << shape->height << " x " << shape->width << ", kernel "
       << shape->kernel_height << " x " << shape->kernel_width << ", stride " << shape->stride
       << ", padding " << shape->padding << ", groups " << shape->groups;
  }
  os << '\n';
  for (int row = 0; row < layer.rows(); ++row) {
    for (int column = 0; column < layer.columns(); ++column) {
      os << layer.weight(row, column) << (column + 1 < layer.columns() ? ' ' : '\n');
    }
  }
  for (std::size_t v = 0; v < layer.inputs.count(); ++v) {
    for (const auto value : layer.inputs.vector(v)) os << value << ' ';
    os << '\n';
  }
  return os;
}

bool holds_for_random_layers(int layers, const std::function<void(const LayerCase&)>& property) {
  return sim::machine::test::holds_for_random(layers, any_layer_case, property);
}

}  // namespace arch::eie::test
