// SPDX-License-Identifier: Apache-2.0
// One copy of a layer's arrays (the in-situ units that hold it, ISAAC Fig. 2 and 4; FORMS' MCUs):
// window after window is read from all arrays at the same time, one slice of the inputs and one
// group of rows in a cycle.
//
// Per window: as many cycles as its reads, or as the units' turns on the tile's bus and its output
// stages take, whichever is more. Conversion, shift-and-add, the tile's sums, output stage and
// write follow in a pipeline of fixed length. With zero skipping windows differ (products.h); the
// input registers hold one window beside the one that is read, and so windows of a single cycle
// follow every second cycle. Not modelled: arrays of a copy that run ahead of each other beyond a
// window.
#pragma once

#include "arch/memristor/messages.h"
#include "arch/memristor/plan.h"
#include "sim/fabric/channel.h"

namespace arch::memristor {

class LayerCopy : public sim::fabric::Process {
 public:
  LayerCopy(sim::fabric::Simulation& simulation, const std::string& name, sim::Time period,
            const Products& products, const LayerPlan& plan)
      : Process(simulation, name, period), products_(products), plan_(plan) {}

  sim::fabric::In<Window> windows{*this};
  sim::fabric::Out<Window> outputs{*this};

 private:
  sim::fabric::Behaviour run() override;

  const Products& products_;
  const LayerPlan& plan_;
};

/// Cycles for which a window occupies its copy.
sim::Cycles cycles_of(const Products& products, const LayerPlan& plan, std::int64_t window);

}  // namespace arch::memristor
