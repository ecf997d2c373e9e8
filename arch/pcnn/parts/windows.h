// SPDX-License-Identifier: Apache-2.0
// The activations that meet the weights: for every input channel and kernel position, one for every
// pixel of a pass, in the order of its tiles. And the activation masks of sparsity I/O: which
// positions have a non-zero for any pixel of a group.
//
// Shared by all PEs: what is selected is the same for all of them, since none begins a pass before
// all have ended the one before.
#pragma once

#include <cstdint>
#include <vector>

#include "arch/pcnn/mapper.h"

namespace arch::pcnn {

/// Rows of windows are filled up to a multiple of this.
constexpr std::size_t pixel_block = 4;

class Windows {
 public:
  Windows(const Config& config, const Mapping& mapping, const sim::workload::Vectors& images);

  /// Makes the windows of an image and a pass the present ones.
  void select(std::size_t image, std::size_t pass);

  /// Pixels of the pass, and more: rows are filled up with zeros.
  std::size_t pitch() const { return pitch_; }
  const std::int16_t* row(std::size_t channel, std::size_t position) const {
    return values_.data() + (channel * area_ + position) * pitch_;
  }
  /// Pixels of the pass whose activation at this position is not 0.
  std::int64_t nonzeros(std::size_t channel, std::size_t position) const {
    return nonzeros_[channel * area_ + position];
  }
  /// The masks of all groups of the pass; only in a machine that skips, for kernels with patterns.
  const std::uint16_t* masks(std::size_t channel) const {
    return masks_.data() + channel * groups_;
  }

 private:
  void gather(std::size_t image, const Pass& pass);
  void gather_row(const std::int16_t* plane, const Pass& pass, int r, int s, std::int16_t* out);
  void mark_groups(const Pass& pass);

  const Config& config_;
  const Mapping& mapping_;
  const sim::workload::Vectors& images_;
  std::size_t image_, pass_;  ///< what is selected
  std::size_t area_;
  std::size_t pitch_ = 0, groups_ = 0;
  std::vector<std::int16_t> values_;
  std::vector<std::int64_t> nonzeros_;
  std::vector<std::uint16_t> masks_;
};

}  // namespace arch::pcnn
