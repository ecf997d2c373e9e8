// SPDX-License-Identifier: Apache-2.0
// Activation mover: with activations that do not fit (temporal tiling), brings them from DRAM load
// by load, each on the heels of the last use of the one before.
//
// Per load: as many cycles as DRAM takes for the bits of all PEs.
// Not modelled: contention with the weights; the write of the last outputs after the end.
#pragma once

#include "arch/scnn/mapper.h"
#include "arch/scnn/messages.h"
#include "sim/fabric/channel.h"

namespace arch::scnn {

class ActivationMover : public sim::fabric::Process {
 public:
  ActivationMover(sim::fabric::Simulation& simulation, const Config& config,
                  const Mapping& mapping);

  sim::fabric::Out<Token> tiles{*this};

  std::int64_t bits_read() const { return bits_read_; }

 private:
  sim::fabric::Behaviour run() override;

  const Config& config_;
  const Mapping& mapping_;
  std::int64_t bits_read_ = 0;
};

}  // namespace arch::scnn
