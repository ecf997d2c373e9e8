// SPDX-License-Identifier: Apache-2.0
// The activations that meet the weights: for every input channel and kernel position a row, with
// one for every pixel of a pass, in the order of its tiles. And the activation masks of sparsity
// I/O: which positions have a non-zero for any pixel of a group.
//
// Pixels are cut into blocks that fit a vector of the host, and the rows of a block stand together:
// a filter's weights meet a few of them after each other.
// Shared by all PEs: what is selected is the same for all of them, since none begins a pass before
// all have ended the one before.
#pragma once

#include <cstdint>
#include <vector>

#include "arch/pcnn/mapper.h"

namespace arch::pcnn {

/// Pixels of a block; all those of a small pass may fit a narrow one.
constexpr std::size_t wide_block = 16, narrow_block = 4;

class Windows {
 public:
  Windows(const Config& config, const Mapping& mapping, const sim::workload::Vectors& images);

  /// Makes the windows of an image and a pass the present ones.
  void select(std::size_t image, std::size_t pass);

  std::size_t pixels() const { return mapping_.tiling.passes[pass_].pixels; }
  std::size_t block_pixels() const { return pixels() <= narrow_block ? narrow_block : wide_block; }
  /// The rows of the block that begins with this pixel: (rows, block_pixels), zeros for pixels
  /// behind the last.
  const std::int16_t* block(std::size_t first_pixel) const {
    return values_.data() + first_pixel / block_pixels() * block_size_;
  }
  std::size_t row(std::size_t channel, std::size_t position) const {
    return channel * area_ + position;
  }
  /// Pixels of the pass whose activation in this row is not 0.
  std::int64_t nonzeros(std::size_t row) const { return nonzeros_[row]; }
  /// The masks of all groups of the pass; only in a machine that skips, for kernels with patterns.
  const std::uint16_t* masks(std::size_t channel) const {
    return masks_.data() + channel * groups_;
  }

 private:
  /// Pixels that stand side by side in a tile.
  struct Run {
    std::size_t from;  ///< in the padded plane, for kernel position 0
    std::size_t pixels;
  };
  /// Short runs are copied so many pixels at a time, whether they have them or not: what is too
  /// much is written over.
  static constexpr std::size_t copied_at_once = 8;

  void prepare(const Pass& pass);
  void gather(std::size_t image, const Pass& pass);
  void pad(const std::int16_t* plane, const Pass& pass);
  void fill_line(std::size_t offset);
  void deal_out(std::size_t row);
  void mark_groups(const Pass& pass, std::size_t channel, std::size_t position);

  const Config& config_;
  const Mapping& mapping_;
  const sim::workload::Vectors& images_;
  std::size_t image_, pass_;  ///< what is selected
  std::size_t area_, stride_;
  std::size_t padded_width_;
  std::size_t block_size_ = 0, groups_ = 0;
  std::vector<Run> runs_;             ///< all pixels of the pass
  std::vector<std::int16_t> padded_;  ///< the inputs of a channel that the pass needs, in zeros
  std::vector<std::int16_t> line_;    ///< a row of windows, with the zeros that fill its last block
  std::vector<std::int16_t> values_;
  std::vector<std::int32_t> nonzeros_;
  std::vector<std::uint16_t> masks_;
};

}  // namespace arch::pcnn
