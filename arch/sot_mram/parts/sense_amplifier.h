// SPDX-License-Identifier: Apache-2.0
// The reconfigurable sense amplifier at the foot of every column. Two rows are active, so it sees
// the parallel resistance of two cells, and compares it with a reference: between one and two
// antiparallel cells it tells AND, between none and one OR; XOR combines both in the same cycle.
// A 1 is an antiparallel cell, whose resistance is the higher one.
// Not modelled: spread of the resistances, the read current's path.
#pragma once

#include <algorithm>
#include <cstdint>

namespace arch::sot_mram {

enum class Sensing { logic_and, logic_or, logic_xor };

class SenseAmplifier {
 public:
  /// Resistances of a 0 and of a 1; the second is the higher one.
  SenseAmplifier(double parallel_ohm, double antiparallel_ohm)
      : none_(parallel_ohm / 2),
        one_(parallel_ohm * antiparallel_ohm / (parallel_ohm + antiparallel_ohm)),
        both_(antiparallel_ohm / 2),
        cell_{parallel_ohm, antiparallel_ohm} {}

  /// References, half-way between the resistances that they tell apart.
  double or_reference_ohm() const { return (none_ + one_) / 2; }
  double and_reference_ohm() const { return (one_ + both_) / 2; }
  /// The least distance of a resistance from its reference.
  double least_margin_ohm() const { return std::min(one_ - none_, both_ - one_) / 2; }

  /// What is sensed of two cells.
  bool sense(Sensing sensing, bool a, bool b) const {
    const auto first = cell_[a], second = cell_[b];
    const auto resistance = first * second / (first + second);
    const bool both = resistance > and_reference_ohm();
    const bool any = resistance > or_reference_ohm();
    if (sensing == Sensing::logic_xor) return any && !both;
    return sensing == Sensing::logic_and ? both : any;
  }

 private:
  double none_, one_, both_;  ///< parallel resistance of two cells with so many 1s
  double cell_[2];
};

/// The same for 64 columns.
constexpr std::uint64_t sense(Sensing sensing, std::uint64_t a, std::uint64_t b) {
  if (sensing == Sensing::logic_xor) return a ^ b;
  return sensing == Sensing::logic_and ? a & b : a | b;
}

}  // namespace arch::sot_mram
