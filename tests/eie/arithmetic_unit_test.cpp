// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/parts/arithmetic_unit.h"

#include <gtest/gtest.h>

#include <random>

namespace arch::eie::test {
namespace {

using Entry = ArithmeticUnit::Entry;
using sim::tensor::Codebook;

const Codebook& weights() {
  static const Codebook codebook({-3, 2, 30000}, 2);  // codes 1, 2, 3
  return codebook;
}

TEST(EieArithmeticUnit, AddsWeightTimesActivationAtTheRunningRow) {
  ArithmeticUnit unit(6);
  unit.begin(weights());
  const std::vector<Entry> column = {{2, 0}, {1, 2}, {3, 1}};  // rows 0, 3, 5
  unit.accumulate(column, 7);
  EXPECT_EQ(unit.sums(), (std::vector<std::int64_t>{14, 0, 0, -21, 0, 210000}));
  EXPECT_EQ(unit.entries(), 3);
  EXPECT_EQ(unit.updates(), 3);
}

TEST(EieArithmeticUnit, RestartsAtRowZeroInEveryColumn) {
  ArithmeticUnit unit(3);
  unit.begin(weights());
  const std::vector<Entry> first = {{1, 2}}, second = {{2, 0}};
  unit.accumulate(first, 1);
  unit.accumulate(second, 10);
  EXPECT_EQ(unit.sums(), (std::vector<std::int64_t>{20, 0, -3}));
}

TEST(EieArithmeticUnit, SumsAreWiderThanAnyProduct) {
  ArithmeticUnit unit(1);
  unit.begin(weights());
  const std::vector<Entry> column = {{3, 0}};
  for (int i = 0; i < 100; ++i) unit.accumulate(column, -32768);
  EXPECT_EQ(unit.sums()[0], -98304000000);
}

TEST(EieArithmeticUnit, AFillerTakesASlotAndWritesNothing) {
  ArithmeticUnit unit(20);
  unit.begin(weights());
  const std::vector<Entry> column = {{0, 15}, {2, 1}};  // a filler for rows 0 to 15, then row 17
  unit.accumulate(column, 5);
  auto expected = std::vector<std::int64_t>(20);
  expected[17] = 10;
  EXPECT_EQ(unit.sums(), expected);
  EXPECT_EQ(unit.entries(), 2);
  EXPECT_EQ(unit.updates(), 1);
}

// The columns update rows 1, then 1 and 2, then 2, then 0, then 0: three times the row before.
TEST(EieArithmeticUnit, BypassesTheAdderWhenTheNextEntryUpdatesTheSameRow) {
  ArithmeticUnit unit(3);
  unit.begin(weights());
  const std::vector<Entry> one = {{1, 1}}, one_two = {{1, 1}, {1, 0}}, two = {{1, 2}};
  const std::vector<Entry> zero = {{1, 0}};
  for (const auto& column : {one, one_two, two, zero, zero}) {
    unit.accumulate(column, 1);
    unit.sums();  // the columns of this loop do not outlive it
  }
  EXPECT_EQ(unit.bypasses(), 3);
  EXPECT_EQ(unit.sums(), (std::vector<std::int64_t>{-6, -6, -6}));
}

TEST(EieArithmeticUnit, AnEmptyColumnDoesNotEndABypass) {
  ArithmeticUnit unit(1);
  unit.begin(weights());
  const std::vector<Entry> column = {{1, 0}};
  unit.accumulate(column, 1);
  unit.accumulate({}, 1);
  unit.accumulate(column, 1);
  unit.sums();
  EXPECT_EQ(unit.bypasses(), 1);
}

TEST(EieArithmeticUnit, AFillerOnTheLastRowIsNoBypass) {
  ArithmeticUnit unit(20);
  unit.begin(weights());
  const std::vector<Entry> first = {{1, 15}}, second = {{0, 15}, {1, 0}};
  unit.accumulate(first, 1);
  unit.accumulate(second, 1);
  unit.sums();
  EXPECT_EQ(unit.bypasses(), 0);
}

TEST(EieArithmeticUnit, BeginStartsFromZeroWithNewWeightsAndKeepsTheCounts) {
  ArithmeticUnit unit(2);
  unit.begin(weights());
  const std::vector<Entry> column = {{1, 0}};
  unit.accumulate(column, 1);
  unit.begin(Codebook({9}, 1));
  EXPECT_EQ(unit.sums(), (std::vector<std::int64_t>{0, 0}));
  unit.accumulate(column, 1);
  EXPECT_EQ(unit.sums(), (std::vector<std::int64_t>{9, 0}));
  EXPECT_EQ(unit.entries(), 2);
  EXPECT_EQ(unit.bypasses(), 0);
}

// More columns than the unit collects at a time, against a plain loop.
TEST(EieArithmeticUnit, AnyNumberOfColumnsGivesTheSumsOfAPlainLoop) {
  constexpr int rows = 40;
  std::mt19937 random(1);
  for (const int columns : {1, 63, 64, 65, 128, 129, 500}) {
    std::vector<std::vector<Entry>> data(static_cast<std::size_t>(columns));
    std::vector<std::int64_t> expected(rows);
    ArithmeticUnit unit(rows);
    unit.begin(weights());
    for (auto& column : data) {
      const auto activation = static_cast<std::int16_t>(random());
      auto row = random() % 20;
      for (auto next = 0 * row; row < rows; row += 1 + random() % 9) {
        const auto code = static_cast<std::uint8_t>(random() % 4);
        column.push_back({code, static_cast<std::uint8_t>(row - next)});
        expected[row] += std::int64_t{weights().value(code)} * activation;
        next = row + 1;
      }
      unit.accumulate(column, activation);
    }
    EXPECT_EQ(unit.sums(), expected) << columns;
  }
}

}  // namespace
}  // namespace arch::eie::test
