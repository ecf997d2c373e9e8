// SPDX-License-Identifier: Apache-2.0
// LeNet-5 on more and more of ISAAC's tiles and chips, most of which have nothing to do: the host's
// time must not grow with them. All of a run: tensors, reads, reference, time, energy.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <numeric>
#include <string>

#include "arch/catalog.h"
#include "sim/machine/network_job.h"
#include "sim/machine/setup.h"
#include "sim/workload/network_reader.h"

namespace {

const std::filesystem::path root = NZSIM_SOURCE_DIR;

void lenet5(benchmark::State& state) {
  const auto network = sim::workload::read_network(root / "workloads/lenet-5.json");
  const sim::config::Settings settings = {{"/tiles", std::to_string(state.range(0))},
                                          {"/chips", std::to_string(state.range(1))},
                                          {"/stream/rounds", "1"}};
  const auto setup =
      sim::machine::read_setup(root / "configs/memristor/isaac-ce.json", "memristor/isaac-ce",
                               settings, arch::catalog(), root / "configs/prices");
  sim::machine::NetworkTask task{network, std::vector<std::size_t>(network.layers.size())};
  std::iota(task.layers.begin(), task.layers.end(), std::size_t{0});
  for (auto _ : state) {
    const auto answers = run_network(*setup.machine, setup.prices, task);
    if (!answers.front().network) state.SkipWithError(answers.front().failure.message.c_str());
  }
}

BENCHMARK(lenet5)
    ->ArgNames({"tiles", "chips"})
    ->Args({8, 1})
    ->Args({168, 1})
    ->Args({4096, 4096})
    ->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
