// SPDX-License-Identifier: Apache-2.0
// SOT-MRAM engine: convolutions bit by bit inside magnetic memory (IMCE, ASP-DAC 2018, and its
// lineage up to arXiv:1912.05416). Groups of banks of mats of computational sub-arrays; a bank:
//
//   kernel_bank, image_bank, DRAM
//        |  bus: rows of weights and of inputs, one after the other
//        v
//  +-- sub_array (as many as the bank's mats have) -------------------------+
//  | rows: resident operand | written operand     two rows active per pass  |
//  | sense_amplifier of every column: AND, or XOR of levels                 |
//  | bit counter -> shifter -> accumulator: sum of 2^(j+k) x ones           |
//  +------------------------------------------------------------------------+
//        |  [partial sums of a burst]
//        v
//   digital_unit: adds up the segments, bias, quantiser -> image_bank
//
// Files: config, mapper (layer -> tiles), sub_array, digital_unit, messages, output_sums, inventory
// (boxes and counts); parts/: plane_code (integers as bits), operand_planes (rows), plane_product
// (AND or XOR, count, shift, add), sense_amplifier.
#pragma once

#include <memory>

#include "arch/sot_mram/config.h"
#include "sim/machine/machine.h"

namespace arch::sot_mram {

class SotMram final : public sim::machine::Machine {
 public:
  explicit SotMram(const Config& config) : config_(config) {}
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

}  // namespace arch::sot_mram
