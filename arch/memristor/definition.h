// SPDX-License-Identifier: Apache-2.0
// The definition of a product on crossbars with ideal cells: digits of inputs times levels of
// cells, column by column in plain loops over whole numbers, without bit planes and without
// anything of parts/ but the design: the judge of the parts where the ADC clips or rounds, so that
// the exact product is not what comes out.
#pragma once

#include <span>
#include <vector>

#include "arch/memristor/config.h"
#include "arch/memristor/parts/crossbar_matrix.h"
#include "sim/machine/machine.h"

namespace arch::memristor {

/// The bits of an input that a slice has: from `low` up to and without `end`.
struct InputBits {
  int low = 0, end = 0;
  bool is_sign = false;
};

class DefinedMatrix {
 public:
  /// Weights (inputs, outputs), cut into arrays as CrossbarMatrix cuts them. Effects of devices are
  /// left out.
  DefinedMatrix(const Weights& weights, const CrossbarDesign& design);

  /// inputs x weights.
  std::vector<std::int64_t> multiply(std::span<const std::int32_t> inputs);
  /// Of all products so far.
  const ReadCounts& counts() const { return counts_; }

 private:
  // The cells of one array, each weight's slices side by side.
  struct Array {
    std::size_t first_output, outputs;
    std::vector<std::uint8_t> levels;  ///< (rows, columns)
    std::vector<bool> flipped;         ///< by column
    std::vector<int> sign;             ///< 1 or -1; by group of rows, output
  };
  // Inputs that come to the same rows.
  struct Strip {
    std::size_t first_row, rows;
    std::vector<Array> arrays;
  };

  void place(const Weights& weights, Strip& strip, std::size_t output, std::size_t outputs);
  void flip(const Strip& strip, Array& array) const;
  void set_signs(const Weights& weights, const Strip& strip, Array& array) const;
  void multiply(const Strip& strip, std::span<const std::int32_t> inputs,
                std::span<std::int64_t> products);
  void read(const Strip& strip, const Array& array, std::size_t group, const InputBits& bits,
            std::span<std::int64_t> products);
  std::int64_t value_of(std::int64_t sum);
  std::size_t group_rows(const Strip& strip) const;

  CrossbarDesign design_;
  std::size_t outputs_;
  std::vector<Strip> strips_;
  std::vector<std::int32_t> digits_;  ///< of a slice, by row
  std::vector<std::int32_t> sums_;    ///< by column
  struct Converted {
    bool known = false, clips = false;
    std::int64_t value = 0;
  };
  std::vector<Converted> converted_;  ///< sums that were converted before, by sum
  ReadCounts counts_;
};

/// A layer's sums by definition, bias included: of arrays with ideal cells by DefinedMatrix; of
/// real devices, whose random numbers are part of the definition, by all arrays at once.
std::vector<std::int64_t> defined_sums(const Config& config, const sim::machine::LayerJob& job);

}  // namespace arch::memristor
