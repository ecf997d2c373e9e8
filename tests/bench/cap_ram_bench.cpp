// SPDX-License-Identifier: Apache-2.0
// ResNet-20 for CIFAR-10, pruned to fit the macro, on CAP-RAM in differential mode: how much does
// the simulation cost over the bare native loop, which multiplies the same tiles with the same
// levels and converts every sum by the same procedure, without any notion of time? One iteration is
// all 20 layers, one core.
#include <benchmark/benchmark.h>

#include <filesystem>

#include "arch/cap_ram/mapper.h"
#include "arch/catalog.h"
#include "sim/machine/setup.h"
#include "sim/workload/network_reader.h"
#include "sim/workload/patches.h"
#include "tests/machine/shipped_config.h"

namespace {

using arch::cap_ram::Mapping;
using sim::fabric::Engine;
using sim::machine::LayerJob;
using sim::machine::LayerRun;
using sim::machine::test::shipped_config;

const std::filesystem::path root = NZSIM_SOURCE_DIR;
const auto file = root / "configs/cap_ram/jssc2021_differential.json";

struct Prepared {
  sim::workload::Layer layer;
  sim::workload::WeightMatrix weights;
  sim::workload::Vectors images;
  Mapping mapping;
};

const sim::machine::Setup& setup() {
  static const auto read = sim::machine::read_setup(file, "cap_ram/jssc2021_differential", {},
                                                    arch::catalog(), root / "configs/prices");
  return read;
}

const arch::cap_ram::Config& config() {
  static const auto read = shipped_config<arch::cap_ram::Config>("cap_ram/jssc2021_differential");
  return read;
}

const std::vector<Prepared>& prepared() {
  static const auto layers = [] {
    std::vector<Prepared> made;
    for (const auto& layer :
         sim::workload::read_network(root / "workloads/resnet20-structured.json").layers) {
      auto weights = load_weights(layer);
      auto images = load_activations(layer);
      auto mapping = map_layer(config(), layer.shape, weights, images, layer.place);
      made.push_back({layer, std::move(weights), std::move(images), std::move(mapping)});
    }
    return made;
  }();
  return layers;
}

// Pixel by pixel, a segment after the other, all tiles of each.
std::vector<std::int64_t> native(const Prepared& one) {
  const auto& mapping = one.mapping;
  const arch::cap_ram::Converter converter(config());
  const auto windows = gather_patches(mapping.shape, one.images);
  const auto pixels = static_cast<std::size_t>(mapping.pixels());
  std::vector<std::int64_t> totals(pixels * static_cast<std::size_t>(mapping.shape.filters));
  std::vector<std::int16_t> levels(mapping.pitch);
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    for (const auto& tile : mapping.tiles) {
      const auto& segment = mapping.segments[static_cast<std::size_t>(tile.segment)];
      for (std::size_t i = 0; i < segment.inputs.size(); ++i) {
        levels[i] = windows.vector(pixel)[static_cast<std::size_t>(segment.inputs[i])];
      }
      const auto* digits = tile.digits.data();
      for (const auto& column : tile.columns) {
        std::int32_t sum = 0;
        for (std::size_t i = 0; i < mapping.pitch; ++i) sum += digits[i] * levels[i];
        digits += mapping.pitch;
        totals[static_cast<std::size_t>(column.filter) * pixels + pixel] +=
            converter.value(converter.code(sum)) * mapping.digits.factor(column.digit);
      }
    }
  }
  for (auto& total : totals) total = mapping.scale.apply(total);
  return totals;
}

LayerRun simulate(const Prepared& one, Engine engine) {
  return setup().machine->run(LayerJob{one.layer, one.weights, one.images, engine});
}

void native_loop(benchmark::State& state) {
  for (const auto& one : prepared()) {
    if (native(one) != simulate(one, Engine::decoupled).sums) state.SkipWithError("differs");
  }
  for (auto _ : state) {
    for (const auto& one : prepared()) benchmark::DoNotOptimize(native(one));
  }
}

// Seconds of the simulation proper, and of mapping and building the blocks beside it.
void simulation(benchmark::State& state, Engine engine) {
  double encode = 0, elaborate = 0;
  std::int64_t cycles = 0;
  for (auto _ : state) {
    double seconds = 0;
    for (const auto& one : prepared()) {
      const auto run = simulate(one, engine);
      seconds += run.host.simulate;
      encode += run.host.encode;
      elaborate += run.host.elaborate;
      cycles += run.cycles();
    }
    state.SetIterationTime(seconds);
  }
  using benchmark::Counter;
  state.counters["encode_ms"] = Counter(1e3 * encode, Counter::kAvgIterations);
  state.counters["elaborate_ms"] = Counter(1e3 * elaborate, Counter::kAvgIterations);
  state.counters["cycles"] = Counter(static_cast<double>(cycles), Counter::kAvgIterations);
}

void decoupled(benchmark::State& state) { simulation(state, Engine::decoupled); }
void lockstep(benchmark::State& state) { simulation(state, Engine::lockstep); }

BENCHMARK(native_loop)->Unit(benchmark::kMillisecond);
BENCHMARK(decoupled)->Unit(benchmark::kMillisecond)->UseManualTime();
BENCHMARK(lockstep)->Unit(benchmark::kMillisecond)->UseManualTime();

}  // namespace

BENCHMARK_MAIN();
