// SPDX-License-Identifier: Apache-2.0
// DCNN, the dense baseline of SCNN (Parashar et al., ISCA 2017, arXiv:1708.04485, section V): the
// same grid of PEs, planar tiling and input-stationary order, but dense operands and a dot-product
// array in every PE in place of SCNN's Cartesian product, crossbar and banks. DCNN-opt is a config
// of it: gated multipliers, and activations coded on their way to and from DRAM.
//
//   layer_sequencer ===== weight blocks, one broadcast ======> all PEs (joint back-pressure)
//        |                  +------------------------------------------------------------+
//      DRAM (arbiter)       | processing_element 0 ... N-1, neighbours linked for halos  |
//        |                  |  weight buffer ---+                                        |
//   activation_loader ====> |  activation RAM --> dot_products --> accumulator sets      |
//        |       <--freed-- |                                         | finished sums    |
//        |                  +-----------------------------------------v------------------+
//   output_writer <======== post_processing_unit 0 ... N-1 (ReLU; to the RAM or to DRAM)
//
// The loader and the writer work only for layers whose activations do not fit the RAMs.
// Files: config, mapper and tiling (layer -> passes and groups of filters), the blocks above,
// messages, inventory; parts/: axis_cut, dot_product_order, dot_products, run_code.
#pragma once

#include <memory>

#include "arch/dcnn/config.h"
#include "sim/machine/machine.h"

namespace arch::dcnn {

class Dcnn final : public sim::machine::Machine {
 public:
  explicit Dcnn(const Config& config) : config_(config) {}
  std::string refusal(const sim::workload::Layer& layer) const override;
  std::string needs_values() const override;
  sim::ledger::Ledger inventory() const override;
  sim::Time period() const override { return config_.period(); }
  double off_chip_gb_per_s() const override { return config_.dram_gb_per_s; }
  sim::machine::LayerRun run(const sim::machine::LayerJob& job) const override;

 private:
  Config config_;
};

/// For the catalog.
std::unique_ptr<sim::machine::Blueprint> blueprint();

}  // namespace arch::dcnn
