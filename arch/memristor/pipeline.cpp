// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>

#include "arch/memristor/array_programmer.h"
#include "arch/memristor/layer_copy.h"
#include "arch/memristor/link.h"
#include "arch/memristor/memory_port.h"
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
    if (programmer) all.insert(all.begin(), &*programmer);
    for (const auto& copy : copies) all.push_back(&copy);
    all.push_back(&stage);
    for (const auto& port : ports) all.push_back(&port);
    return all;
  }

  std::string name;
  WindowBuffer buffer;
  std::deque<LayerCopy> copies;
  OutputStage stage;
  std::optional<Link> link;                   ///< on the way to this layer
  std::deque<MemoryPort> ports;               ///< for layers of other loads
  std::optional<ArrayProgrammer> programmer;  ///< of the load that begins here
  std::deque<Channel<Window>> windows;
  std::deque<Channel<Window>> outputs;
  std::optional<Channel<Pixel>> to_link;
  std::optional<Channel<Pixel>> pixels;
  std::optional<Channel<FreedPixels>> freed;
  std::deque<Channel<Pixel>> to_memory;
  std::deque<Channel<Turn>> turns;
};

double bytes_per_us(const Config& config) { return config.links * config.link_gb_per_s * 1e3; }

sim::Cycles link_cycles(const Config& config, std::int64_t bytes, int times) {
  const auto per_cycle = bytes_per_us(config) / config.digital_mhz;
  const auto cycles = std::ceil(static_cast<double>(bytes * times) / per_cycle - 1e-9);
  return std::max<sim::Cycles>(1, static_cast<sim::Cycles>(cycles));
}

