// SPDX-License-Identifier: Apache-2.0
// CAP-RAM, a charge-domain compute-in-memory macro of 6T SRAM (Chen et al., JSSC 56(6) 2021,
// arXiv:2107.02388), and the SRAM macros that are configs of it: with other converters, or with
// adders in place of converters. The machine owns its blocks and wires them, for any number of
// macros that share their inputs:
//
//   input_driver (input buffer, DACs)                          weight_loader <---- DRAM
//        |  levels of one segment: one broadcast, joint back-pressure   | rows of cells
//        v                                                              v
//   +-- macro 0 ... N-1 -------------------------------------------------------------+
//   | array: planes of cells --> mac_slices: 8 cells share a MAC circuit,            |
//   |                            a slice's circuits share their charge               |
//   |                                 | one sum per slice                            |
//   |                            converter (or adder chain)   reset-drive-share-convert
//   +---------------------------------+----------------------------------------------+
//        | values                 shift_and_add 0 ... N-1: digits of weights and inputs
//        v
//   output_unit: output buffer, further segments and rounds
//
// Lossy unless the conversion is digital or has a code for every sum: then the machine is judged by
// define() (definition.h). Files: config, mapper (layer -> segments, tiles, rounds), the blocks
// above, messages, inventory, definition; parts/: weight_digits, input_passes, mac_slices,
// converter, converter_errors, conversion_slots.
#pragma once

#include <memory>

#include "arch/cap_ram/config.h"
#include "sim/machine/machine.h"

namespace arch::cap_ram {

class CapRam final : public sim::machine::Machine {
 public:
  explicit CapRam(const Config& config) : config_(config) {}
  std::string refusal(const sim::workload::Layer& layer) const override;
  sim::ledger::Ledger inventory() const override;
  sim::Time period() const override { return config_.period(); }
  double off_chip_gb_per_s() const override { return config_.weight_gb_per_s; }
  sim::machine::LayerRun run(const sim::machine::LayerJob& job) const override;
  bool exact() const override { return config_.exact(); }
  std::string needs_values() const override;
  std::vector<std::int64_t> definition(const sim::machine::LayerJob& job) const override;

 private:
  Config config_;
};

/// For the catalog.
std::unique_ptr<sim::machine::Blueprint> blueprint();

}  // namespace arch::cap_ram
