// SPDX-License-Identifier: Apache-2.0
// The Google LSTM, 32 sequences, one step: how much does the simulation cost over the bare native
// loop on the same compressed data? One core.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "arch/catalog.h"
#include "arch/ese/mapper.h"
#include "sim/machine/setup.h"
#include "sim/reference/lstm.h"
#include "sim/workload/layer_data.h"
#include "sim/workload/network_reader.h"
#include "tests/machine/shipped_config.h"

namespace {

using arch::ese::MappedMatrix;
using sim::fabric::Engine;
using sim::machine::LayerJob;
using sim::machine::LayerRun;
using sim::machine::test::shipped_config;

const std::filesystem::path root = NZSIM_SOURCE_DIR;
constexpr std::size_t lanes = 32;

struct Benchmark {
  sim::machine::Setup setup =
      sim::machine::read_setup(root / "configs/ese/fpga2017.json", "ese/fpga2017", {},
                               arch::catalog(), root / "configs/prices");
  arch::ese::Config config = shipped_config<arch::ese::Config>("ese/fpga2017");
  sim::workload::Layer layer =
      sim::workload::read_network(root / "workloads/google-lstm.json").layers.at(0);
  sim::workload::LstmWeights weights = load_lstm_weights(layer);
  sim::workload::Vectors inputs = load_activations(layer);
  arch::ese::Mapping mapping;
};

Benchmark prepare() {
  Benchmark all;
  all.mapping = map_layer(all.config, all.layer, all.weights, all.inputs.count());
  return all;
}

const Benchmark& prepared() {
  static const Benchmark all = prepare();
  return all;
}

// The matrices alone, PE after PE: no gates, no states.
void multiply(const MappedMatrix& mapped, const std::vector<std::int16_t>& operand) {
  std::int64_t sums[32 * lanes];
  for (const auto& slice : mapped.encoded.slices) {
    std::fill_n(sums, 32 * lanes, 0);
    for (std::size_t column = 0; column + 1 < slice.start.size(); ++column) {
      const auto* activations = operand.data() + column * lanes;
      auto* sum = sums;
      for (auto k = slice.start[column]; k < slice.start[column + 1]; ++k, sum += lanes) {
        const auto entry = slice.entries[k];
        sum += entry.zeros * lanes;
        for (std::size_t v = 0; v < lanes; ++v) sum[v] += entry.value * activations[v];
      }
    }
    benchmark::DoNotOptimize(&sums[0]);
    benchmark::ClobberMemory();
  }
}

void native(benchmark::State& state) {
  const std::vector<std::int16_t> operand(1024 * lanes, 77);
  for (auto _ : state) {
    for (const auto& mapped : prepared().mapping.matrices) multiply(mapped, operand);
  }
}

// Only one of the phases that a machine reports counts as time.
template <class Phase>
void phase(benchmark::State& state, Engine engine, Phase seconds) {
  const auto& all = prepared();
  const sim::workload::WeightMatrix none;
  for (auto _ : state) {
    const auto run =
        all.setup.machine->run(LayerJob{all.layer, none, all.inputs, engine, &all.weights});
    state.SetIterationTime(seconds(run));
  }
}

void simulate_decoupled(benchmark::State& state) {
  phase(state, Engine::decoupled, [](const LayerRun& run) { return run.host.simulate; });
}
void simulate_lockstep(benchmark::State& state) {
  phase(state, Engine::lockstep, [](const LayerRun& run) { return run.host.simulate; });
}
void encode(benchmark::State& state) {
  phase(state, Engine::decoupled, [](const LayerRun& run) { return run.host.encode; });
}
void reference(benchmark::State& state) {
  const auto& all = prepared();
  const auto& shape = std::get<sim::workload::Lstm>(all.layer.shape);
  for (auto _ : state) {
    for (std::size_t v = 0; v < all.inputs.count(); ++v) {
      benchmark::DoNotOptimize(
          sim::reference::lstm(shape, all.layer.lstm.formats, all.weights, all.inputs.vector(v)));
    }
  }
}

BENCHMARK(native)->Unit(benchmark::kMillisecond);
BENCHMARK(simulate_decoupled)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(simulate_lockstep)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(encode)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(reference)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
