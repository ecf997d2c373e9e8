// SPDX-License-Identifier: Apache-2.0
// ESE's controller: the state machine, and the read of the activations.
//
// It waits until the first inputs, weights and pointers have arrived. Then, state after state, it
// commands the element-wise units and reads the operand of the state's matrix from the vector
// buffer, one element (of each channel) per cycle, which goes to the activation queues of all PEs;
// it stops when any queue is full. A state ends when PEs and element-wise units have done their
// work; the next one begins `switch_cycles` later. Not modelled: the host's interrupts and
// commands.
#pragma once

#include <span>
#include <vector>

#include "arch/ese/config.h"
#include "arch/ese/mapper.h"
#include "arch/ese/messages.h"
#include "arch/ese/vector_buffers.h"
#include "sim/fabric/barrier.h"
#include "sim/fabric/channel.h"
#include "sim/workload/layer_data.h"

namespace arch::ese {

/// What the controller saw of the time and the work.
struct ControlCounts {
  std::vector<sim::Time> states;      ///< of each state of a step, all steps together
  sim::Time initial{0};               ///< until the first state
  std::int64_t lane_activations = 0;  ///< broadcast, in all channels that have a sequence
  std::int64_t lane_inputs = 0;       ///< loaded
  std::int64_t macs_effectual = 0;    ///< products of non-zeros
};

class Controller : public sim::fabric::Process {
 public:
  Controller(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
             const sim::workload::LstmWeights& weights, const sim::workload::Vectors& sequences,
             VectorBuffers& buffers, sim::fabric::Barrier& state_done);

  sim::fabric::In<Arrived> inputs{*this};
  sim::fabric::In<Arrived> first_chunk{*this};
  sim::fabric::In<Arrived> first_pointers{*this};
  sim::fabric::Out<Command> commands{*this};
  sim::fabric::Out<Column> activations{*this};
  sim::fabric::Out<Arrived> outputs{*this};

  const ControlCounts& counts() const { return counts_; }
  /// The outputs, sequence after sequence, of each step after step.
  const std::vector<std::int64_t>& results() const { return results_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour step(std::int64_t batch, std::int64_t step);
  sim::fabric::Behaviour broadcast(std::size_t matrix, std::int64_t lanes);
  void load_inputs(std::int64_t batch, std::int64_t step);
  void save_outputs(std::int64_t batch, std::int64_t step);
  /// Products of the matrix's non-zeros with those of its operand, in the first `lanes` channels.
  std::int64_t effectual_products(std::size_t matrix, std::int64_t lanes) const;

  const Config& config_;
  const Mapping& mapping_;
  const sim::workload::LstmWeights& weights_;
  const sim::workload::Vectors& sequences_;
  VectorBuffers& buffers_;
  sim::fabric::Barrier& state_done_;
  ControlCounts counts_;
  std::vector<std::int64_t> results_;
};

}  // namespace arch::ese
