// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/pipeline.h"

#include <fmt/format.h>

#include <cmath>
#include <deque>

#include "arch/memristor/layer_copy.h"
#include "arch/memristor/link.h"
#include "arch/memristor/output_stage.h"
#include "arch/memristor/window_buffer.h"

namespace arch::memristor {
namespace {

using sim::fabric::Channel;
using sim::fabric::Simulation;

// The blocks of a layer, and the channels between its copies and their neighbours.
struct LayerBlocks {
  LayerBlocks(Simulation& simulation, const Config& config, const LayerWork& work,
              const LayerPlan& plan, std::size_t number, std::int64_t images, Pixels source)
      : name(fmt::format("layer_{}/", number + 1)),
        buffer(simulation, name + "window_buffer", config.cycle(), plan.plane, images,
               static_cast<std::size_t>(plan.copies), source),
        stage(simulation, name + "output_stage", config.cycle(), work.mapping.windows(), images,
              static_cast<std::size_t>(plan.copies)) {
    // The cycle in which a window arrives counts as the first of its stages.
    const auto after = config.stages.fetch + config.cycles_after_reads() - 1;
    for (std::size_t i = 0; i < static_cast<std::size_t>(plan.copies); ++i) {
      auto& copy = copies.emplace_back(simulation, fmt::format("{}copy_{}", name, i),
                                       config.cycle(), work.products, plan);
      windows.emplace_back("windows", 1, 1, buffer.windows[i], std::vector{&copy.windows});
      outputs.emplace_back("outputs", static_cast<std::size_t>(after) + 1, after, copy.outputs,
                           std::vector{&stage.outputs[i]});
    }
  }

  std::vector<const sim::fabric::Process*> processes() const {
    std::vector<const sim::fabric::Process*> all = {&buffer};
    if (link) all.insert(all.begin(), &*link);
    for (const auto& copy : copies) all.push_back(&copy);
    all.push_back(&stage);
    return all;
  }

  std::string name;
  WindowBuffer buffer;
  std::deque<LayerCopy> copies;
  OutputStage stage;
  std::optional<Link> link;  ///< on the way to this layer
  std::deque<Channel<Window>> windows;
  std::deque<Channel<Window>> outputs;
  std::optional<Channel<Pixel>> to_link;
  std::optional<Channel<Pixel>> pixels;
  std::optional<Channel<FreedPixels>> freed;
};

sim::Cycles link_cycles(const Config& config, std::int64_t bytes, int times) {
  const auto per_cycle = config.links * config.link_gb_per_s * 1e3 / config.digital_mhz;
  const auto cycles = std::ceil(static_cast<double>(bytes * times) / per_cycle - 1e-9);
  return std::max<sim::Cycles>(1, static_cast<sim::Cycles>(cycles));
}

class Machine {
 public:
  Machine(const Config& config, const std::vector<LayerWork>& layers, const Plan& plan,
          std::int64_t images, sim::fabric::Engine engine)
      : config_(config), plan_(plan), images_(images), simulation_(engine) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const auto source = plan.layers[i].producer ? Pixels::layer
                          : config.images_counted ? Pixels::outside
                                                  : Pixels::present;
      blocks_.emplace_back(simulation_, config, layers[i], plan.layers[i], i, images, source);
    }
    for (std::size_t i = 0; i < layers.size(); ++i) feed(i);
  }

  PipelineTime run() {
    simulation_.run();
    PipelineTime time{simulation_.end_time(), {}};
    for (const auto& blocks : blocks_) {
      time.layers.push_back({sim::machine::block_times(blocks.processes(), blocks.name, time.end),
                             blocks.stage.image_ends()});
    }
    return time;
  }

 private:
  Link& add_link(std::size_t layer, int times, std::int64_t own) {
    const auto cycles = link_cycles(config_, pixel_bytes(config_, plan_.layers[layer]), times);
    return blocks_[layer].link.emplace(simulation_, blocks_[layer].name + "link",
                                       sim::period_of(config_.digital_mhz), cycles, own);
  }

  void feed(std::size_t layer) {
    auto& to = blocks_[layer];
    const auto& plan = plan_.layers[layer];
    const auto all = images_ * plan.plane.pixels();
    const auto room = std::min(plan.room, all);
    // Room is given for pixels that no window needs, too: more may be on their way than fit.
    const auto depth = static_cast<std::size_t>(std::min(room + plan.plane.pixels(), all));
    if (!plan.producer) {
      if (!config_.images_counted) return;
      auto& link = add_link(layer, 1, images_ * plan.plane.pixels());
      to.pixels.emplace("pixels", depth, 1, link.leaving, std::vector{&to.buffer.pixels});
      return;
    }
    auto& stage = blocks_[plan.producer->layer].stage;
    auto& consumer = stage.consumers.emplace_back(stage, plan.producer->feed, room);
    const auto latency =
        config_.router_cycles + (plan.producer->feed.pools() ? config_.stages.pool : 0);
    to.freed.emplace("freed_pixels", depth, 1, to.buffer.freed, std::vector{&consumer.freed});
    const int times = chips_crossed(config_, plan_, plan);
    if (times == 0) {
      to.pixels.emplace("pixels", depth, latency, consumer.pixels, std::vector{&to.buffer.pixels});
      return;
    }
    auto& link = add_link(layer, times, 0);
    to.to_link.emplace("pixels_to_link", depth, latency, consumer.pixels,
                       std::vector{&link.arriving});
    to.pixels.emplace("pixels", depth, 1, link.leaving, std::vector{&to.buffer.pixels});
  }

  const Config& config_;
  const Plan& plan_;
  std::int64_t images_;
  Simulation simulation_;
  std::deque<LayerBlocks> blocks_;
};

}  // namespace

PipelineTime simulate(const Config& config, const std::vector<LayerWork>& layers, const Plan& plan,
                      std::int64_t images, sim::fabric::Engine engine) {
  return Machine(config, layers, plan, images, engine).run();
}

std::int64_t pixel_bytes(const Config& config, const LayerPlan& layer) {
  return layer.channels * config.input_bytes();
}

int chips_crossed(const Config& config, const Plan& plan, const LayerPlan& layer) {
  const auto chip_of = [&](std::int64_t unit) { return unit / config.units_per_chip(); };
  const auto& producer = plan.layers[layer.producer->layer];
  const auto home = chip_of(producer.first_unit + producer.units - 1);
  const bool shares = chip_of(layer.first_unit) == home;
  return layer.chips - (shares ? 1 : 0);
}

}  // namespace arch::memristor
