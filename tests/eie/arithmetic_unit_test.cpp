// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/parts/arithmetic_unit.h"

#include <gtest/gtest.h>

#include <random>

namespace arch::eie::test {
namespace {

using Entry = ArithmeticUnit::Entry;
using Sums = std::vector<std::int64_t>;
using sim::tensor::Codebook;

const Codebook& weights() {
  static const Codebook codebook({-3, 2, 30000}, 2);  // codes 1, 2, 3
  return codebook;
}

// A unit with a matrix of its own, whose columns it multiplies.
struct UnitWithMatrix {
  UnitWithMatrix(int registers, std::vector<std::vector<Entry>> all)
      : unit(registers), columns(std::move(all)) {
    for (const auto& column : columns) matrix.insert(matrix.end(), column.begin(), column.end());
    unit.begin(weights(), matrix);
  }
  void accumulate(std::size_t column, std::int16_t activation) {
    std::size_t first = 0;
    for (std::size_t j = 0; j < column; ++j) first += columns[j].size();
    unit.accumulate(std::span(matrix).subspan(first, columns[column].size()), activation);
  }
  Sums sums_of_all(std::int16_t activation) {
    for (std::size_t j = 0; j < columns.size(); ++j) accumulate(j, activation);
    return unit.sums();
  }

