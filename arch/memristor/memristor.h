// SPDX-License-Identifier: Apache-2.0
// Crossbars of memristors that multiply in place (ISAAC, Shafiee et al., ISCA 2016; FORMS, Yuan et
// al., ISCA 2021; PUMA's matrix-vector unit; the ADMM designs of arXiv:1908.11691 and 1908.10017).
// All layers of a network stand on arrays of their own and work at the same time:
//
//   chip: tiles, links to other chips (link)
//  +--------------------------------------------------------------------------------------------+
//  | layer 1                                                          layer 2                   |
//  | window_buffer --> layer_copy 0 .. r-1 --> output_stage --pixels--> window_buffer --> ...   |
//  |  (eDRAM, bus)    (in-situ units: arrays,   (tile: shift-and-add, |  (circular: gives back  |
//  |                   DAC, S&H, ADC, S+A)       sigmoid, max-pool) <-+   freed pixels)         |
//  +--------------------------------------------------------------------------------------------+
//
// What arrays compute (products) and when (the blocks) are apart: windows carry numbers, not
// values.
//
// Files: config, mapper (weights -> arrays), products (values and reads of all windows), plan
// (copies, units, chips), pixels (which output is whose input), pipeline (wires the blocks),
// window_buffer, layer_copy, output_stage, link, messages, array_programmer and memory_port (where
// arrays are reloaded), network (the job), definition (the judge where the ADC clips), inventory;
// parts/: what an array does.
#pragma once

#include <memory>

#include "arch/memristor/config.h"
#include "sim/machine/machine.h"

namespace arch::memristor {

class Memristor final : public sim::machine::Machine {
 public:
  explicit Memristor(const Config& config) : config_(config) {}
  std::string refusal(const sim::workload::Layer& layer) const override;
  sim::ledger::Ledger inventory() const override;
  /// A network of one layer.
  sim::machine::LayerRun run(const sim::machine::LayerJob& job) const override;
  bool takes_networks() const override { return true; }
  std::unique_ptr<sim::machine::NetworkJob> begin_network() const override;
  sim::ledger::Ledger full_load() const override;
  sim::Time period() const override { return config_.cycle(); }
  bool exact() const override { return config_.lossless(); }
  std::string needs_values() const override;
  std::vector<std::int64_t> definition(const sim::machine::LayerJob& job) const override;

 private:
  Config config_;
};

/// For the catalog.
std::unique_ptr<sim::machine::Blueprint> blueprint();

}  // namespace arch::memristor
