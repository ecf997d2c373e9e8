// SPDX-License-Identifier: Apache-2.0
// Zero-run coding of activations (SCNN section III): each stored value is preceded by the number of
// zeros before it; a run longer than the count can tell takes a placeholder. Counts bits only.
#pragma once

#include <algorithm>
#include <cstdint>

#include "arch/dcnn/config.h"
#include "sim/tensor/zero_run.h"

namespace arch::dcnn {

class RunCode {
 public:
  explicit RunCode(const Config& config)
      : value_bits_(config.value_bits),
        run_bits_(config.run_bits),
        codes_(config.compresses_activations) {}

  void add(std::int16_t value) {
    ++values_;
    if (value == 0) {
      ++run_;
    } else {
      stored_ += placeholders() + 1;
      run_ = 0;
    }
  }
  /// The bits of all values so far: coded or, if that is shorter or nothing is coded, as they are.
  std::int64_t bits() const {
    const auto plain = values_ * value_bits_;
    const auto stored = stored_ + placeholders();
    return codes_ ? std::min(plain, stored * (value_bits_ + run_bits_)) : plain;
  }

 private:
  std::int64_t placeholders() const {
    return static_cast<std::int64_t>(sim::tensor::zero_run(run_, run_bits_).fillers);
  }

  int value_bits_, run_bits_;
  bool codes_;
  std::uint64_t run_ = 0;
  std::int64_t values_ = 0;
  std::int64_t stored_ = 0;
};

}  // namespace arch::dcnn