class Machine {
 public:
  Machine(const Config& config, const std::vector<LayerWork>& layers, const Plan& plan,
          std::int64_t images, sim::fabric::Engine engine, sim::fabric::Timeline* timeline)
      : config_(config), plan_(plan), images_(images), simulation_(engine, timeline) {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      const auto source = feeder(i)                                  ? Pixels::layer
                          : config.images_counted || plan_.reloads() ? Pixels::outside
                                                                     : Pixels::present;
      auto& blocks = blocks_.emplace_back(simulation_, config, layers[i], plan.layers[i], i,
                                          images * plan.layers[i].passes, source);
      blocks.stage.images_of_a_turn = images;
    }
    for (std::size_t i = 0; i < layers.size(); ++i) feed(i);
    if (plan.reloads()) add_programmers(layers);
  }

  PipelineTime run() {
    simulation_.run();
    PipelineTime time{simulation_.end_time(), {}};
    for (const auto& blocks : blocks_) {
      // An image is done with its last pass.
      const auto& ends = blocks.stage.image_ends();
      time.layers.push_back({sim::machine::block_times(blocks.processes(), blocks.name, time.end),
                             {ends.end() - images_, ends.end()}});
    }
    return time;
  }

 private:
  // Who feeds the layer while both stand on arrays; none if its pixels come from elsewhere.
  const Producer* feeder(std::size_t layer) const {
    const auto& plan = plan_.layers[layer];
    if (!plan.producer || plan_.layers[plan.producer->layer].load != plan.load) return nullptr;
    return &*plan.producer;
  }

  Link& add_link(std::size_t layer, int times, const Link::Own& own) {
    const auto cycles = link_cycles(config_, pixel_bytes(config_, plan_.layers[layer]), times);
    return blocks_[layer].link.emplace(simulation_, blocks_[layer].name + "link", digital_period(),
                                       cycles, own);
  }

  sim::Time digital_period() const { return sim::period_of(config_.digital_mhz); }

  void feed(std::size_t layer) {
    auto& to = blocks_[layer];
    const auto& plan = plan_.layers[layer];
    const auto all = images_ * plan.passes * plan.plane.pixels();
    const auto room = std::min(plan.room, all);
    // Room is given for pixels that no window needs, too: more may be on their way than fit.
    const auto depth = static_cast<std::size_t>(std::min(room + plan.plane.pixels(), all));
    if (!feeder(layer)) {
      if (plan.producer) send_to_memory(layer);
      if (!config_.images_counted && !plan_.reloads()) return;
      auto& link =
          add_link(layer, 1, {images_ * plan.plane.pixels(), plan.passes, plan_.reloads()});
      to.pixels.emplace("pixels", depth, 1, link.leaving, std::vector{&to.buffer.pixels});
      return;
    }
    auto& stage = blocks_[plan.producer->layer].stage;
    auto& consumer = stage.consumers.emplace_back(stage, plan.producer->feed, room);
    to.freed.emplace("freed_pixels", depth, 1, to.buffer.freed, std::vector{&consumer.freed});
    const int times = chips_crossed(config_, plan_, plan);
    if (times == 0) {
      to.pixels.emplace("pixels", depth, latency(plan), consumer.pixels,
                        std::vector{&to.buffer.pixels});
      return;
    }
    auto& link = add_link(layer, times, {});
    to.to_link.emplace("pixels_to_link", depth, latency(plan), consumer.pixels,
                       std::vector{&link.arriving});
    to.pixels.emplace("pixels", depth, 1, link.leaving, std::vector{&to.buffer.pixels});
  }

  // From the producer's output stage to whoever takes its pixels.
  sim::Cycles latency(const LayerPlan& plan) const {
    return config_.router_cycles + (plan.producer->feed.pools() ? config_.stages.pool : 0);
  }

  // The pixels of a layer whose producer's arrays are programmed before its own.
  void send_to_memory(std::size_t layer) {
    const auto& plan = plan_.layers[layer];
    auto& from = blocks_[plan.producer->layer];
    const auto passes = plan_.layers[plan.producer->layer].passes;
    const auto pixels = images_ * plan.plane.pixels();
    auto& consumer =
        from.stage.consumers.emplace_back(from.stage, plan.producer->feed, pixels * passes);
    const auto bytes = ceiling(pixel_bytes(config_, plan), passes);
    auto& port = from.ports.emplace_back(
        simulation_, fmt::format("{}memory_port_{}", from.name, from.ports.size()),
        digital_period(), link_cycles(config_, bytes, 1), pixels);
    from.to_memory.emplace_back("pixels_to_memory", static_cast<std::size_t>(latency(plan)) + 1,
                                latency(plan), consumer.pixels, std::vector{&port.arriving});
  }

  void connect(LayerBlocks& of, sim::fabric::Out<Turn>& from, sim::fabric::In<Turn>& to) {
    of.turns.emplace_back("turns", 1, 1, from, std::vector{&to});
  }

  void add_programmers(const std::vector<LayerWork>& layers) {
    ArrayProgrammer* last = nullptr;
    for (const auto& load : plan_.loads) {
      auto& first = blocks_[load.first];
      auto& programmer = first.programmer.emplace(
          simulation_, first.name + "array_programmer", digital_period(),
          programming_cycles(config_, layers, plan_, load), plan_.passes(load));
      if (last != nullptr) {
        connect(first, last->after.emplace_back(*last), programmer.before.emplace_back(programmer));
      }
      last = &programmer;
      for (auto i = load.first; i < load.end; ++i) add_turns(i, programmer);
    }
  }

  void add_turns(std::size_t layer, ArrayProgrammer& programmer) {
    auto& blocks = blocks_[layer];
    if (!feeder(layer)) {
      connect(blocks, programmer.starts.emplace_back(programmer), blocks.link->start);
    }
    connect(blocks, blocks.stage.ended.emplace_back(blocks.stage),
            programmer.ends.emplace_back(programmer));
    for (auto& port : blocks.ports) {
      connect(blocks, port.ended, programmer.ends.emplace_back(programmer));
    }
  }

  const Config& config_;
  const Plan& plan_;
  std::int64_t images_;
  Simulation simulation_;
  std::deque<LayerBlocks> blocks_;
};

}  // namespace

PipelineTime simulate(const Config& config, const std::vector<LayerWork>& layers, const Plan& plan,
                      std::int64_t images, sim::fabric::Engine engine,
                      sim::fabric::Timeline* timeline) {
  return Machine(config, layers, plan, images, engine, timeline).run();
}

sim::Cycles programming_cycles(const Config& config, const std::vector<LayerWork>& layers,
                               const Plan& plan, const Load& load) {
  std::int64_t bits = 0;
  int rows = 0;
  for (auto i = load.first; i < load.end; ++i) {
    bits += plan.layers[i].copies * layers[i].mapping.cells * config.design.weight.cell_bits;
    rows = std::max(rows, layers[i].mapping.most_rows);
  }
  const auto chips = ceiling(load.units, config.units_per_chip());
  const auto bytes = ceiling(bits, 8 * chips * plan.passes(load));
  const auto arrays = std::min<std::int64_t>(load.units, config.units) * config.arrays;
  const auto turns = ceiling(arrays, config.arrays_at_once) * rows * config.pulses;
  const auto pulses_ns = static_cast<double>(turns) * config.pulse_ns;
  const auto cycles =
      static_cast<sim::Cycles>(std::ceil(pulses_ns * 1e-3 * config.digital_mhz - 1e-9));
  return std::max(cycles, link_cycles(config, bytes, 1));
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
