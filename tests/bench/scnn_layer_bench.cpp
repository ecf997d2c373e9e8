// SPDX-License-Identifier: Apache-2.0
// One layer of VGG-16, conv3_2, on SCNN from its tensors to its outputs, decoupled, and the memory
// that this takes beyond the tensors. A process of its own, since a peak never falls again. For
// orientation: public models of SCNN that go cycle by cycle, with values, take about a minute.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <filesystem>

#include "arch/catalog.h"
#include "sim/machine/setup.h"
#include "sim/workload/network_reader.h"
#include "tests/bench/peak_memory.h"

namespace {

const std::filesystem::path root = NZSIM_SOURCE_DIR;

void conv3_2(benchmark::State& state) {
  const auto network = sim::workload::read_network(root / "workloads/vgg16.json");
  const auto layer = *std::find_if(network.layers.begin(), network.layers.end(),
                                   [](const auto& one) { return one.name == "conv3_2"; });
  const auto weights = load_weights(layer);
  const auto images = load_activations(layer);
  const auto setup = sim::machine::read_setup(root / "configs/scnn/isca2017.json", "scnn/isca2017",
                                              {}, arch::catalog(), root / "configs/prices");
  const auto tensors = peak_megabytes();
  double effectual = 0;
  for (auto _ : state) {
    const auto run = setup.machine->run({layer, weights, images, sim::fabric::Engine::decoupled});
    effectual += static_cast<double>(run.macs_effectual);
  }
  state.counters["effectual_macs"] = benchmark::Counter(effectual, benchmark::Counter::kIsRate);
  state.counters["tensors_mb"] = tensors;
  state.counters["beyond_tensors_mb"] = peak_megabytes() - tensors;
}

BENCHMARK(conv3_2)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
