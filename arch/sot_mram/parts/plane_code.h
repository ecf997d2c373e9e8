// SPDX-License-Identifier: Apache-2.0
// How the integers of an operand become bits in rows of cells. Plane p of a value is bit p of its
// pattern; the value is the sum of the coefficients of the planes whose bit is 1, plus an offset.
//
//   unsigned         n planes, 2^p
//   two's complement n planes, 2^p, and -2^(n-1) for the last
//   affine           n planes of q, 2 x 2^p, offset -(2^n - 1): the odd levels 2 q - (2^n - 1) of
//                    DoReFa (arXiv:1606.06160), scaled to integers
//   sign-magnitude   n planes of what is positive, 2^p, then n of what is negative, -2^p
#pragma once

#include <cstdint>
#include <string>

namespace arch::sot_mram {

enum class Encoding { unsigned_integer, twos_complement, affine, sign_magnitude };

class PlaneCode {
 public:
  /// `bits` is n above, 1 to 16.
  PlaneCode(Encoding encoding, int bits) : encoding_(encoding), bits_(bits) {}
  /// For integers that a workload states to have `bits` bits with their sign, which only two's
  /// complement stores.
  static PlaneCode of_signed_width(Encoding encoding, int bits) {
    return {encoding, encoding == Encoding::twos_complement ? bits : bits - 1};
  }

  int bits() const { return bits_; }
  int planes() const { return encoding_ == Encoding::sign_magnitude ? 2 * bits_ : bits_; }
  std::int64_t coefficient(int plane) const;
  std::int64_t offset() const { return encoding_ == Encoding::affine ? -top() : 0; }

  bool holds(int value) const;
  /// Of a value that the code holds.
  std::uint32_t pattern(int value) const;
  /// "0 to 15", for messages.
  std::string range() const;

 private:
  std::int64_t top() const { return (std::int64_t{1} << bits_) - 1; }

  Encoding encoding_;
  int bits_;
};

}  // namespace arch::sot_mram
