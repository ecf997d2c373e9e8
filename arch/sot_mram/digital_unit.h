// SPDX-License-Identifier: Apache-2.0
// The digital unit of a bank: adds up the partial sums of the segments, adds the bias, and narrows
// what is complete to the next layer's activations, which go to the image bank.
//
// Per cycle: a few partial sums of one burst. Takes the bursts of its sub-arrays in turn, one of
// each; a sub-array that has no more is left out.
// Not modelled: the way of partial sums between banks whose segments belong together; pooling.
#pragma once

#include <deque>
#include <vector>

#include "arch/sot_mram/config.h"
#include "arch/sot_mram/messages.h"
#include "sim/fabric/channel.h"

namespace arch::sot_mram {

class DigitalUnit : public sim::fabric::Process {
 public:
  DigitalUnit(sim::fabric::Simulation& simulation, const Config& config, std::size_t number,
              std::size_t images);

  std::deque<sim::fabric::In<PartialSums>> sums;  ///< of every sub-array of the bank

  /// Partial sums added up.
  std::int64_t additions() const { return additions_; }
  /// When the last sum of each image was added up here; 0 for none.
  const std::vector<sim::Time>& image_ends() const { return image_ends_; }

 private:
  sim::fabric::Behaviour run() override;

  const Config& config_;
  std::int64_t additions_ = 0;
  std::vector<sim::Time> image_ends_;
};

}  // namespace arch::sot_mram
