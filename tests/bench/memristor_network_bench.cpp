// SPDX-License-Identifier: Apache-2.0
// VGG-16 for ImageNet as a whole network on ISAAC's chips: all layers' tensors made, read bit by
// bit, proved against the reference, and three images in time. Seconds and the peak of the memory,
// one core. A process of its own, since a peak never falls again.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <numeric>

#include "arch/catalog.h"
#include "sim/machine/network_job.h"
#include "sim/machine/setup.h"
#include "sim/workload/network_reader.h"
#include "tests/bench/peak_memory.h"

namespace {

const std::filesystem::path root = NZSIM_SOURCE_DIR;

// A SystemC kernel lives once per process: one iteration.
void vgg16(benchmark::State& state) {
  const auto network = sim::workload::read_network(root / "workloads/vgg16.json");
  const auto setup =
      sim::machine::read_setup(root / "configs/memristor/isaac-ce.json", "memristor/isaac-ce", {},
                               arch::catalog(), root / "configs/prices");
  sim::machine::NetworkTask task{network, std::vector<std::size_t>(network.layers.size())};
  std::iota(task.layers.begin(), task.layers.end(), std::size_t{0});
  for (auto _ : state) {
    const auto answers = run_network(*setup.machine, setup.prices, task);
    if (!answers.front().network) state.SkipWithError(answers.front().failure.message.c_str());
  }
  state.counters["peak_mb"] = peak_megabytes();
}

BENCHMARK(vgg16)->Unit(benchmark::kSecond)->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
