// SPDX-License-Identifier: Apache-2.0
// EIE's nine benchmark layers (calibrated densities): how much does the simulation cost over the
// bare native loop on the same compressed data? One iteration is all nine layers, one core.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <map>

#include "arch/catalog.h"
#include "arch/eie/eie.h"
#include "arch/eie/mapper.h"
#include "sim/machine/setup.h"
#include "sim/reference/fully_connected.h"
#include "sim/workload/network_reader.h"
#include "tests/machine/shipped_config.h"

namespace {

using arch::eie::Mapping;
using sim::fabric::Engine;
using sim::machine::LayerJob;
using sim::machine::LayerRun;
using sim::machine::test::shipped_config;
using sim::workload::Layer;
using sim::workload::Vectors;
using sim::workload::WeightMatrix;

const std::filesystem::path root = NZSIM_SOURCE_DIR;

struct Prepared {
  Layer layer;
  WeightMatrix weights;
  Vectors inputs;
  Mapping mapping;
};

struct Benchmark {
  sim::machine::Setup setup =
      sim::machine::read_setup(root / "configs/eie/isca2016.json", "eie/isca2016", {},
                               arch::catalog(), root / "configs/prices");
  arch::eie::Config config = shipped_config<arch::eie::Config>("eie/isca2016");
  std::vector<Prepared> layers;
};

Benchmark prepare() {
  Benchmark all;
  for (const char* name : {"alexnet-fc", "vgg16-fc", "neuraltalk"}) {
    const auto file = root / "workloads" / (std::string(name) + "-calibrated.json");
    for (const auto& layer : sim::workload::read_network(file).layers) {
      auto weights = load_weights(layer);
      auto mapping = map_layer(all.config, layer.shape, weights, layer.place);
      all.layers.push_back(
          {layer, std::move(weights), load_activations(layer), std::move(mapping)});
    }
  }
  return all;
}

const Benchmark& prepared() {
  static const Benchmark all = prepare();
  return all;
}

std::vector<std::pair<std::int32_t, std::int64_t>> active_columns(const Prepared& layer) {
  std::vector<std::pair<std::int32_t, std::int64_t>> active;
  for (std::int32_t j = 0; j < layer.mapping.inputs(); ++j) {
    const auto a = layer.inputs.values[static_cast<std::size_t>(j)];
    if (a != 0) active.emplace_back(j, a);
  }
  if (layer.mapping.has_bias) active.emplace_back(layer.mapping.inputs(), layer.weights.bias_input);
  return active;
}

std::vector<std::int64_t> decoded(const sim::tensor::Codebook& codebook) {
  std::vector<std::int64_t> weights(codebook.size());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    weights[i] = codebook.value(static_cast<std::uint8_t>(i));
  }
  return weights;
}

void multiply(std::span<const sim::tensor::RelativeCsc::Entry> entries, std::int64_t activation,
              const std::int64_t* weights, std::int64_t* sum) {
  for (const auto entry : entries) {
    sum += entry.zeros;
    *sum++ += weights[entry.code] * activation;
  }
}

// The order of the hardware: a column is broadcast to all PEs, then the next one.
void native_by_column(const Prepared& layer) {
  const auto active = active_columns(layer);
  for (const auto& matrix : layer.mapping.row_batches) {
    const auto weights = decoded(matrix.codebook);
    std::vector<std::vector<std::int64_t>> sums(matrix.processing_elements(),
                                                std::vector<std::int64_t>(64));
    for (const auto& [column, activation] : active) {
      for (int pe = 0; pe < matrix.processing_elements(); ++pe) {
        multiply(matrix.entries_of(pe, column), activation, weights.data(), sums[pe].data());
      }
    }
    benchmark::DoNotOptimize(sums.data());
  }
}

// The order that suits the host's caches best: one PE after the other.
void native_by_pe(const Prepared& layer) {
  const auto active = active_columns(layer);
  for (const auto& matrix : layer.mapping.row_batches) {
    const auto weights = decoded(matrix.codebook);
    for (int pe = 0; pe < matrix.processing_elements(); ++pe) {
      std::int64_t sums[64] = {};
      for (const auto& [column, activation] : active) {
        multiply(matrix.entries_of(pe, column), activation, weights.data(), sums);
      }
      benchmark::DoNotOptimize(&sums[0]);
    }
  }
}

template <class Work>
void all_layers(benchmark::State& state, Work work) {
  const auto& all = prepared();
  for (auto _ : state) {
    for (const auto& layer : all.layers) work(layer);
  }
}

// Only one of the phases that a machine reports counts as time.
template <class Phase>
void phase(benchmark::State& state, Engine engine, Phase seconds, bool values = true) {
  const auto& all = prepared();
  for (auto _ : state) {
    double total = 0;
    for (const auto& layer : all.layers) {
      const auto run = all.setup.machine->run(
          LayerJob{layer.layer, layer.weights, layer.inputs, engine, nullptr, nullptr, values});
      total += seconds(run);
    }
    state.SetIterationTime(total);
  }
}

void native_column_order(benchmark::State& state) { all_layers(state, native_by_column); }
void native_pe_order(benchmark::State& state) { all_layers(state, native_by_pe); }
void simulate_decoupled(benchmark::State& state) {
  phase(state, Engine::decoupled, [](const LayerRun& run) { return run.host.simulate; });
}
void simulate_lockstep(benchmark::State& state) {
  phase(state, Engine::lockstep, [](const LayerRun& run) { return run.host.simulate; });
}
void simulate_without_values(benchmark::State& state) {
  phase(
      state, Engine::decoupled, [](const LayerRun& run) { return run.host.simulate; }, false);
}
void elaborate(benchmark::State& state) {
  phase(state, Engine::decoupled, [](const LayerRun& run) { return run.host.elaborate; });
}
void encode(benchmark::State& state) {
  phase(state, Engine::decoupled, [](const LayerRun& run) { return run.host.encode; });
}
void reference(benchmark::State& state) {
  all_layers(state, [](const Prepared& layer) {
    const auto sums = sim::reference::fully_connected(layer.weights, layer.inputs.vector(0));
    benchmark::DoNotOptimize(sums.data());
  });
}

BENCHMARK(native_column_order)->Unit(benchmark::kMillisecond);
BENCHMARK(native_pe_order)->Unit(benchmark::kMillisecond);
BENCHMARK(simulate_decoupled)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(simulate_without_values)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(simulate_lockstep)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(elaborate)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(encode)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(reference)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
