// SPDX-License-Identifier: Apache-2.0
// VGG-16 for CIFAR-10 on PCNN, kernels of 1 or 4 weights: how much does the simulation cost over
// the bare native loop, which multiplies the same compressed kernels (code, pattern table, packed
// weights) with the same activations in the same vectors of the host, without any notion of time?
// One iteration is all 13 convolutions, one core; the argument is the number of weights in a
// kernel.
#include <benchmark/benchmark.h>

#include <cstring>
#include <filesystem>
#include <map>

#include "arch/catalog.h"
#include "arch/pcnn/mapper.h"
#include "sim/machine/setup.h"
#include "sim/reference/layer.h"
#include "sim/workload/network_reader.h"
#include "tests/machine/shipped_config.h"

#if defined(__x86_64__)
#define NZSIM_VECTORISED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define NZSIM_VECTORISED
#endif

namespace {

using arch::pcnn::Mapping;
using sim::fabric::Engine;
using sim::machine::LayerJob;
using sim::machine::LayerRun;
using sim::machine::test::shipped_config;
using sim::workload::Convolution;

const std::filesystem::path root = NZSIM_SOURCE_DIR;
const std::string structure = "/layers/0-12/weights/synthesise/structure/";

struct Prepared {
  sim::workload::Layer layer;
  sim::workload::WeightMatrix weights;
  sim::workload::Vectors images;
  Mapping mapping;
};

const sim::machine::Setup& setup() {
  static const auto read =
      sim::machine::read_setup(root / "configs/pcnn/dac2020.json", "pcnn/dac2020", {},
                               arch::catalog(), root / "configs/prices");
  return read;
}

Mapping map(const sim::workload::Layer& layer, const sim::workload::WeightMatrix& weights,
            const sim::workload::Vectors& images) {
  static const auto machine = shipped_config<arch::pcnn::Config>("pcnn/dac2020");
  return map_layer(machine, layer.shape, weights, images, layer.place);
}

const std::vector<Prepared>& prepared(std::int64_t weights_per_kernel) {
  static std::map<std::int64_t, std::vector<Prepared>> all;
  auto& layers = all[weights_per_kernel];
  if (!layers.empty()) return layers;
  const auto network = sim::workload::read_network(
      root / "workloads/vgg16-cifar10.json",
      {{structure + "weights_per_kernel", std::to_string(weights_per_kernel)},
       {structure + "patterns", weights_per_kernel == 1 ? "4" : "16"}});
  for (const auto& layer : network.layers) {
    if (!std::holds_alternative<Convolution>(layer.shape)) continue;
    auto weights = load_weights(layer);
    auto images = load_activations(layer);
    auto mapping = map(layer, weights, images);
    layers.push_back({layer, std::move(weights), std::move(images), std::move(mapping)});
  }
  return layers;
}

constexpr std::size_t wide = 16, narrow = 4;  // pixels whose sums stay in a vector

// Of every channel and kernel position, the activations of all pixels.
std::vector<std::int16_t> gather(const Convolution& shape, std::span<const std::int16_t> image,
                                 std::size_t pitch) {
  const int width = shape.output_width();
  std::vector<std::int16_t> rows(static_cast<std::size_t>(shape.channels * shape.kernel_area()) *
                                 pitch);
  auto* row = rows.data();
  for (int c = 0; c < shape.channels; ++c) {
    for (int p = 0; p < shape.kernel_area(); ++p, row += pitch) {
      const int s = p % shape.kernel_width - shape.padding;
      const int first = std::max(0, -s), last = std::min(width, shape.width - s);
      for (int y = 0; y < shape.output_height(); ++y) {
        const int from = y + p / shape.kernel_width - shape.padding;
        if (from < 0 || from >= shape.height) continue;
        const auto* in = image.data() + (c * shape.height + from) * shape.width + s;
        for (int x = first; x < last; ++x) row[y * width + x] = in[x];
      }
    }
  }
  return rows;
}

using WideActivations [[gnu::vector_size(wide * 2)]] = std::int16_t;
using WideSums [[gnu::vector_size(wide * 4)]] = std::int32_t;
using NarrowActivations [[gnu::vector_size(narrow * 2)]] = std::int16_t;
using NarrowSums [[gnu::vector_size(narrow * 4)]] = std::int32_t;

template <class Activations, class Sums>
[[gnu::always_inline]] inline void multiply(const Mapping& mapping, std::size_t filter,
                                            const std::int16_t* activations, std::size_t pitch) {
  const auto& kernels = mapping.kernels;
  const auto channels = static_cast<std::size_t>(kernels.per_filter);
  const auto n = static_cast<std::size_t>(kernels.slots);
  const auto* weight = kernels.value.data() + filter * channels * n;
  Sums sums = {};
  for (std::size_t c = 0; c < channels; ++c) {
    const auto* position = kernels.position.data() + kernels.code[filter * channels + c] * n;
    for (std::size_t i = 0; i < n; ++i, ++weight) {
      Activations row;
      std::memcpy(&row, activations + (c * 9 + position[i]) * pitch, sizeof row);
      sums += __builtin_convertvector(row, Sums) * std::int32_t{*weight};
    }
  }
  benchmark::DoNotOptimize(sums);
}

NZSIM_VECTORISED
void multiply_wide(const Mapping& mapping, std::size_t filter, const std::int16_t* activations,
                   std::size_t pitch) {
  multiply<WideActivations, WideSums>(mapping, filter, activations, pitch);
}
NZSIM_VECTORISED
void multiply_narrow(const Mapping& mapping, std::size_t filter, const std::int16_t* activations,
                     std::size_t pitch) {
  multiply<NarrowActivations, NarrowSums>(mapping, filter, activations, pitch);
}

std::int64_t native(const Prepared& layer) {
  const auto& shape = layer.mapping.shape;
  const auto pixels = static_cast<std::size_t>(shape.output_height() * shape.output_width());
  const auto pitch = (pixels + narrow - 1) / narrow * narrow;
  const auto rows = gather(shape, layer.images.vector(0), pitch);
  for (std::size_t k = 0; k < static_cast<std::size_t>(shape.filters); ++k) {
    std::size_t at = 0;
    for (; at + wide <= pitch; at += wide) {
      multiply_wide(layer.mapping, k, rows.data() + at, pitch);
    }
    for (; at < pitch; at += narrow) multiply_narrow(layer.mapping, k, rows.data() + at, pitch);
  }
  return static_cast<std::int64_t>(layer.mapping.kernels.value.size() * pixels);
}

template <class Phase>
void phase(benchmark::State& state, Engine engine, Phase seconds) {
  for (auto _ : state) {
    double total = 0;
    for (const auto& layer : prepared(state.range(0))) {
      const auto run =
          setup().machine->run(LayerJob{layer.layer, layer.weights, layer.images, engine});
      total += seconds(run);
    }
    state.SetIterationTime(total);
  }
}

void native_loop(benchmark::State& state) {
  const auto& layers = prepared(state.range(0));
  std::int64_t products = 0;
  for (auto _ : state) {
    for (const auto& layer : layers) products += native(layer);
  }
  state.counters["products"] =
      benchmark::Counter(static_cast<double>(products), benchmark::Counter::kIsRate);
}
void simulate_decoupled(benchmark::State& state) {
  phase(state, Engine::decoupled, [](const LayerRun& run) { return run.host.simulate; });
}
void simulate_lockstep(benchmark::State& state) {
  phase(state, Engine::lockstep, [](const LayerRun& run) { return run.host.simulate; });
}
void elaborate(benchmark::State& state) {
  phase(state, Engine::decoupled, [](const LayerRun& run) { return run.host.elaborate; });
}
void encode(benchmark::State& state) {
  for (auto _ : state) {
    for (const auto& layer : prepared(state.range(0))) {
      const auto mapping = map(layer.layer, layer.weights, layer.images);
      benchmark::DoNotOptimize(mapping.kernels.value.data());
    }
  }
}
void reference(benchmark::State& state) {
  for (auto _ : state) {
    for (const auto& layer : prepared(state.range(0))) {
      const auto sums =
          sim::reference::layer(layer.layer.shape, layer.weights, layer.images.vector(0));
      benchmark::DoNotOptimize(sums.data());
    }
  }
}

void options(benchmark::internal::Benchmark* benchmark) {
  benchmark->Unit(benchmark::kMillisecond)->Arg(1)->Arg(4);
}
BENCHMARK(native_loop)->Apply(options);
BENCHMARK(simulate_decoupled)->Apply(options)->UseManualTime();
BENCHMARK(simulate_lockstep)->Apply(options)->UseManualTime();
BENCHMARK(elaborate)->Apply(options)->UseManualTime();
BENCHMARK(encode)->Apply(options);
BENCHMARK(reference)->Apply(options);

}  // namespace

BENCHMARK_MAIN();
