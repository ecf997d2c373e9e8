// SPDX-License-Identifier: Apache-2.0
// PCNN, an accelerator for kernels that keep equally many weights in few patterns (Tan et al.,
// "PCNN: Pattern-based Fine-Grained Regular Pruning towards Optimizing CNN Accelerators", DAC 2020,
// arXiv:2002.04997). The machine owns its blocks and wires them:
//
//  weight_loader          processing_element 0 ... 63 (a filter each)
//  +-------------+       +---------------------------------------------------------------------+
//  | DRAM: codes |==[q]==>| weight_sram, spm_sram                                               |
//  | and weights |       |   code --> spm_decoder --> & activation mask --> pointers --> lanes |
//  | pattern     |------>|            (pattern table)  (sparsity I/O)                      |   |
//  |  table      |       |                                                 accumulators x 2 | |
//  +-------------+       +-------------------------------------------------------------|-------+
//  activation_reader ==> patches of a slab of channels, to all PEs           tile_end  |
//  (input memory)   ^                                                        (barrier) v
//  input_loader ----+ (rows of a pass, if they do not fit)         output_stage --> output memory
//
// Files: config, tiling (passes, tiles, slabs), mapper (kernels, rounds, portions), weight_loader,
// input_loader, activation_reader, processing_element, output_stage, messages, inventory; parts/:
// windows (activations by kernel position, masks), pointer_generation (slots), filter_sums
// (values), bank_accesses.
#pragma once

#include <memory>

#include "arch/pcnn/config.h"
#include "sim/machine/machine.h"

namespace arch::pcnn {

class Pcnn final : public sim::machine::Machine {
 public:
  explicit Pcnn(const Config& config) : config_(config) {}
  std::string refusal(const sim::workload::Layer& layer) const override;
  sim::ledger::Ledger inventory() const override;
  sim::Time period() const override { return config_.period(); }
  double off_chip_gb_per_s() const override { return config_.dram_gb_per_s; }
  sim::machine::LayerRun run(const sim::machine::LayerJob& job) const override;

 private:
  Config config_;
};

/// For the catalog.
std::unique_ptr<sim::machine::Blueprint> blueprint();

}  // namespace arch::pcnn
