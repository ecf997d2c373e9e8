// SPDX-License-Identifier: Apache-2.0
#include "tests/ese/lstm_case.h"

#include <algorithm>
#include <iostream>
#include <random>

#include "sim/reference/lstm.h"
#include "tests/machine/random_cases.h"

namespace arch::ese::test {

using sim::workload::Lstm;

Config fpga2017() {
  Config config;
  config.channels = 32;
  config.processing_elements = 32;
  config.clock_mhz = 200;
  config.node_nm = 20;
  config.weight_bits = 12;
  config.index_bits = 4;
  config.queue_entries = 8;
  config.broadcast_latency = 1;
  config.buffers = 2;
  config.weight_entries = 1024;
  config.pointers = 2048;
  config.pointer_bits = 16;
  config.vector_elements = 1024;
  config.pointer_read_cycles = 1;
  config.matrix_read_cycles = 1;
  config.arithmetic_stages = 4;
  config.elements_per_cycle = 1;
  config.dsp_slices = 15;
  config.buffer_read_cycles = 2;
  config.multiply_cycles = 4;
  config.adder_tree_cycles = 2;
  config.table_cycles = 2;
  config.buffer_write_cycles = 2;
  config.table_samples = 2048;
  config.switch_cycles = 35;
  config.dram_gb_per_s = 12.8;
  config.dram_latency = 40;
  return config;
}

Config one_processing_element() {
  auto config = fpga2017();
  config.channels = 1;
  config.processing_elements = 1;
  config.buffers = 16;
  config.dram_gb_per_s = 1e6;
  config.dram_latency = 1;
  config.switch_cycles = 0;
  return config;
}

namespace {

std::size_t size(std::int64_t n) { return static_cast<std::size_t>(n); }

void describe(LstmCase& one, const Lstm& shape) {
  one.layer.name = "layer";
  one.layer.shape = shape;
  one.layer.place = {"w.json", 3, 5, "/layers/0"};
  one.layer.output = {0, false, 16};
  one.layer.lstm.formats = {.input_fraction = 8,
                            .output_fraction = 10,
                            .cell_fraction = 11,
                            .sum_fraction = 14,
                            .gate_fraction = 8,
                            .table_samples = 256,
                            .sigmoid_range = 8,
                            .tanh_range = 4};
}

template <class Draw>
void fill(LstmCase& one, std::size_t sequences, Draw draw) {
  const auto& shape = one.shape();
  const auto drawn_values = [&](std::int64_t n, bool matrix) {
    std::vector<std::int16_t> values(size(n));
    for (auto& value : values) value = draw(matrix);
    return values;
  };
  for (std::size_t m = 0; m < sim::workload::lstm_matrices; ++m) {
    const auto extent = sim::workload::size_of_matrix(shape, m);
    if (extent.rows == 0) continue;
    const Matrix matrix({size(extent.rows), size(extent.columns)},
                        drawn_values(std::int64_t{extent.rows} * extent.columns, true));
    one.weights.matrices[m] = {sim::tensor::Csc::encode(matrix), 9};
  }
  one.weights.peepholes = {std::vector<std::int16_t>(size(3 * shape.cells)), 7};
  if (shape.peepholes) one.weights.peepholes.values = drawn_values(3 * shape.cells, false);
  one.weights.biases = {drawn_values(4 * shape.cells, false), 11};
  const auto length = size(std::int64_t{shape.inputs} * shape.steps);
  one.inputs = {length, drawn_values(static_cast<std::int64_t>(sequences * length), false)};
}

using rc::gen::inRange;

int drawn(int least, int most) { return *inRange(least, most + 1); }

template <class... T>
auto one_of(T... values) {
  return *rc::gen::element(values...);
}

Config any_config() {
  auto config = fpga2017();
  config.channels = drawn(1, 4);
  config.processing_elements = drawn(1, 6);
  config.index_bits = drawn(1, 4);
  config.queue_entries = drawn(1, 9);
  config.broadcast_latency = one_of(1, 1, 2, 5);
  config.buffers = drawn(2, 4);
  config.weight_entries = one_of(1, 2, 5, 16, 100);
  config.pointers = 2 + config.queue_entries / (config.buffers - 1) + one_of(0, 0, 1, 5, 100);
  config.vector_elements = 40;
  config.pointer_read_cycles = drawn(0, 2);
  config.matrix_read_cycles = drawn(0, 2);
  config.arithmetic_stages = drawn(1, 4);
  config.elements_per_cycle = drawn(1, 3);
  config.table_cycles = drawn(0, 3);
  config.switch_cycles = drawn(0, 5);
  config.dram_gb_per_s = one_of(0.2, 1.0, 12.8);
  config.dram_latency = one_of(1, 3, 20);
  return config;
}

void draw_formats(sim::workload::LstmFormats& formats, LstmCase& one) {
  formats.input_fraction = drawn(0, 15);
  formats.output_fraction = drawn(0, 15);
  formats.cell_fraction = drawn(0, 15);
  formats.sum_fraction = drawn(0, 24);
  formats.gate_fraction = drawn(0, 15);
  for (auto& matrix : one.weights.matrices) matrix.fraction_bits = drawn(0, 14);
  one.weights.peepholes.fraction_bits = drawn(0, 14);
  one.weights.biases.fraction_bits = drawn(0, 14);
}

}  // namespace

LstmCase ones(const Config& config, const Lstm& shape) {
  LstmCase one{config, {}, {}, {}};
  describe(one, shape);
  fill(one, 1, [](bool) { return std::int16_t{1}; });
  return one;
}

LayerRun run(const LstmCase& one, Engine engine) {
  const sim::workload::WeightMatrix none;
  return Ese(one.config).run({one.layer, none, one.inputs, engine, &one.weights});
}

std::vector<std::int64_t> reference(const LstmCase& one) {
  std::vector<std::int64_t> outputs;
  for (std::size_t v = 0; v < one.inputs.count(); ++v) {
    const auto sequence = sim::reference::lstm(one.shape(), one.layer.lstm.formats, one.weights,
                                               one.inputs.vector(v));
    outputs.insert(outputs.end(), sequence.begin(), sequence.end());
  }
  return outputs;
}

const sim::machine::Phase& phase(const LayerRun& run, const std::string& name) {
  const auto found = std::find_if(run.phases.begin(), run.phases.end(),
                                  [&](const auto& one) { return one.name == name; });
  if (found == run.phases.end()) throw sim::Fault("no phase is called " + name);
  return *found;
}

std::int64_t cycles_of(const LayerRun& run, const std::string& name) {
  return phase(run, name).time / run.period;
}

std::map<std::string, std::int64_t> counts_of(const sim::ledger::Ledger& ledger) {
  std::map<std::string, std::int64_t> counts;
  for (const auto& account : ledger.accounts()) {
    for (const auto& event : account.events) {
      counts[account.component + ": " + event.verb] = event.count;
    }
  }
  return counts;
}

LstmCase any_lstm_case() {
  LstmCase one{any_config(), {}, {}, {}};
  Lstm shape;
  shape.inputs = drawn(1, 12);
  shape.cells = drawn(1, 24);
  shape.projection = one_of(0, 1, 1) * drawn(1, 12);
  shape.peepholes = *rc::gen::arbitrary<bool>();
  shape.steps = drawn(1, 3);
  describe(one, shape);
  const auto percent = one_of(0, 5, 20, 60, 100);
  std::mt19937 random(static_cast<unsigned>(drawn(0, 1 << 20)));
  fill(one, size(drawn(1, 6)), [&](bool matrix) {
    if (matrix && static_cast<int>(random() % 100) >= percent) return std::int16_t{0};
    const auto range = matrix ? 4096u : 65536u;  // 12 and 16 bits
    const auto value = static_cast<int>(random() % range) - static_cast<int>(range / 2);
    return static_cast<std::int16_t>(value);
  });
  draw_formats(one.layer.lstm.formats, one);
  return one;
}

std::ostream& operator<<(std::ostream& os, const LstmCase& one) {
  const auto& c = one.config;
  const auto& s = one.shape();
  os << c.channels << " channels, " << c.processing_elements << " PEs, index bits " << c.index_bits
     << ", queue " << c.queue_entries << ", latency " << c.broadcast_latency << ", " << c.buffers
     << " buffers of " << c.weight_entries << " entries, " << c.pointers << " pointers, pipeline "
     << c.pointer_read_cycles << '+' << c.matrix_read_cycles << '+' << c.arithmetic_stages
     << ", rate " << c.elements_per_cycle << ", depth " << c.element_wise_depth() << ", switch "
     << c.switch_cycles << ", dram " << c.dram_gb_per_s << " latency " << c.dram_latency
     << "; LSTM " << s.inputs << " -> " << s.cells << " -> " << s.projection << ", peepholes "
     << s.peepholes << ", steps " << s.steps << ", sequences " << one.inputs.count() << '\n';
  return os;
}

bool holds_for_random_lstms(int cases, const std::function<void(const LstmCase&)>& property) {
  return sim::machine::test::holds_for_random(cases, any_lstm_case, property);
}

}  // namespace arch::ese::test
