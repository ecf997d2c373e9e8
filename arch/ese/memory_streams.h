// SPDX-License-Identifier: Apache-2.0
// The memory controller: streams what the PEs need from the two external memories into the double
// buffers, in the order of the controller's states, step after step.
//
// Per cycle: each memory moves as many bits as its bandwidth allows. The weight stream fetches
// chunk after chunk of the matrices, the vector stream on the other memory each step's inputs and
// the tiles' pointers; it writes the outputs of the step before as soon as they are complete. A
// fetch begins when a buffer is free and the one before has passed; the buffer is ready `latency`
// cycles after its last word. Before the first step the vector stream loads peepholes and biases,
// which stay. Not modelled: banks, rows and refresh of the memories; the transfer from the host.
#pragma once

#include "arch/ese/config.h"
#include "arch/ese/mapper.h"
#include "arch/ese/messages.h"
#include "sim/fabric/channel.h"

namespace arch::ese {

/// Bits that a memory moved.
struct DramCounts {
  std::int64_t read_bits = 0;
  std::int64_t written_bits = 0;
};

class WeightStream : public sim::fabric::Process {
 public:
  WeightStream(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping);

  sim::fabric::Out<Arrived> chunks{*this};
  sim::fabric::Out<Arrived> first_chunk{*this};

  const DramCounts& counts() const { return counts_; }

 private:
  sim::fabric::Behaviour run() override;

  const Config& config_;
  const Mapping& mapping_;
  DramCounts counts_;
};

class VectorStream : public sim::fabric::Process {
 public:
  VectorStream(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping);

  sim::fabric::Out<Arrived> inputs{*this};
  sim::fabric::Out<Arrived> pointers{*this};
  sim::fabric::Out<Arrived> first_pointers{*this};
  sim::fabric::In<Arrived> outputs{*this};

  const DramCounts& counts() const { return counts_; }
  /// When the outputs of each step had been written.
  const std::vector<sim::Time>& written() const { return written_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour fetch_inputs(std::int64_t pass);
  sim::fabric::Behaviour fetch_pointers(std::int64_t pass);
  sim::fabric::Behaviour write_outputs(std::int64_t pass);

  const Config& config_;
  const Mapping& mapping_;
  DramCounts counts_;
  std::vector<sim::Time> written_;
};

}  // namespace arch::ese
