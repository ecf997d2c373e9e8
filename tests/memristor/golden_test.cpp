// SPDX-License-Identifier: Apache-2.0
// The parts against the numbers of an independent integer model (golden_tables.h).
#include <gtest/gtest.h>

#include <algorithm>

#include "arch/memristor/parts/crossbar_matrix.h"
#include "arch/memristor/parts/differential_encoding.h"
#include "arch/memristor/parts/fragment_encoding.h"
#include "arch/memristor/parts/offset_encoding.h"
#include "tests/memristor/golden_tables.h"

namespace arch::memristor::test {
namespace {

Weights matrix(const std::vector<std::int32_t>& values) {
  return Weights({128, values.size() / 128}, values);
}

void expect_golden(CrossbarMatrix& crossbars, const std::vector<std::int32_t>& inputs,
                   const Golden& golden) {
  EXPECT_EQ(crossbars.multiply(inputs), golden.products);
  EXPECT_EQ(crossbars.counts().conversions, golden.conversions);
  EXPECT_EQ(crossbars.counts().clips, golden.clips);
}

// The largest sum that an ADC sees.
std::int64_t largest_sum(const EncodedArray& array, const InputFormat& format,
                         const std::vector<std::int32_t>& inputs) {
  InputSlices slices(format, array.rows());
  slices.load(inputs);
  const Crossbar cells(array.levels, array.format.cell_bits);
  std::vector<std::int32_t> sums(cells.room());
  std::int32_t largest = 0;
  for (int g = 0; g < array.groups(); ++g) {
    for (int slice = 0; slice < slices.slices(); ++slice) {
      cells.read(slices, slice, array.group(g), sums);
      largest = std::max(largest, *std::max_element(sums.begin(), sums.end()));
    }
  }
  return largest;
}

TEST(MemristorGolden, IsaacsOffsetEncoding) {
  // ISAAC (ISCA 2016): 128 rows, 16-bit weights in 2-bit cells, 16-bit inputs bit by bit.
  CrossbarDesign design{.rows = 128, .columns = 128, .input = {16, true, 1}, .weight = {16, 2}};
  for (const auto& example : isaac_cases) {
    for (const auto& run : example.runs) {
      SCOPED_TRACE(example.name + ", " + std::to_string(run.adc_bits) + " bits" +
                   (run.flip ? ", flipped" : ""));
      design.adc = {run.adc_bits};
      design.flip = run.flip;
      CrossbarMatrix crossbars(matrix(example.weights), design);
      expect_golden(crossbars, example.inputs, run.golden);
      const auto array =
          encode_offset(matrix(example.weights), design.weight, run.flip, Unit::column);
      EXPECT_EQ(largest_sum(array, design.input, example.inputs), run.golden.largest_sum);
    }
  }
}

TEST(MemristorGolden, EightBitsNeverClipFlippedColumnsOf128Rows) {
  // Section V of ISAAC: a sum is at most half of 128 x 3.
  for (const auto& example : isaac_cases) EXPECT_LE(example.runs[0].golden.largest_sum, 192);
}

TEST(MemristorGolden, FormsFragments) {
  // FORMS (ISCA 2021): 8-bit magnitudes in 2-bit cells, 16-bit inputs, fragments of 4, 8, 16.
  CrossbarDesign design{.rows = 128,
                        .columns = 128,
                        .encoding = Encoding::fragments,
                        .input = {16, false, 1},
                        .weight = {8, 2}};
  for (const auto& example : forms_cases) {
    for (const auto& run : example.runs) {
      SCOPED_TRACE("fragments of " + std::to_string(example.fragment_rows) + ", " +
                   std::to_string(run.adc_bits) + " bits");
      design.adc = {run.adc_bits};
      design.fragment_rows = example.fragment_rows;
      design.skip_zeros = run.skip_zeros;
      CrossbarMatrix crossbars(matrix(example.weights), design);
      expect_golden(crossbars, example.inputs, run.golden);
    }
    const auto array =
        encode_fragments(matrix(example.weights), design.weight, example.fragment_rows);
    EXPECT_EQ(largest_sum(array, design.input, example.inputs), example.runs[0].golden.largest_sum);
  }
}

TEST(MemristorGolden, EffectiveBitsOfFragments) {
  for (const auto& example : forms_cases) {
    InputSlices inputs({16, false, 1}, 128);
    inputs.load(example.inputs);
    std::vector<int> bits;
    for (int row = 0; row < 128; row += example.fragment_rows) {
      bits.push_back(inputs.effective_bits({row, example.fragment_rows}));
    }
    EXPECT_EQ(bits, example.effective_bits);
  }
}

TEST(MemristorGolden, DifferentialPairs) {
  // As arXiv:1908.11691: 8-bit magnitudes in 4-bit cells, one array for each sign.
  CrossbarDesign design{.rows = 128,
                        .columns = 64,
                        .encoding = Encoding::differential,
                        .input = {8, false, 1},
                        .weight = {8, 4}};
  const auto& example = differential_case;
  for (const auto& run : example.runs) {
    SCOPED_TRACE(std::to_string(run.adc_bits) + " bits");
    design.adc = {run.adc_bits};
    CrossbarMatrix crossbars(matrix(example.weights), design);
    expect_golden(crossbars, example.inputs, run.golden);
  }
  std::int64_t largest = 0;
  for (const auto& array : encode_differential(matrix(example.weights), design.weight)) {
    largest = std::max(largest, largest_sum(array, design.input, example.inputs));
  }
  EXPECT_EQ(largest, example.runs[0].golden.largest_sum);
}

}  // namespace
}  // namespace arch::memristor::test
