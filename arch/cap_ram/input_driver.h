// SPDX-License-Identifier: Apache-2.0
// The input buffer and the drivers of the rows (CAP-RAM's input DACs): takes the windows of a
// convolution, or the vector of a fully connected layer, segment by segment and pass by pass to all
// macros. Those that hold a tile of the segment latch the vector and keep it for all their tiles.
//
// Per vector: as many cycles as the input buffer needs for the segment's levels; then the vector
// waits until every macro has room for it. Not modelled: inputs that stay from one window to the
// next; how the buffer is filled.
#pragma once

#include <vector>

#include "arch/cap_ram/messages.h"
#include "sim/fabric/channel.h"

namespace arch::cap_ram {

class InputDriver : public sim::fabric::Process {
 public:
  InputDriver(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
              const sim::workload::Vectors& images);

  sim::fabric::Out<InputVector> vectors{*this};

  std::int64_t bits_read() const { return bits_read_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour drive(const Round& round, std::size_t image, int pixel);
  InputVector levels(std::span<const std::int16_t> window, const Segment& segment,
                     const InputPass& pass);

  const Config& config_;
  const Mapping& mapping_;
  std::size_t images_;
  std::vector<sim::workload::Vectors> windows_;    ///< by group: of every image and pixel
  std::vector<std::vector<std::int16_t>> levels_;  ///< vectors on their way, in a ring
  std::size_t next_ = 0;                           ///< of the ring
  std::int64_t bits_read_ = 0;
};

}  // namespace arch::cap_ram