  ArithmeticUnit unit;
  std::vector<std::vector<Entry>> columns;
  std::vector<Entry> matrix;
};

TEST(EieArithmeticUnit, AddsWeightTimesActivationAtTheRunningRow) {
  UnitWithMatrix of(6, {{{2, 0}, {1, 2}, {3, 1}}});  // rows 0, 3, 5
  EXPECT_EQ(of.sums_of_all(7), (Sums{14, 0, 0, -21, 0, 210000}));
  EXPECT_EQ(of.unit.entries(), 3);
  EXPECT_EQ(of.unit.updates(), 3);
}

TEST(EieArithmeticUnit, RestartsAtRowZeroInEveryColumn) {
  UnitWithMatrix of(3, {{{1, 2}}, {{2, 0}}});
  of.accumulate(0, 1);
  of.accumulate(1, 10);
  EXPECT_EQ(of.unit.sums(), (Sums{20, 0, -3}));
}

TEST(EieArithmeticUnit, SumsAreWiderThanAnyProduct) {
  UnitWithMatrix of(1, {{{3, 0}}});
  for (int i = 0; i < 100; ++i) of.accumulate(0, -32768);
  EXPECT_EQ(of.unit.sums()[0], -98304000000);
}

TEST(EieArithmeticUnit, AFillerTakesASlotAndWritesNothing) {
  UnitWithMatrix of(20, {{{0, 15}, {2, 1}}});  // a filler for rows 0 to 15, then row 17
  Sums expected(20);
  expected[17] = 10;
  EXPECT_EQ(of.sums_of_all(5), expected);
  EXPECT_EQ(of.unit.entries(), 2);
  EXPECT_EQ(of.unit.updates(), 1);
}

// The columns update rows 1, then 1 and 2, then 2, then 0, then 0: three times the row before.
TEST(EieArithmeticUnit, BypassesTheAdderWhenTheNextEntryUpdatesTheSameRow) {
  UnitWithMatrix of(3, {{{1, 1}}, {{1, 1}, {1, 0}}, {{1, 2}}, {{1, 0}}, {{1, 0}}});
  EXPECT_EQ(of.sums_of_all(1), (Sums{-6, -6, -6}));
  EXPECT_EQ(of.unit.bypasses(), 3);
}

TEST(EieArithmeticUnit, ReadingTheSumsDoesNotEndABypass) {
  UnitWithMatrix of(3, {{{1, 2}}, {{1, 2}}});
  of.accumulate(0, 1);
  of.unit.sums();
  of.accumulate(1, 1);
  of.unit.sums();
  EXPECT_EQ(of.unit.bypasses(), 1);
}

TEST(EieArithmeticUnit, AnEmptyColumnDoesNotEndABypass) {
  UnitWithMatrix of(1, {{{1, 0}}, {}, {{1, 0}}});
  of.sums_of_all(1);
  EXPECT_EQ(of.unit.bypasses(), 1);
}

TEST(EieArithmeticUnit, AFillerOnTheLastRowIsNoBypass) {
  UnitWithMatrix of(20, {{{1, 15}}, {{0, 15}, {1, 0}}});
  of.sums_of_all(1);
  EXPECT_EQ(of.unit.bypasses(), 0);
}

TEST(EieArithmeticUnit, BeginStartsFromZeroWithNewWeightsAndKeepsTheCounts) {
  UnitWithMatrix of(2, {{{1, 0}}});
  of.accumulate(0, 1);
  of.unit.begin(Codebook({9}, 1), of.matrix);
  EXPECT_EQ(of.unit.sums(), (Sums{0, 0}));
  of.accumulate(0, 1);
  EXPECT_EQ(of.unit.sums(), (Sums{9, 0}));
  EXPECT_EQ(of.unit.entries(), 2);
  EXPECT_EQ(of.unit.bypasses(), 0);
}

// The unit adds rows as 16-bit numbers, several at once.
TEST(EieArithmeticUnit, ReachesTheLastOfTheMostRegistersAndGoesOn) {
  constexpr int rows = 65535;
  std::vector<Entry> column(255, Entry{0, 255});  // 65280 rows
  column.push_back({2, 254});
  UnitWithMatrix of(rows, {column, {{1, 0}}, column, {{1, 0}}});
  const auto sums = of.sums_of_all(1);
  EXPECT_EQ(sums.front(), -6);
  EXPECT_EQ(sums.back(), 4);
  EXPECT_EQ(of.unit.updates(), 4);
  EXPECT_EQ(of.unit.bypasses(), 0);
}

// Columns of any length, more than the unit collects at a time, against a plain loop.
TEST(EieArithmeticUnit, AnyColumnsGiveTheSumsAndCountsOfAPlainLoop) {
  constexpr std::uint32_t rows = 40;
  std::mt19937 random(1);
  for (const int count : {1, 2, 7, 63, 64, 65, 128, 129, 500}) {
    std::vector<std::vector<Entry>> columns(static_cast<std::size_t>(count));
    std::vector<std::int16_t> activations;
    Sums expected(rows);
    std::int64_t entries = 0, updates = 0, bypasses = 0;
    auto last = rows;
    for (auto& column : columns) {
      activations.push_back(static_cast<std::int16_t>(random()));
      const auto step = 1 + random() % 16;  // up to 40 entries, or none
      auto row = random() % (rows + 8);
      for (auto next = 0 * row; row < rows; row += 1 + random() % step) {
        const auto code = static_cast<std::uint8_t>(random() % 4);
        column.push_back({code, static_cast<std::uint8_t>(row - next)});
        expected[row] += std::int64_t{weights().value(code)} * activations.back();
        next = row + 1;
        ++entries;
        updates += code != 0;
        bypasses += code != 0 && row == last;
        last = static_cast<std::uint32_t>(row);
      }
    }
    UnitWithMatrix of(rows, columns);
    for (std::size_t j = 0; j < columns.size(); ++j) of.accumulate(j, activations[j]);
    EXPECT_EQ(of.unit.sums(), expected) << count;
    EXPECT_EQ(of.unit.entries(), entries) << count;
    EXPECT_EQ(of.unit.updates(), updates) << count;
    EXPECT_EQ(of.unit.bypasses(), bypasses) << count;

    ArithmeticUnit counting(rows);
    counting.begin(weights(), {});
    for (const auto& column : columns) {
      if (column.empty()) continue;
      sim::tensor::RelativeCscColumns::Ends ends;
      if (column.front().code != 0) ends.first_row = column.front().zeros;
      std::uint16_t behind = 0;
      for (const auto entry : column) behind = static_cast<std::uint16_t>(behind + entry.zeros + 1);
      ends.last_row = static_cast<std::uint16_t>(behind - 1);
      counting.count(column.size(), ends);
    }
    EXPECT_EQ(counting.entries(), entries) << count;
    EXPECT_EQ(counting.bypasses(), bypasses) << count;
  }
}

}  // namespace
}  // namespace arch::eie::test
