// SPDX-License-Identifier: Apache-2.0
// ESE, the efficient speech recognition engine for compressed LSTMs on an FPGA (Han et al., FPGA
// 2017, arXiv:1612.00694). The machine owns its blocks and wires them:
//
//   memory_streams                                  processing_element 0 ... N-1, of all channels
//  +----------------------------+  weights         +-------------------------------------------+
//  | weight_stream  (memory 0)  |=[double buffer]=>|                                           |
//  | vector_stream  (memory 1)  |=[double buffer]=>| pointer read -> matrix read -> arithmetic |
//  +----------------------------+  pointers        |      ^ (q: activation queue)     |        |
//     ^ outputs      | inputs                      +------+---------------------------+--------+
//     |              v                                    |                           v
//  +----------------------------+     one broadcast,      |             +----------------------+
//  | controller: state machine, |==[q]====================+             | vector_buffers       |
//  | read of the activations    |     joint back-pressure               +----------------------+
//  +----------------------------+                                             ^          ^
//     | commands            +-------------------------------------------------+          |
//     +-------------------->| element_wise_unit: multipliers, adder tree, tables         |
//                           +------------------------------------------------------------+
//
// All meet at a barrier at the end of each of the controller's states (schedule).
//
// Files: config, schedule (the states of a time step), mapper (matrices -> tiles), memory_streams,
// controller, processing_element, element_wise_unit, vector_buffers, messages, inventory (boxes and
// counts), phases (what is reported of each matrix); parts/: arithmetic_unit, element_wise.
#pragma once

#include <memory>

#include "arch/ese/config.h"
#include "sim/machine/machine.h"

namespace arch::ese {

class Ese final : public sim::machine::Machine {
 public:
  explicit Ese(const Config& config) : config_(config) {}
  std::string refusal(const sim::workload::Layer& layer) const override;
  std::string needs_values() const override;
  sim::ledger::Ledger inventory() const override;
  sim::Time period() const override { return config_.period(); }
  /// Of the two memories together.
  double off_chip_gb_per_s() const override { return 2 * config_.dram_gb_per_s; }
  sim::machine::LayerRun run(const sim::machine::LayerJob& job) const override;

 private:
  Config config_;
};

/// For the catalog.
std::unique_ptr<sim::machine::Blueprint> blueprint();

}  // namespace arch::ese
