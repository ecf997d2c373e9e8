// SPDX-License-Identifier: Apache-2.0
// VGG-16's convolutions on SCNN: how much does the simulation cost over the bare native loop, which
// does the same Cartesian products of the same blocks into an accumulator array, in the order that
// suits the host best? One iteration is all 13 layers, one core.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "arch/catalog.h"
#include "arch/scnn/mapper.h"
#include "sim/machine/setup.h"
#include "sim/reference/layer.h"
#include "sim/workload/network_reader.h"
#include "tests/machine/shipped_config.h"

namespace {

using arch::scnn::Elements;
using arch::scnn::Mapping;
using sim::fabric::Engine;
using sim::machine::LayerJob;
using sim::machine::LayerRun;
using sim::machine::test::shipped_config;
using sim::workload::Convolution;

const std::filesystem::path root = NZSIM_SOURCE_DIR;

struct Prepared {
  sim::workload::Layer layer;
  sim::workload::WeightMatrix weights;
  sim::workload::Vectors images;
  Mapping mapping;
  std::vector<std::int64_t> sums;  ///< the reference's
};

struct Benchmark {
  sim::machine::Setup setup =
      sim::machine::read_setup(root / "configs/scnn/isca2017.json", "scnn/isca2017", {},
                               arch::catalog(), root / "configs/prices");
  arch::scnn::Config config = shipped_config<arch::scnn::Config>("scnn/isca2017");
  std::vector<Prepared> layers;
};

Mapping map(const arch::scnn::Config& config, const sim::workload::Layer& layer,
            const sim::workload::WeightMatrix& weights, const sim::workload::Vectors& images) {
  return map_layer(config, std::get<Convolution>(layer.shape), weights.matrix, images.vector(0),
                   layer.place);
}

const Benchmark& prepared() {
  static const Benchmark all = [] {
    Benchmark made;
    for (const auto& layer : sim::workload::read_network(root / "workloads/vgg16.json").layers) {
      if (!std::holds_alternative<Convolution>(layer.shape)) continue;
      auto weights = load_weights(layer);
      auto images = load_activations(layer);
      auto mapping = map(made.config, layer, weights, images);
      auto sums = sim::reference::layer(layer.shape, weights, images.vector(0));
      made.layers.push_back(
          {layer, std::move(weights), std::move(images), std::move(mapping), std::move(sums)});
    }
    return made;
  }();
  return all;
}

// Blocks without zeros of either kind (placeholders, idle lanes), back to back.
struct NonZeros {
  std::vector<std::int64_t> value;
  std::vector<std::int32_t> offset;
  std::vector<std::size_t> start = {0};

  void add_block(const Elements& from, std::size_t first, std::size_t last) {
    for (auto i = first; i < last; ++i) {
      if (from.value[i] == 0) continue;
      value.push_back(from.value[i]);
      offset.push_back(from.offset[i]);
    }
    start.push_back(value.size());
  }
};

struct NativeLayer {
  const Mapping* mapping;
  NonZeros weights;                          ///< a block for every chunk
  std::vector<std::vector<NonZeros>> tiles;  ///< of every pass and PE: a block for every block
};

NativeLayer native_layer(const Mapping& mapping, const arch::scnn::Config& config) {
  const auto lanes = static_cast<std::size_t>(config.weights_per_vector);
  const auto inputs = static_cast<std::size_t>(config.activations_per_vector);
  NativeLayer layer{&mapping, {}, {}};
  for (const auto& chunk : mapping.weights.chunks) {
    layer.weights.add_block(mapping.weights.elements, chunk.first_vector * lanes,
                            (chunk.first_vector + chunk.vectors) * lanes);
  }
  for (const auto& pass : mapping.tiles) {
    auto& tiles = layer.tiles.emplace_back();
    for (const auto& tile : pass) {
      auto& blocks = tiles.emplace_back();
      for (std::size_t b = 0; b + 1 < tile.first_vector.size(); ++b) {
        blocks.add_block(tile.elements, tile.first_vector[b] * inputs,
                         tile.first_vector[b + 1] * inputs);
      }
    }
  }
  return layer;
}

// Every activation of a block with every weight of a chunk.
std::int64_t multiply(const NonZeros& activations, std::size_t block, const NonZeros& weights,
                      std::size_t chunk, std::int64_t* sums) {
  const auto first = weights.start[chunk], last = weights.start[chunk + 1];
  const auto* const value = weights.value.data();
  const auto* const offset = weights.offset.data();
  for (auto a = activations.start[block]; a < activations.start[block + 1]; ++a) {
    auto* const at = sums + activations.offset[a];
    const auto activation = activations.value[a];
    for (auto w = first; w < last; ++w) at[offset[w]] += activation * value[w];
  }
  return static_cast<std::int64_t>((last - first) *
                                   (activations.start[block + 1] - activations.start[block]));
}

// Group by group, and within a group one PE after the other: its accumulators stay in the cache.
std::int64_t native(const NativeLayer& layer) {
  const auto& mapping = *layer.mapping;
  std::vector<std::int64_t> sums;
  std::int64_t products = 0;
  for (const auto& tiles : layer.tiles) {
    for (const auto& group : mapping.weights.groups) {
      for (const auto& tile : tiles) {
        sums.assign(static_cast<std::size_t>(group.filters * mapping.geometry.channel_pitch()), 0);
        for (auto c = group.first_chunk; c < group.end_chunk; ++c) {
          const auto& chunk = mapping.weights.chunks[c];
          const auto block = chunk.channel * mapping.geometry.phases() + chunk.phase;
          products +=
              multiply(tile, static_cast<std::size_t>(block), layer.weights, c, sums.data());
        }
        benchmark::DoNotOptimize(sums.data());
      }
    }
  }
  return products;
}

template <class Phase>
void phase(benchmark::State& state, Engine engine, Phase seconds, bool values = true) {
  for (auto _ : state) {
    double total = 0;
    std::int64_t effectual = 0;
    for (const auto& layer : prepared().layers) {
      const auto run = prepared().setup.machine->run(LayerJob{
          layer.layer, layer.weights, layer.images, engine, nullptr, nullptr, values, &layer.sums});
      total += seconds(run);
      effectual += run.macs_effectual;
    }
    state.SetIterationTime(total);
    state.counters["effectual_macs"] = benchmark::Counter(static_cast<double>(effectual) / total);
  }
}

void native_loop(benchmark::State& state) {
  std::vector<NativeLayer> layers;
  for (const auto& layer : prepared().layers) {
    layers.push_back(native_layer(layer.mapping, prepared().config));
  }
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
void simulate_without_values(benchmark::State& state) {
  phase(
      state, Engine::decoupled, [](const LayerRun& run) { return run.host.simulate; }, false);
}
void encode(benchmark::State& state) {
  for (auto _ : state) {
    for (const auto& layer : prepared().layers) {
      const auto mapping = map(prepared().config, layer.layer, layer.weights, layer.images);
      benchmark::DoNotOptimize(mapping.tiles.data());
    }
  }
}
void reference(benchmark::State& state) {
  for (auto _ : state) {
    for (const auto& layer : prepared().layers) {
      const auto sums =
          sim::reference::layer(layer.layer.shape, layer.weights, layer.images.vector(0));
      benchmark::DoNotOptimize(sums.data());
    }
  }
}

BENCHMARK(native_loop)->Unit(benchmark::kMillisecond);
BENCHMARK(simulate_decoupled)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(simulate_without_values)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(simulate_lockstep)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(encode)->Unit(benchmark::kMillisecond);
BENCHMARK(reference)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
