// SPDX-License-Identifier: Apache-2.0
// One PE (EIE Fig. 4b): activation queue, pointer read, sparse matrix read, arithmetic unit,
// activation read and write.
//
// Per cycle: the pointer read takes the next activation from the queue when the entries of the
// present column have all been issued; one entry is issued per cycle; a column without an entry in
// this PE costs the one cycle of its pointer read. The pipeline behind (pointer read, matrix read,
// arithmetic stages) never stalls: its length counts once, when a batch of rows drains, and from
// the last issued entry on: a PE that waits for the end has drained meanwhile. At the end of the
// rows the sums pass ReLU and are written from the destination registers to the activation SRAM, a
// few per cycle. Not modelled: conflicts between the write-back and the central control unit's
// reads of the activation SRAM (they never overlap: a batch's source is read before its first
// broadcast).
#pragma once

#include <vector>

#include "arch/eie/config.h"
#include "arch/eie/inventory.h"
#include "arch/eie/mapper.h"
#include "arch/eie/messages.h"
#include "arch/eie/parts/arithmetic_unit.h"
#include "arch/eie/parts/matrix_read.h"
#include "arch/eie/parts/pointer_read.h"
#include "sim/fabric/barrier.h"
#include "sim/fabric/consume.h"

namespace arch::eie {

class ProcessingElement : public sim::fabric::Process {
 public:
  ProcessingElement(sim::fabric::Simulation& simulation, const Config& config, int number,
                    const Mapping& mapping, sim::fabric::Barrier& all_idle);

  sim::fabric::In<Activation> activations{*this};

  /// The exact sums of this PE's rows (row i of the layer belongs to PE i mod N), in ascending
  /// order, vector after vector; none without values.
  const std::vector<std::int64_t>& sums() const { return sums_; }
  PeCounts counts() const;

 private:
  friend sim::fabric::Consume<Activation, ProcessingElement>;
  sim::fabric::Behaviour run() override;
  bool takes(const Activation& next) const { return next.kind == Activation::Kind::value; }
  sim::Cycles take(const Activation& activation, sim::Time start);
  sim::fabric::Behaviour finish(Activation end);
  sim::fabric::Behaviour write_back();
  void begin_rows(int row_batch);

  const Config& config_;
  int number_;
  const Mapping& mapping_;
  sim::fabric::Barrier& all_idle_;
  const sim::Time drain_;  ///< from the end of an entry's issue to its sum's write
  /// Of this PE in column 0; only without values.
  const sim::tensor::RelativeCscColumns::Ends* ends_ = nullptr;
  const std::size_t stride_;  ///< from there to the next column's
  sim::Time issued_;          ///< until when the last entry was
  PeCounts counts_;
  PointerRead pointer_read_;
  MatrixRead matrix_read_;
  ArithmeticUnit arithmetic_;
  int row_batch_ = 0;
  std::vector<std::int64_t> sums_;
};

}  // namespace arch::eie
