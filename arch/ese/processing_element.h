// SPDX-License-Identifier: Apache-2.0
// PE n of all channels: activation queue, pointer read, sparse matrix read, arithmetic unit and
// activation buffer.
//
// One process stands for as many PEs as there are channels, exactly: they read the same entries
// from the buffers that they share, no zero activation is skipped, so nothing in which channels
// differ has an influence on time. The values of every channel are computed.
//
// Per cycle: the pointer read takes the next column from the queue when the entries of the present
// one have all been issued; one entry is issued per cycle; a column without an entry in this PE
// costs the one cycle of its pointer read. It waits at the first column of a tile until its
// pointers are there, at the first entry of a chunk until the chunk is, and frees their buffers
// when the last column is done and the last entry is issued. The pipeline behind never stalls: its
// length counts once, at the end of a matrix. The sums are then where the element-wise units, or
// the next matrix, find them: activation buffers are swapped, not copied.
#pragma once

#include "arch/ese/config.h"
#include "arch/ese/inventory.h"
#include "arch/ese/mapper.h"
#include "arch/ese/messages.h"
#include "arch/ese/parts/arithmetic_unit.h"
#include "arch/ese/vector_buffers.h"
#include "sim/fabric/barrier.h"
#include "sim/fabric/channel.h"

namespace arch::ese {

class ProcessingElement : public sim::fabric::Process {
 public:
  ProcessingElement(sim::fabric::Simulation& simulation, const Config& config, int number,
                    const Mapping& mapping, const sim::workload::LstmFormats& formats,
                    const sim::workload::LstmWeights& weights, VectorBuffers& buffers,
                    sim::fabric::Barrier& state_done);

  sim::fabric::In<Column> activations{*this};
  sim::fabric::In<Arrived> weights{*this};
  sim::fabric::In<Arrived> pointers{*this};

  const PeCounts& counts() const { return counts_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour multiply(std::size_t matrix);
  void count(std::size_t matrix, std::int64_t lanes);
  /// Gives the sums of a matrix their format and puts them into the vector buffers.
  void store(std::size_t matrix, const std::vector<std::int64_t>& sums);

  const Config& config_;
  std::size_t number_;
  const Mapping& mapping_;
  const sim::workload::LstmFormats& formats_;
  const sim::workload::LstmWeights& scales_;
  VectorBuffers& buffers_;
  sim::fabric::Barrier& state_done_;
  const sim::Time drain_;  ///< from the end of an entry's issue to its sum's write
  ArithmeticUnit arithmetic_;
  sim::Time written_{0};  ///< when the sum of the last issued entry is
  PeCounts counts_;
};

}  // namespace arch::ese
