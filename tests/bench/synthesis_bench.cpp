// SPDX-License-Identifier: Apache-2.0
// How long the synthesis of a weight matrix takes, per element: the first fully connected layer of
// a pruned AlexNet, and dense and very sparse matrices of the same size.
#include <benchmark/benchmark.h>

#include "sim/workload/synthesis.h"

namespace sim::workload {
namespace {

void synthesise(benchmark::State& state) {
  constexpr std::int32_t rows = 4096, columns = 9216;
  const Synthesis synthesis{static_cast<double>(state.range(0)) / 100, 0.13, 0.1, 1};
  const Quantisation quantisation{.bits = 16, .codebook_bits = 4};
  for (auto _ : state) {
    const auto matrix =
        synthesise_weights(rows, columns, synthesis, nullptr, quantisation, "fc6/weights");
    benchmark::DoNotOptimize(matrix.value.data());
  }
  state.counters["per_element"] =
      benchmark::Counter(double{rows} * columns, benchmark::Counter::kIsIterationInvariantRate |
                                                     benchmark::Counter::kInvert);
}
BENCHMARK(synthesise)->Arg(1)->Arg(9)->Arg(25)->Arg(100)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sim::workload

BENCHMARK_MAIN();
