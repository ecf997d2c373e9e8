// SPDX-License-Identifier: Apache-2.0
// What real memristors do to a crossbar, each effect an option. They are applied in this order:
//
//   level      level l of 0 to L becomes the conductance g(l) = off + l, in steps of one level;
//              off = L / (on_off_ratio - 1), so that g(L) / g(0) is the ratio
//   variation  log-normal: g x exp(N(0, sigma));  normal: g x (1 + N(0, sigma)), not below 0;
//              drawn once per cell, when it is programmed
//   stuck-at   with the stated probabilities a cell stays at g(L) or at g(0), whatever was written
//   read noise each cell's current x g gets N(0, read_noise x x g) in every read, independently:
//              a column gets N(0, read_noise x sqrt(sum of (x g)^2))
//   IR drop    to first order in the wires' resistance: see device_crossbar.h
//
// Random numbers depend on the seed, the array's number, row and column alone; those of the noise
// on how many reads the array has had. The same on every compiler.
// Not modelled: correlation between cells, drift, offset and gain of the ADC.
#pragma once

#include <cstdint>
#include <limits>

namespace arch::memristor {

enum class Variation { none, log_normal, normal };

struct DeviceEffects {
  double on_off_ratio = std::numeric_limits<double>::infinity();  ///< above 1
  /// The current of one more column, with all cells at level 0, is subtracted from each column's:
  /// it takes out what a finite ratio adds for each active row.
  bool reference_column = false;
  Variation variation = Variation::none;
  double sigma = 0;       ///< of the variation
  double stuck_on = 0;    ///< probability
  double stuck_off = 0;   ///< probability; at most 1 together with stuck_on
  double read_noise = 0;  ///< relative, per cell and read
  double on_ohm = 1;      ///< of a cell at its highest level; matters for IR drop only
  double wire_ohm = 0;    ///< of a word line or bit line from one cell to the next
  std::uint64_t seed = 0;
};

}  // namespace arch::memristor
