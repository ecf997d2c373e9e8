// SPDX-License-Identifier: Apache-2.0
// Circular buffer of a layer in the eDRAM of its tiles (ISAAC section V): takes the pixels of the
// layer before, and gives the copies of the layer's arrays their windows in turn as soon as a
// window's last pixel is there. Pixels that no later window needs make room.
//
// Per cycle: as many windows as there are copies that can take one; a window moves to the copy's
// input registers while the copy works on the one before (its turns on the bus: layer_copy.h). A
// copy that is busy holds up the windows behind. Not modelled: where in the eDRAM a pixel stands.
#pragma once

#include <deque>

#include "arch/memristor/messages.h"
#include "arch/memristor/pixels.h"
#include "sim/fabric/channel.h"

namespace arch::memristor {

/// Where a layer's pixels come from.
enum class Pixels {
  present,  ///< they are all there from the beginning
  outside,  ///< over the links of the chip, which do not ask for room
  layer,    ///< another layer, which waits for room
};

class WindowBuffer : public sim::fabric::Process {
 public:
  WindowBuffer(sim::fabric::Simulation& simulation, const std::string& name, sim::Time period,
               const PixelPlane& plane, std::int64_t images, std::size_t copies, Pixels source);

  sim::fabric::In<Pixel> pixels{*this};
  sim::fabric::Out<FreedPixels> freed{*this};
  std::deque<sim::fabric::Out<Window>> windows;  ///< by copy

 private:
  sim::fabric::Behaviour run() override;
  std::int64_t kept_after(std::int64_t image, std::int64_t window) const;

  PixelPlane plane_;
  std::int64_t images_;
  Pixels source_;
};

}  // namespace arch::memristor
