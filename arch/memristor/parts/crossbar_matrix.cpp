// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/crossbar_matrix.h"

#include <fmt/format.h>

#include <algorithm>

#include "arch/memristor/parts/differential_encoding.h"
#include "arch/memristor/parts/fragment_encoding.h"
#include "arch/memristor/parts/offset_encoding.h"
#include "sim/base/errors.h"

namespace arch::memristor {
namespace {

void check(const CrossbarDesign& design) {
  sim::Problems problems;
  const int slices = design.weight.slices();
  if (design.columns < slices) {
    problems.add({},
                 fmt::format("a weight of {} bits takes {} columns of {}-bit cells, but an "
                             "array has {}",
                             design.weight.bits, slices, design.weight.cell_bits, design.columns));
  }
  if (design.encoding == Encoding::fragments && design.rows % design.fragment_rows != 0) {
    problems.add({}, fmt::format("{} rows of an array are no whole number of fragments of {} rows",
                                 design.rows, design.fragment_rows));
  }
  problems.raise_if_any();
}

Weights block_of(const Weights& weights, std::size_t first_row, std::size_t rows,
                 std::size_t first_column, std::size_t columns) {
  Weights block({rows, columns});
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      block(r, c) = weights(first_row + r, first_column + c);
    }
  }
  return block;
}

}  // namespace

CrossbarMatrix::CrossbarMatrix(const Weights& weights, const CrossbarDesign& design,
                               std::size_t first_array)
    : design_(design),
      first_array_(first_array),
      inputs_(weights.shape().at(0)),
      outputs_(weights.shape().at(1)) {
  check(design);
  const auto height = static_cast<std::size_t>(design.rows);
  const auto width = static_cast<std::size_t>(design.columns / design.weight.slices());
  for (std::size_t row = 0; row < inputs_; row += height) {
    const auto rows = std::min(height, inputs_ - row);
    blocks_.emplace_back(design.input, static_cast<int>(rows));
    for (std::size_t output = 0; output < outputs_; output += width) {
      const auto columns = std::min(width, outputs_ - output);
      place(block_of(weights, row, rows, output, columns), blocks_.size() - 1, output);
    }
  }
}

void CrossbarMatrix::place(const Weights& block, std::size_t index, std::size_t first_output) {
  const auto add = [&](EncodedArray array) {
    const auto number = static_cast<std::uint32_t>(first_array_ + units_.size());
    units_.push_back(
        {{std::move(array), Adc(design_.adc), design_.effects, number}, index, first_output});
  };
  switch (design_.encoding) {
    case Encoding::offset:
      return add(encode_offset(block, design_.weight, design_.flip, design_.unit));
    case Encoding::fragments:
      return add(encode_fragments(block, design_.weight, design_.fragment_rows));
    case Encoding::differential:
      for (auto& array : encode_differential(block, design_.weight)) add(std::move(array));
  }
}

std::vector<std::int64_t> CrossbarMatrix::multiply(std::span<const std::int32_t> inputs) {
  std::vector<std::int64_t> products(outputs_);
  multiply(inputs, products);
  return products;
}

void CrossbarMatrix::load(std::span<const std::int32_t> inputs) {
  if (inputs.size() != inputs_) {
    throw sim::Fault(
        fmt::format("a crossbar matrix got {} inputs instead of {}", inputs.size(), inputs_));
  }
  std::size_t first = 0;
  for (auto& block : blocks_) {
    const auto rows = static_cast<std::size_t>(block.rows());
    block.load(inputs.subspan(first, rows));
    first += rows;
  }
}

void CrossbarMatrix::count(std::span<const std::int32_t> inputs) {
  if (design_.skip_zeros) load(inputs);
  for (auto& placed : units_) placed.unit.count(blocks_[placed.block], design_.skip_zeros);
}

void CrossbarMatrix::multiply(std::span<const std::int32_t> inputs,
                              std::span<std::int64_t> products) {
  load(inputs);
  for (auto& placed : units_) {
    const auto outputs = static_cast<std::size_t>(placed.unit.encoded().outputs());
    placed.unit.multiply(blocks_[placed.block], design_.skip_zeros,
                         products.subspan(placed.first_output, outputs));
  }
}

ReadCounts CrossbarMatrix::counts() const {
  ReadCounts counts;
  for (const auto& placed : units_) counts += placed.unit.counts();
  return counts;
}

}  // namespace arch::memristor
