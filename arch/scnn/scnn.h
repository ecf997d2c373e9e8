// SPDX-License-Identifier: Apache-2.0
// SCNN, the accelerator for compressed-sparse convolutional networks (Parashar et al., ISCA 2017,
// arXiv:1708.04485): planar-tiled, input-stationary, Cartesian product of compressed blocks
// (PT-IS-CP-sparse). The machine owns its blocks and wires them:
//
//                     processing_element 0 ... 63 (grid, one tile of the plane each)
//  layer_sequencer   +------------------------------------------------------------------+
//  +-------------+   | weight FIFO ==> F x I multipliers --> scatter crossbar --> banks |
//  | weights     |==>|  (chunk circulates)  ^  coordinate adders  (queues)   x 2 buffers|-->
//  group_end | from DRAM   |   | input RAM (tile) ----+                                   |       |
//  (barrier)
//  +-------------+   +-----------------------------------------------------------|------+
//  activation_mover ==> (tiles, if they do not fit)             post_processing_unit 0 ... 63
//                                                        halo, ReLU, compression --> output RAM
//
// Files: config, geometry (tiles, windows, addresses), mapper (layer -> groups, chunks, passes),
// layer_sequencer, activation_mover, processing_element, post_processing_unit, messages, inventory;
// parts/: compressed_stream, merge_unit, scatter_crossbar.
#pragma once

#include <memory>

#include "arch/scnn/config.h"
#include "sim/machine/machine.h"

namespace arch::scnn {

class Scnn final : public sim::machine::Machine {
 public:
  explicit Scnn(const Config& config) : config_(config) {}
  std::string refusal(const sim::workload::Layer& layer) const override;
  sim::ledger::Ledger inventory() const override;
  bool counts_outputs() const override { return true; }
  sim::Time period() const override { return config_.period(); }
  double off_chip_gb_per_s() const override { return config_.dram_gb_per_s; }
  sim::machine::LayerRun run(const sim::machine::LayerJob& job) const override;

 private:
  Config config_;
};

/// For the catalog.
std::unique_ptr<sim::machine::Blueprint> blueprint();

}  // namespace arch::scnn
