// SPDX-License-Identifier: Apache-2.0
// EIE, the efficient inference engine for compressed fully connected layers (Han et al., ISCA 2016,
// arXiv:1602.01528). The machine owns its blocks and wires them:
//
//   central_control_unit                         processing_element 0 ... N-1
//  +----------------------------------+         +------------------------------------------+
//  | I/O mode: fill the SRAMs         |         | pointer_read -> matrix_read -> arithmetic|
//  | leading_nonzero_detection (tree) |==[q]==> |      ^ (q: activation queue)     |       |
//  | source registers of all PEs      |         |                            sums: write   |
//  +----------------------------------+         +------------------------------------------+
//        one broadcast channel, joint back-pressure: it stops when any queue is full
//
// A convolution is one product of matrix and vector for every output pixel, as the paper suggests
// for kernels of 1 x 1; wider windows are gathered by the host.
//
// Files: config, mapper (layer -> tiles), central_control_unit, processing_element, messages,
// inventory (boxes and counts); parts/: leading_nonzero_detection, pointer_read, matrix_read,
// arithmetic_unit.
#pragma once

#include <memory>

#include "arch/eie/config.h"
#include "sim/machine/machine.h"

namespace arch::eie {

class Eie final : public sim::machine::Machine {
 public:
  explicit Eie(const Config& config) : config_(config) {}
  std::string refusal(const sim::workload::Layer& layer) const override;
  sim::ledger::Ledger inventory() const override;
  sim::Time period() const override { return config_.period(); }
  double off_chip_gb_per_s() const override { return config_.io_gb_per_s; }
  sim::machine::LayerRun run(const sim::machine::LayerJob& job) const override;

 private:
  Config config_;
};

/// For the catalog.
std::unique_ptr<sim::machine::Blueprint> blueprint();

}  // namespace arch::eie
