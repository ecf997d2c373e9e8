// SPDX-License-Identifier: Apache-2.0
// Weight sharing: a table of 16-bit values that are stored once and named by short codes (Han et
// al., "Deep Compression", ICLR 2016). Code 0 is the value 0, which padding entries use.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/tensor/csc.h"

namespace sim::tensor {

/// The distinct values of a matrix without 0, ascending.
std::vector<std::int16_t> distinct_values(const Csc& matrix);

class Codebook {
 public:
  /// Code k + 1 names values[k]. A Fault unless bits is 1..8 and the values are distinct,
  /// not 0 and at most capacity(bits).
  Codebook(const std::vector<std::int16_t>& values, int bits);

  /// A code for every distinct value of the matrix, in ascending order; nothing if there are more
  /// than capacity(bits) of them (distinct_values says how many).
  static std::optional<Codebook> of(const Csc& matrix, int bits);

  /// The code of a value that is not 0: a new one if it has none yet; 0 if all codes are taken.
  std::uint8_t name(std::int16_t value);

  /// How many values besides 0 codes of this width can name.
  static constexpr std::size_t capacity(int bits) { return (std::size_t{1} << bits) - 1; }

  /// The value that a code below size() names.
  std::int16_t value(std::uint8_t code) const { return values_[code]; }
  /// The code of a value; 0 for a value that has none.
  std::uint8_t code(std::int16_t value) const { return codes_[static_cast<std::uint16_t>(value)]; }
  /// All codes, indexed by the value as an unsigned 16-bit number: 65536 entries.
  const std::vector<std::uint8_t>& codes() const { return codes_; }

  /// Codes in use, code 0 included.
  std::size_t size() const { return values_.size(); }
  /// The width of a code.
  int bits() const { return bits_; }

  bool operator==(const Codebook&) const = default;

 private:
  int bits_;
  std::vector<std::int16_t> values_ = {0};
  std::vector<std::uint8_t> codes_;
};

}  // namespace sim::tensor
