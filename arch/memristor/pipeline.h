// SPDX-License-Identifier: Apache-2.0
// All layers of a network at work at the same time: the blocks of every layer, wired, and simulated
// for a stream of images; where arrays are reloaded, load after load, each for all images.
#pragma once

#include <string>
#include <vector>

#include "arch/memristor/config.h"
#include "arch/memristor/plan.h"
#include "sim/fabric/simulation.h"
#include "sim/machine/block_time.h"

namespace arch::memristor {

struct LayerTime {
  std::vector<sim::machine::BlockTime> blocks;
  std::vector<sim::Time> image_ends;
};

struct PipelineTime {
  sim::Time end{0};
  std::vector<LayerTime> layers;
};

PipelineTime simulate(const Config& config, const std::vector<LayerWork>& layers, const Plan& plan,
                      std::int64_t images, sim::fabric::Engine engine,
                      sim::fabric::Timeline* timeline);

/// Of the tile's clock, to program the arrays of a load for one pass: as long as the pulses of the
/// fullest tile, or the weights on the links of a chip, whichever takes longer.
sim::Cycles programming_cycles(const Config& config, const std::vector<LayerWork>& layers,
                               const Plan& plan, const Load& load);

/// Bytes of a layer's pixel, all channels.
std::int64_t pixel_bytes(const Config& config, const LayerPlan& layer);

/// Times that a pixel passes a chip's links on its way to the layer; 0 within a chip.
int chips_crossed(const Config& config, const Plan& plan, const LayerPlan& layer);

}  // namespace arch::memristor
