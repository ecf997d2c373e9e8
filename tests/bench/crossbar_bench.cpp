// SPDX-License-Identifier: Apache-2.0
// Reads of crossbar arrays of 128 x 128 two-bit cells: what does a bit-accurate read with its ADC,
// and a whole product with shift-and-add, cost over the bare native loop on the same bit planes?
// One iteration is the 16 reads of a 16-bit input vector, one core. Arguments: arrays in turn (one
// array fits the host's first cache, 512 its second).
#include <benchmark/benchmark.h>

#include "arch/memristor/parts/array_unit.h"
#include "arch/memristor/parts/offset_encoding.h"
#include "sim/base/philox.h"

namespace arch::memristor {
namespace {

constexpr int rows = 128, outputs = 16, words = rows / 64;
constexpr WeightFormat weight_format{16, 2};
constexpr InputFormat input_format{16, true, 1};

struct Prepared {
  std::vector<EncodedArray> arrays;
  std::vector<std::int32_t> values;
  InputSlices inputs{input_format, rows};
};

Prepared prepare(std::int64_t arrays) {
  Prepared all;
  sim::PhiloxStream random(1, 0);
  const auto next = [&] { return static_cast<std::int32_t>(random() & 0xFFFF) - 32768; };
  for (std::int64_t a = 0; a < arrays; ++a) {
    Weights weights({rows, outputs});
    for (auto& weight : weights.values()) weight = next();
    all.arrays.push_back(encode_offset(weights, weight_format, true, Unit::counter));
  }
  for (int r = 0; r < rows; ++r) all.values.push_back(next());
  all.inputs.load(all.values);
  return all;
}

// The hardest limit we know: column by column in the order of the host's memory, no weights of the
// planes, no input switched off, the sizes known to the compiler.
struct alignas(64) NativePlanes {
  static constexpr std::size_t columns = 128;
  std::uint64_t word[2 * words][columns] = {};

  explicit NativePlanes(const EncodedArray& array) {
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t c = 0; c < columns; ++c) {
        const std::uint64_t level = array.levels(r, c);
        for (std::size_t k = 0; k < 2; ++k) {
          word[k * words + r / 64][c] |= ((level >> k) & 1) << (r % 64);
        }
      }
    }
  }
};

[[gnu::always_inline]] inline void count_ones(const NativePlanes& planes,
                                              const std::uint64_t* input, std::uint64_t* counts) {
  for (std::size_t c = 0; c < NativePlanes::columns; ++c) {
    std::uint64_t count = 0;
    for (std::size_t w = 0; w < 2 * words; ++w) {
      count +=
          static_cast<std::uint64_t>(__builtin_popcountll(planes.word[w][c] & input[w % words]));
    }
    counts[c] = count;
  }
}

using Count = void (*)(const NativePlanes&, const std::uint64_t*, std::uint64_t*);

void count_plainly(const NativePlanes& planes, const std::uint64_t* input, std::uint64_t* counts) {
  count_ones(planes, input, counts);
}

#if defined(__x86_64__)
__attribute__((target("popcnt"))) void count_by_words(const NativePlanes& planes,
                                                      const std::uint64_t* input,
                                                      std::uint64_t* counts) {
  count_ones(planes, input, counts);
}

__attribute__((target("avx512f,avx512vl,avx512vpopcntdq"))) void count_by_vectors(
    const NativePlanes& planes, const std::uint64_t* input, std::uint64_t* counts) {
  count_ones(planes, input, counts);
}
#endif

// The same instructions of the processor as for the crossbar.
Count choose_count() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vpopcntdq")) {
    return count_by_vectors;
  }
  if (__builtin_cpu_supports("popcnt")) return count_by_words;
#endif
  return count_plainly;
}

void per_read(benchmark::State& state) {
  state.counters["per_read"] = benchmark::Counter(
      static_cast<double>(state.range(0) * input_format.bits),
      benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void native_loop(benchmark::State& state) {
  const auto all = prepare(state.range(0));
  std::vector<NativePlanes> arrays(all.arrays.begin(), all.arrays.end());
  std::uint64_t counts[NativePlanes::columns];
  const auto native_read = choose_count();
  for (auto _ : state) {
    for (const auto& array : arrays) {
      for (int slice = 0; slice < all.inputs.slices(); ++slice) {
        native_read(array, all.inputs.planes(slice).data(), counts);
        benchmark::DoNotOptimize(counts);
      }
    }
  }
  per_read(state);
}

void crossbar_read_with_adc(benchmark::State& state) {
  const auto all = prepare(state.range(0));
  std::vector<Crossbar> arrays;
  for (const auto& array : all.arrays) arrays.emplace_back(array.levels, weight_format.cell_bits);
  const Adc adc({static_cast<int>(state.range(1)), state.range(2), 0});
  std::vector<std::int32_t> sums(arrays.front().room());
  std::int64_t clips = 0;
  for (auto _ : state) {
    for (const auto& array : arrays) {
      for (int slice = 0; slice < all.inputs.slices(); ++slice) {
        clips += array.read(all.inputs, slice, {0, rows}, adc, sums);
        benchmark::DoNotOptimize(sums.data());
      }
    }
  }
  state.counters["clips"] = static_cast<double>(clips) / static_cast<double>(state.iterations());
  per_read(state);
}

void product(benchmark::State& state) {
  auto all = prepare(state.range(0));
  std::vector<ArrayUnit> units;
  for (auto& array : all.arrays) units.emplace_back(std::move(array), Adc({8}), std::nullopt, 0);
  std::vector<std::int64_t> products(outputs);
  for (auto _ : state) {
    for (auto& unit : units) unit.multiply(all.inputs, false, products);
    benchmark::DoNotOptimize(products.data());
  }
  per_read(state);
}

void load_inputs(benchmark::State& state) {
  auto all = prepare(1);
  for (auto _ : state) {
    all.inputs.load(all.values);
    benchmark::DoNotOptimize(all.inputs.planes(0).data());
  }
}

BENCHMARK(native_loop)->Arg(1)->Arg(512);
BENCHMARK(crossbar_read_with_adc)  // arrays, ADC bits, step
    ->Args({1, 8, 1})
    ->Args({1, 6, 1})
    ->Args({1, 6, 2})
    ->Args({1, 6, 3})
    ->Args({512, 8, 1})
    ->Args({512, 6, 3});
BENCHMARK(product)->Arg(1)->Arg(512);
BENCHMARK(load_inputs);

}  // namespace
}  // namespace arch::memristor

BENCHMARK_MAIN();
