// SPDX-License-Identifier: Apache-2.0
// How long the encoding of a pruned matrix takes, per non-zero. The size is that of the first
// fully connected layer of a pruned AlexNet.
#include <benchmark/benchmark.h>

#include "sim/base/philox.h"
#include "sim/tensor/relative_csc.h"

namespace sim::tensor {
namespace {

Csc pruned(std::int32_t rows, std::int32_t columns, double density) {
  const auto below = static_cast<std::uint32_t>(density * 4294967296.0);
  PhiloxStream random(1, 0);
  Csc matrix{rows, columns, {0}, {}, {}};
  for (std::int32_t j = 0; j < columns; ++j) {
    for (std::int32_t i = 0; i < rows; ++i) {
      if (random() >= below) continue;
      matrix.row.push_back(static_cast<std::uint32_t>(i));
      matrix.value.push_back(static_cast<std::int16_t>(1 + random() % 15));
    }
    matrix.start.push_back(static_cast<std::uint32_t>(matrix.row.size()));
  }
  return matrix;
}

void encode(benchmark::State& state) {
  static const auto matrix = pruned(4096, 9216, 0.09);
  static const auto codebook = *Codebook::of(matrix, 4);
  const auto elements = static_cast<int>(state.range(0));
  for (auto _ : state) {
    const auto encoded = RelativeCsc::encode(matrix, codebook, elements, 4, 0, matrix.rows);
    benchmark::DoNotOptimize(encoded.start.data());
  }
  const auto nonzeros = static_cast<double>(matrix.nonzeros());
  state.counters["per_nonzero"] = benchmark::Counter(
      nonzeros, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(encode)->Arg(64)->Arg(1)->Arg(60)->Arg(256)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace sim::tensor

BENCHMARK_MAIN();
