// SPDX-License-Identifier: Apache-2.0
#include "arch/sot_mram/parts/plane_code.h"

#include <fmt/format.h>

namespace arch::sot_mram {

std::int64_t PlaneCode::coefficient(int plane) const {
  const auto power = std::int64_t{1} << plane;
  switch (encoding_) {
    case Encoding::twos_complement:
      return plane == bits_ - 1 ? -power : power;
    case Encoding::affine:
      return 2 * power;
    case Encoding::sign_magnitude:
      return plane < bits_ ? power : -(power >> bits_);
    case Encoding::unsigned_integer:
      break;
  }
  return power;
}

bool PlaneCode::holds(int value) const {
  switch (encoding_) {
    case Encoding::twos_complement: {
      const auto end = std::int64_t{1} << (bits_ - 1);
      return value >= -end && value < end;
    }
    case Encoding::affine:
      return value >= -top() && value <= top() && value % 2 != 0;
    case Encoding::sign_magnitude:
      return value >= -top() && value <= top();
    case Encoding::unsigned_integer:
      break;
  }
  return value >= 0 && value <= top();
}

std::uint32_t PlaneCode::pattern(int value) const {
  const auto mask = static_cast<std::uint32_t>(top());
  switch (encoding_) {
    case Encoding::affine:
      return static_cast<std::uint32_t>((value + top()) / 2);
    case Encoding::sign_magnitude:
      return value >= 0 ? static_cast<std::uint32_t>(value)
                        : static_cast<std::uint32_t>(-value) << bits_;
    default:
      return static_cast<std::uint32_t>(value) & mask;
  }
}

std::string PlaneCode::range() const {
  switch (encoding_) {
    case Encoding::twos_complement:
      return fmt::format("{} to {}", -(std::int64_t{1} << (bits_ - 1)),
                         (std::int64_t{1} << (bits_ - 1)) - 1);
    case Encoding::affine:
      return fmt::format("the odd numbers from {} to {}", -top(), top());
    case Encoding::sign_magnitude:
      return fmt::format("{} to {}", -top(), top());
    case Encoding::unsigned_integer:
      break;
  }
  return fmt::format("0 to {}", top());
}

}  // namespace arch::sot_mram
