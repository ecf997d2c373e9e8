// SPDX-License-Identifier: Apache-2.0
// Bit planes of AlexNet's conv3 on the SOT-MRAM engine (2304 terms in segments of 512, weights of 2
// bits, activations of 4): what does the bit-plane work cost over the bare native loop, which ANDs
// and counts the same words in the order of the host's memory, with sizes known to the compiler and
// without any weights of the planes? One iteration is one window with all 384 filters, one core.
#include <benchmark/benchmark.h>

#include "arch/sot_mram/parts/plane_product.h"
#include "sim/base/philox.h"

namespace arch::sot_mram {
namespace {

constexpr std::size_t filters = 384, terms = 2304, segments = 5, words = 8;
constexpr int weight_planes = 2, activation_planes = 4;

sim::workload::Vectors random_items(std::size_t count, int bits, std::uint64_t seed) {
  sim::PhiloxStream random(seed, 0);
  sim::workload::Vectors items{terms, std::vector<std::int16_t>(count * terms)};
  for (auto& value : items.values) value = static_cast<std::int16_t>(random() % (1u << bits));
  return items;
}

struct Prepared {
  OperandPlanes resident{PlaneCode(Encoding::unsigned_integer, weight_planes),
                         random_items(filters, weight_planes, 1), 512, Layout::lanes};
  OperandPlanes written{PlaneCode(Encoding::unsigned_integer, activation_planes),
                        random_items(1, activation_planes, 2), 512, Layout::rows};
  std::vector<std::int64_t> sums = std::vector<std::int64_t>(filters);
};

void engine(benchmark::State& state) {
  Prepared p;
  for (auto _ : state) {
    for (std::size_t s = 0; s < segments; ++s) {
      add_products(p.resident, 0, filters, p.written, 0, s, p.sums.data());
    }
    benchmark::DoNotOptimize(p.sums.data());
    benchmark::ClobberMemory();
  }
}

[[gnu::always_inline]] inline void count_all(const Prepared& p, std::int64_t* sums) {
  for (std::size_t s = 0; s < segments; ++s) {
    for (int j = 0; j < activation_planes; ++j) {
      const auto* const row = p.written.row(s, j, 0);
      for (int k = 0; k < weight_planes; ++k) {
        const auto* const cells = p.resident.row(s, k, 0);
        for (std::size_t f = 0; f < filters; ++f) {
          std::int64_t ones = 0;
          for (std::size_t w = 0; w < words; ++w) {
            ones += __builtin_popcountll(cells[w * filters + f] & row[w]);
          }
          sums[f] += ones;
        }
      }
    }
  }
}

// The same instructions of the processor as for the engine, if it has them.
#if defined(__x86_64__)
__attribute__((target("avx512f,avx512dq,avx512vl,avx512vpopcntdq"))) void count_by_vectors(
    const Prepared& p, std::int64_t* sums) {
  count_all(p, sums);
}
#endif
void count_plainly(const Prepared& p, std::int64_t* sums) { count_all(p, sums); }

void native_loop(benchmark::State& state) {
  Prepared p;
  auto* count = count_plainly;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vpopcntdq")) count = count_by_vectors;
#endif
  for (auto _ : state) {
    count(p, p.sums.data());
    benchmark::DoNotOptimize(p.sums.data());
    benchmark::ClobberMemory();
  }
}

BENCHMARK(native_loop);
BENCHMARK(engine);

}  // namespace
}  // namespace arch::sot_mram

BENCHMARK_MAIN();
