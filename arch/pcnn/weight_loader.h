// SPDX-License-Identifier: Apache-2.0
// The part of the DRAM controller that fills the pattern table, and the banks of weights and codes.
//
// At the beginning of a layer: one pattern per cycle into the table. Then, per cycle, as many bytes
// as the DRAM delivers while no other stream is served; a portion is there when its last byte is
// and when the banks of all PEs have room for it. Kernels that stay are loaded once for all tiles
// of a pass, others again for every tile.
// Not modelled: DRAM latency and pages (weights are known long in advance); weights that stay for
// the next image.
#pragma once

#include "arch/pcnn/mapper.h"
#include "arch/pcnn/messages.h"
#include "sim/fabric/arbiter.h"
#include "sim/fabric/channel.h"
#include "sim/parts/dram_stream.h"

namespace arch::pcnn {

class WeightLoader : public sim::fabric::Process {
 public:
  WeightLoader(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
               std::size_t images, sim::fabric::Arbiter& dram);
  static constexpr std::size_t dram_client = 0;

  sim::fabric::Out<LoadedPortion> portions{*this};

  std::int64_t dram_bits() const { return stream_.bits(); }
  std::int64_t patterns_written() const { return patterns_written_; }
  /// Words written to the banks of all PEs together.
  std::int64_t weight_writes() const { return weight_writes_; }
  std::int64_t code_writes() const { return code_writes_; }

 private:
  sim::fabric::Behaviour run() override;
  sim::fabric::Behaviour fill_table();
  sim::fabric::Behaviour load(const Round& round);
  sim::fabric::Behaviour transfer(std::int64_t bits);

  const Config& config_;
  const Mapping& mapping_;
  std::size_t images_;
  sim::fabric::Arbiter& dram_;
  sim::parts::DramStream stream_;
  std::int64_t patterns_written_ = 0;
  std::int64_t weight_writes_ = 0;
  std::int64_t code_writes_ = 0;
};

}  // namespace arch::pcnn
