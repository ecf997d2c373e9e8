// SPDX-License-Identifier: Apache-2.0
// Crossbar array (ISAAC Fig. 2): rows carry the inputs' voltages, each column adds up the currents
// of its cells. Here with ideal cells: a column's sum is the exact integer
// sum over rows of digit x level, in steps of one row at digit 1 and level 1.
//
// Levels are kept as bit planes, 64 rows to a word, so that a read is an AND and a population count
// per word. Columns stand side by side, one to a lane of the host's vector registers.
// Not modelled: time, and what real devices do (see device_crossbar.h).
#pragma once

#include <span>
#include <vector>

#include "arch/memristor/parts/adc.h"
#include "arch/memristor/parts/input_slices.h"

namespace arch::memristor {

class Crossbar {
 public:
  /// `levels` (rows, columns), each below 2^cell_bits; a Fault otherwise.
  Crossbar(const Levels& levels, int cell_bits);

  int rows() const { return rows_; }
  int columns() const { return columns_; }
  /// Room that read() needs: columns() rounded up to whole vectors of the host.
  std::size_t room() const { return room_; }

  /// The columns' sums for one slice of the inputs; rows other than `active`, at least
  /// one, are switched off. Sums beyond columns() are 0.
  void read(const InputSlices& inputs, int slice, Rows active, std::span<std::int32_t> sums) const;

  /// The same, and converts the sums of columns(): what their codes stand for, and the number of
  /// clips. Values beyond columns() mean nothing.
  std::int64_t read(const InputSlices& inputs, int slice, Rows active, const Adc& adc,
                    std::span<std::int32_t> values) const;

 private:
  template <class Conversion>
  std::int64_t read(const InputSlices& inputs, int slice, Rows active, const Conversion& convert,
                    std::span<std::int32_t> values) const;

  int rows_;
  int columns_;
  int cell_bits_;
  std::size_t words_;
  std::size_t room_;
  struct alignas(64) Line {  ///< of the host's cache
    std::uint64_t word[8];
  };
  std::vector<Line> planes_;  ///< by cell bit, word, column
};

}  // namespace arch::memristor
