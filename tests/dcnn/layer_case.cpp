// SPDX-License-Identifier: Apache-2.0
#include "tests/dcnn/layer_case.h"
#include "tests/machine/random_cases.h"

#include <algorithm>
#include <random>

namespace arch::dcnn::test {

Config isca2017() {
  return {.grid_rows = 8,
          .grid_columns = 8,
          .clock_mhz = 1000,
          .node_nm = 16,
          .pe_pitch_mm = 0.3,
          .value_bits = 16,
          .accumulator_bits = 24,
          .dot_width = 16,
          .order = DotProductOrder::kernel,
          .dot_stages = 6,
          .gates_zeros = false,
          .accumulator_sums = 1024,
          .accumulator_sets = 2,
          .weight_vectors = 16,
          .activation_bytes = 32768,
          .plane = CutPlane::input,
          .halo_words_per_cycle = 1,
          .ppu_sums_per_cycle = 1,
          .broadcast_latency = 1,
          .dram_gb_per_s = 50,
          .dram_latency = 100,
          .dram_burst_bytes = 2048,
          .compresses_activations = false,
          .run_bits = 4};
}

Config bare(int grid_rows, int grid_columns) {
  auto config = isca2017();
  config.grid_rows = grid_rows;
  config.grid_columns = grid_columns;
  config.dram_latency = 0;
  config.dram_gb_per_s = 1e6;
  config.ppu_sums_per_cycle = 1024;
  config.halo_words_per_cycle = 1024;
  config.dot_stages = 1;
  return config;
}

LayerCase dense(const Config& config, const Convolution& shape) {
  const auto rows = static_cast<std::size_t>(weight_rows(shape));
  const auto columns = static_cast<std::size_t>(weight_columns(shape));
  const auto inputs = static_cast<std::size_t>(inputs_of(shape));
  const sim::tensor::Dense<std::int16_t> ones({rows, columns}, 1);
  return {config,
          shape,
          {sim::tensor::Csc::encode(ones), false, 1},
          {inputs, std::vector<std::int16_t>(inputs, 1)}};
}

LayerRun run(const LayerCase& layer, Engine engine, bool values) {
  sim::workload::Layer description;
  description.name = "layer";
  description.shape = layer.shape;
  return Dcnn(layer.config)
      .run({description, layer.weights, layer.inputs, engine, nullptr, nullptr, values});
}

std::int64_t cycles(const LayerCase& layer) { return run(layer).cycles(); }

namespace {

int drawn(int least, int most) { return *rc::gen::inRange(least, most + 1); }

template <class... T>
auto one_of(T... values) {
  return *rc::gen::element(values...);
}

// Values are drawn outside RapidCheck, which would be slow, and reproducible from the seed.
std::vector<std::int16_t> sparse_values(std::size_t n, int percent, std::mt19937& random) {
  std::vector<std::int16_t> values(n);
  for (auto& value : values) {
    if (static_cast<int>(random() % 100) >= percent) continue;
    value = static_cast<std::int16_t>(static_cast<int>(random() % 65536) - 32768);
  }
  return values;
}

Config any_config(bool resident) {
  auto config = isca2017();
  config.grid_rows = drawn(1, 3);
  config.grid_columns = drawn(1, 3);
  config.dot_width = one_of(1, 2, 4, 5, 16);
  config.order = one_of(DotProductOrder::kernel, DotProductOrder::channels);
  config.dot_stages = one_of(1, 2, 6);
  config.gates_zeros = *rc::gen::arbitrary<bool>();
  config.accumulator_sums = resident ? one_of(256, 1024) : one_of(10, 64, 256, 1024);
  config.accumulator_sets = drawn(1, 3);
  config.weight_vectors = one_of(2, 5, 8, 16);
  config.activation_bytes = 1 << 16;
  config.plane = one_of(CutPlane::input, CutPlane::output);
  config.halo_words_per_cycle = one_of(1, 2);
  config.ppu_sums_per_cycle = one_of(1, 3);
  config.broadcast_latency = one_of(1, 2, 5);
  config.dram_gb_per_s = one_of(0.7, 5.0, 50.0);
  config.dram_latency = one_of(0, 7);
  config.dram_burst_bytes = one_of(16, 100, 2048);
  config.compresses_activations = *rc::gen::arbitrary<bool>();
  config.run_bits = drawn(1, 4);
  return config;
}

Convolution any_shape() {
  Convolution shape;
  shape.groups = one_of(1, 1, 1, 2, 3, 4);
  shape.channels = shape.groups * one_of(1, 1, 2, 3, 5, 8);
  shape.filters = shape.groups * one_of(1, 2, 3, 7);
  shape.kernel_height = drawn(1, 5);
  shape.kernel_width = *rc::gen::arbitrary<bool>() ? shape.kernel_height : drawn(1, 5);
  shape.padding = drawn(0, 2);
  shape.stride = drawn(1, 3);
  shape.height = std::max(1, shape.kernel_height - 2 * shape.padding) + drawn(0, 8);
  shape.width = std::max(1, shape.kernel_width - 2 * shape.padding) + drawn(0, 8);
  return shape;
}

// The least of growing RAMs that the layer fits, so that most layers do so in several passes.
int small_ram(const LayerCase& layer) {
  auto config = layer.config;
  for (config.activation_bytes = 16;; config.activation_bytes += config.activation_bytes / 4) {
    try {
      map_layer(config, layer.shape, layer.weights, {});
      return config.activation_bytes;
    } catch (const sim::UserError&) {
    }
  }
}

}  // namespace

LayerCase any_layer_case(bool resident) {
  LayerCase layer;
  layer.config = any_config(resident);
  layer.shape = any_shape();
  std::mt19937 random(static_cast<unsigned>(drawn(0, 1 << 20)));
  layer.weights.has_bias = *rc::gen::arbitrary<bool>();
  layer.weights.bias_input = static_cast<std::int16_t>(drawn(0, 20));
  const auto rows = static_cast<std::size_t>(weight_rows(layer.shape));
  const auto columns =
      static_cast<std::size_t>(weight_columns(layer.shape) + layer.weights.has_bias);
  const sim::tensor::Dense<std::int16_t> matrix(
      {rows, columns}, sparse_values(rows * columns, one_of(0, 30, 100), random));
  layer.weights.matrix = sim::tensor::Csc::encode(matrix);
  if (!resident && drawn(0, 9) > 0) layer.config.activation_bytes = small_ram(layer);
  const auto size = static_cast<std::size_t>(inputs_of(layer.shape));
  const auto images = static_cast<std::size_t>(drawn(1, 2));
  layer.inputs = {size, sparse_values(images * size, one_of(0, 10, 50, 100), random)};
  return layer;
}

bool holds_for_random_layers(int layers, bool resident,
                             const std::function<void(const LayerCase&)>& property) {
  return sim::machine::test::holds_for_random(
      layers, [&] { return any_layer_case(resident); }, property);
}

std::ostream& operator<<(std::ostream& os, const LayerCase& layer) {
  const auto& c = layer.config;
  const auto& s = layer.shape;
  return os << "grid " << c.grid_rows << 'x' << c.grid_columns << ", width " << c.dot_width
            << ", order " << static_cast<int>(c.order) << ", stages " << c.dot_stages << ", sums "
            << c.accumulator_sums << " x " << c.accumulator_sets << ", weight vectors "
            << c.weight_vectors << ", RAM " << c.activation_bytes << ", plane "
            << static_cast<int>(c.plane) << ", halo " << c.halo_words_per_cycle << ", PPU "
            << c.ppu_sums_per_cycle << ", broadcast " << c.broadcast_latency << ", DRAM "
            << c.dram_gb_per_s << " GB/s, " << c.dram_latency << " cycles, bursts "
            << c.dram_burst_bytes << ", coded " << c.compresses_activations << '\n'
            << s.channels << 'x' << s.height << 'x' << s.width << " -> " << s.filters << ", kernel "
            << s.kernel_height << 'x' << s.kernel_width << ", stride " << s.stride << ", padding "
            << s.padding << ", groups " << s.groups << ", bias " << layer.weights.has_bias
            << ", images " << layer.images() << '\n';
}

}  // namespace arch::dcnn::test
