// SPDX-License-Identifier: Apache-2.0
// The converter of a slice (CAP-RAM, section III-B: charge-injection SAR): successive approximation
// of the shared line's charge by unary packets. Each comparison steers the next removal to the
// higher side, so that the difference moves by 2^(bits - 2), ..., 2, 1 packets towards 0; the last
// comparison is the last bit. Here in whole numbers: a sum S of a slice is 2^(bits - 1) x S /
// full_scale packets; of a slice whose digits are never negative 2^bits x S / full_scale packets,
// less 2^(bits - 1). A code D then is what an ideal converter gives:
//   D = min(2^bits - 1, max(0, floor(packets) + 2^(bits - 1)))
// mid_tread shifts the line by half a packet. SAR and flash converters give the same codes.
// Not modelled: time (conversion_slots.h); errors of real converters (converter_errors.h).
#pragma once

#include <cstdint>

#include "arch/cap_ram/config.h"

namespace arch::cap_ram {

class Converter {
 public:
  /// Of a config that is not digital.
  explicit Converter(const Config& config);

  int codes() const { return 1 << bits_; }

  /// The code of a sum, at most 2^30 in magnitude.
  int code(std::int64_t sum) const { return approximate(sum * per_sum_ + bias_, packet_); }
  /// The code of a line's charge, in packets.
  int code_of_packets(double packets) const { return approximate(packets + shift_, 1.0); }
  /// The charge of a sum, in packets.
  double packets(double sum) const {
    return sum * packets_per_sum_ - (one_ended_ ? half_range_ : 0.0);
  }
  /// Whether no code stands for the sum.
  bool clips(std::int64_t sum) const {
    const auto position = sum * per_sum_ + bias_;
    return position < -half_range_ * packet_ || position >= half_range_ * packet_;
  }
  bool clips_packets(double packets) const {
    return packets + shift_ < -half_range_ || packets + shift_ >= half_range_;
  }
  /// What a code stands for, in units of 2^-fraction_bits packets.
  std::int32_t value(int code) const {
    const auto doubled = 2 * (one_ended_ ? code : code - half_range_) + (mid_rise_ ? 1 : 0);
    return doubled * (1 << (fraction_bits_ - 1));
  }
  int half_range() const { return half_range_; }
  /// What the middle of the range stands for, in packets.
  int middle() const { return one_ended_ ? half_range_ : 0; }
  int fraction_bits() const { return fraction_bits_; }

 private:
  template <class Number>
  int approximate(Number charge, Number packet) const {
    int code = 0;
    for (int step = half_range_ / 2; step >= 1; step /= 2) {
      const bool higher = charge >= 0;
      code = 2 * code + (higher ? 1 : 0);
      const Number removed = static_cast<Number>(step) * packet;
      charge += higher ? -removed : removed;
    }
    return 2 * code + (charge >= 0 ? 1 : 0);
  }

  int bits_;
  int half_range_;  ///< packets
  int fraction_bits_;
  bool one_ended_;
  bool mid_rise_;
  // A packet in whole numbers, what a unit of the sum is in them, and where the line begins.
  std::int64_t packet_, per_sum_, bias_;
  double packets_per_sum_, shift_;
};

/// What makes outputs out of added-up values: (total x factor + half) >> shift.
struct Scale {
  std::int64_t factor = 1;
  int shift = 0;

  /// Of a config: products of 1 and 1 per unit of a value.
  static Scale of(const Config& config);
  std::int64_t apply(std::int64_t total) const {
    return shift == 0 ? total * factor
                      : (total * factor + (std::int64_t{1} << (shift - 1))) >> shift;
  }
};

}  // namespace arch::cap_ram
