// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/crossbar.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "sim/base/errors.h"
#include "sim/base/philox.h"

namespace arch::memristor::test {
namespace {

struct Case {
  int cell_bits;
  Levels levels;
  InputSlices inputs;
  Rows active;

  std::int64_t plain_sum(int slice, std::size_t column) const {
    std::int64_t sum = 0;
    for (int r = active.first; r < active.end(); ++r) {
      sum += inputs.digit(slice, r) * levels(static_cast<std::size_t>(r), column);
    }
    return sum;
  }
};

Case random_case() {
  const int rows = *rc::gen::element(1, 5, 63, 64, 65, 128, 129, 200, 300, 1024);
  const int cell_bits = *rc::gen::inRange(1, 9);
  const auto columns = *rc::gen::inRange<std::size_t>(1, 20);
  sim::PhiloxStream random(*rc::gen::inRange<std::uint64_t>(0, 1000), 0);
  Levels levels({static_cast<std::size_t>(rows), columns});
  for (auto& level : levels.values()) {
    level = static_cast<std::uint8_t>(random() & ((1u << cell_bits) - 1));
  }
  InputSlices inputs({8, *rc::gen::arbitrary<bool>(), *rc::gen::inRange(1, 5)}, rows);
  std::vector<std::int32_t> values;
  const int low = inputs.format().is_signed ? -128 : 0;
  for (int r = 0; r < rows; ++r) values.push_back(low + static_cast<int>(random() & 255));
  inputs.load(values);
  const int first = *rc::gen::element(0, *rc::gen::inRange(0, rows));
  const int most = rows - first;
  const Rows active{first, *rc::gen::element(most, *rc::gen::inRange(1, most + 1))};
  return {cell_bits, levels, inputs, active};
}

RC_GTEST_PROP(MemristorCrossbar, AddsUpDigitsTimesLevelsOfTheActiveRows, ()) {
  const auto example = random_case();
  const Crossbar cells(example.levels, example.cell_bits);
  std::vector<std::int32_t> sums(cells.room(), -1);
  for (int slice = 0; slice < example.inputs.slices(); ++slice) {
    cells.read(example.inputs, slice, example.active, sums);
    for (std::size_t c = 0; c < sums.size(); ++c) {
      const bool exists = c < example.levels.shape()[1];
      RC_ASSERT(sums[c] == (exists ? example.plain_sum(slice, c) : 0));
    }
  }
}

RC_GTEST_PROP(MemristorCrossbar, ReadsThroughTheAdcAsIfItWereBehind, ()) {
  const auto example = random_case();
  const Crossbar cells(example.levels, example.cell_bits);
  const Adc adc({*rc::gen::inRange(1, 12), *rc::gen::element<std::int64_t>(1, 1, 2, 3, 8),
                 *rc::gen::element<std::int64_t>(0, 0, -3, 5, -5000)});
  const auto columns = example.levels.shape()[1];
  std::vector<std::int32_t> sums(cells.room()), values(cells.room());
  for (int slice = 0; slice < example.inputs.slices(); ++slice) {
    cells.read(example.inputs, slice, example.active, sums);
    std::int32_t clips = 0;
    std::visit(
        [&](const auto& convert) {
          for (std::size_t c = 0; c < columns; ++c) sums[c] = convert(sums[c], clips);
        },
        adc.conversion());
    RC_ASSERT(cells.read(example.inputs, slice, example.active, adc, values) == clips);
    RC_ASSERT(std::equal(sums.begin(), sums.begin() + static_cast<std::ptrdiff_t>(columns),
                         values.begin()));
  }
}

TEST(MemristorCrossbar, RefusesWhatDoesNotFit) {
  EXPECT_THROW(Crossbar(Levels({1, 1}, 4), 2), sim::Fault);
  EXPECT_NO_THROW(Crossbar(Levels({1, 1}, 3), 2));
  EXPECT_THROW(Crossbar(Levels({1025, 1}), 2), sim::Fault);
  EXPECT_THROW(Crossbar(Levels({1, 1}), 9), sim::Fault);
  EXPECT_THROW(Crossbar(Levels({1, 0}), 2), sim::Fault);
  const Crossbar cells(Levels({3, 9}), 2);
  EXPECT_EQ(cells.room(), 16u);
  std::vector<std::int32_t> few(15), enough(16);
  InputSlices inputs({1}, 3), more({1}, 4);
  EXPECT_THROW(cells.read(inputs, 0, {0, 3}, few), sim::Fault);
  EXPECT_THROW(cells.read(more, 0, {0, 3}, enough), sim::Fault);
  for (const Rows rows : {Rows{-1, 2}, Rows{0, 0}, Rows{1, 3}}) {
    EXPECT_THROW(cells.read(inputs, 0, rows, enough), sim::Fault);
  }
  EXPECT_NO_THROW(cells.read(inputs, 0, {0, 3}, enough));
}

}  // namespace
}  // namespace arch::memristor::test
