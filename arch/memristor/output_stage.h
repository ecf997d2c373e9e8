// SPDX-License-Identifier: Apache-2.0
// The end of a layer (ISAAC Fig. 2: the tile's output register, sigmoid, max-pool, and the way to
// the next layer's eDRAM): takes the copies' outputs in the order of the windows, pools them, and
// sends each complete pixel to the layers that take it, as soon as their buffers have room.
//
// Per cycle: as many windows as there are copies. Pixels that find no room hold up the windows
// behind them, and so the copies.
// Not modelled: contention for routers between layers.
#pragma once

#include <deque>
#include <vector>

#include "arch/memristor/messages.h"
#include "arch/memristor/pixels.h"
#include "sim/fabric/channel.h"

namespace arch::memristor {

class OutputStage : public sim::fabric::Process {
 public:
  /// A layer that is fed.
  struct Consumer {
    Consumer(OutputStage& stage, const Feed& its_feed, std::int64_t its_room)
        : feed(its_feed), room(its_room), pixels(stage), freed(stage) {}
    Feed feed;
    std::int64_t room;  ///< free pixels in its buffer
    sim::fabric::Out<Pixel> pixels;
    sim::fabric::In<FreedPixels> freed;
  };

  OutputStage(sim::fabric::Simulation& simulation, const std::string& name, sim::Time period,
              std::int64_t windows, std::int64_t images, std::size_t copies);

  std::deque<sim::fabric::In<Window>> outputs;  ///< by copy
  std::deque<Consumer> consumers;
  std::deque<sim::fabric::Out<Turn>> ended;  ///< none, or one that hears of every turn's end
  std::int64_t images_of_a_turn = 1;

  /// When each image's outputs were complete.
  const std::vector<sim::Time>& image_ends() const { return image_ends_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour send(std::int64_t window);

  std::int64_t windows_;
  std::int64_t images_;
  std::vector<sim::Time> image_ends_;
};

}  // namespace arch::memristor
