// SPDX-License-Identifier: Apache-2.0
// A layer's weight matrix on as many arrays as it takes: inputs are cut into blocks of the array's
// rows, outputs into blocks of as many as its columns hold; products of the blocks of inputs are
// added up digitally. What a layer's output is with all effects, and how far from the ideal.
// Not modelled: where the arrays are, and time.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "arch/memristor/parts/array_unit.h"

namespace arch::memristor {

enum class Encoding { offset, fragments, differential };

struct CrossbarDesign {
  int rows = 1;     ///< of an array
  int columns = 1;  ///< of an array, without the unit column
  Encoding encoding = Encoding::offset;
  InputFormat input;
  WeightFormat weight;
  AdcRange adc;
  bool flip = true;          ///< offset only
  Unit unit = Unit::column;  ///< offset only
  int fragment_rows = 1;     ///< fragments only; divides the rows
  bool skip_zeros = false;   ///< leading zeros of a group's inputs are not read
  std::optional<DeviceEffects> effects;
};

class CrossbarMatrix {
 public:
  /// A UserError for weights that the encoding cannot hold, and for an array that cannot hold a
  /// weight or whose rows are no whole number of fragments.
  /// `first_array` is the number of the first array, for the devices' random numbers.
  CrossbarMatrix(const Weights& weights, const CrossbarDesign& design, std::size_t first_array = 0);

  std::size_t arrays() const { return units_.size(); }

  /// inputs x weights: `inputs` has one value for each input, the result one for each output.
  std::vector<std::int64_t> multiply(std::span<const std::int32_t> inputs);
  /// The same, added to `products`.
  void multiply(std::span<const std::int32_t> inputs, std::span<std::int64_t> products);

  /// Counts what multiply() would, clips apart, without multiplying.
  void count(std::span<const std::int32_t> inputs);

  /// The inputs that the last product left in the registers of a block of arrays.
  const InputSlices& block(std::size_t index) const { return blocks_.at(index); }

  /// Of all products so far, over all arrays.
  ReadCounts counts() const;

 private:
  struct Placed {
    ArrayUnit unit;
    std::size_t block;  ///< of inputs
    std::size_t first_output;
  };

  void load(std::span<const std::int32_t> inputs);
  void place(const Weights& block, std::size_t index, std::size_t first_output);

  CrossbarDesign design_;
  std::size_t first_array_;
  std::size_t inputs_;
  std::size_t outputs_;
  std::vector<InputSlices> blocks_;
  std::vector<Placed> units_;
};

}  // namespace arch::memristor
