// SPDX-License-Identifier: Apache-2.0
// Zero-run coding (SCNN section IV): values stand with the number of zeros before them; a run that
// the count cannot express takes a placeholder, an element of value 0. Elements are handed to the
// multipliers in vectors; the last vector of a stream is filled up with lanes that do nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/tensor/zero_run.h"

namespace arch::scnn {

/// Values with the offset of their coordinates in the accumulator buffer, vector after vector.
struct Elements {
  std::vector<std::int16_t> value;   ///< 0: a placeholder or an idle lane
  std::vector<std::int32_t> offset;  ///< of the activation's, or the weight's, share of the address
  std::size_t size() const { return value.size(); }
};

/// Appends one stream to `elements`.
class CompressedStream {
 public:
  /// `lanes` elements make a vector; runs are counted in `run_bits`; without compression zeros are
  /// elements like others.
  CompressedStream(Elements& elements, int lanes, int run_bits, bool compressed)
      : elements_(elements),
        lanes_(static_cast<std::size_t>(lanes)),
        run_bits_(run_bits),
        compressed_(compressed),
        first_(elements.size()) {}

  void add(std::int16_t value, std::int32_t offset) {
    if (compressed_ && value == 0) {
      ++run_;
      return;
    }
    for (auto left = sim::tensor::zero_run<std::uint16_t>(run_, run_bits_).fillers; left > 0;
         --left) {
      append(0, offset);
    }
    run_ = 0;
    append(value, offset);
  }
  /// Elements so far.
  std::size_t size() const { return elements_.size() - first_; }
  /// Fills the last vector up; the number of vectors.
  std::uint32_t close() {
    while (size() % lanes_ != 0) append(0, 0);
    return static_cast<std::uint32_t>(size() / lanes_);
  }

 private:
  void append(std::int16_t value, std::int32_t offset) {
    elements_.value.push_back(value);
    elements_.offset.push_back(offset);
  }

  Elements& elements_;
  std::size_t lanes_;
  int run_bits_;
  bool compressed_;
  std::size_t first_;
  std::uint64_t run_ = 0;
};

}  // namespace arch::scnn
