// SPDX-License-Identifier: Apache-2.0
// Pointer read and matrix read: where a column stands, and which lines of the SRAM it needs.
#include "arch/eie/parts/matrix_read.h"

#include <gtest/gtest.h>

namespace arch::eie::test {
namespace {

using Entry = MatrixRead::Entry;

// What a PE holds, and its view.
struct Held {
  std::vector<Entry> entries;
  std::vector<std::uint32_t> start = {0};
  sim::tensor::RelativeCsc::Slice slice() const { return {entries.data(), start.data(), 1}; }
};

// Columns with so many entries each; entry k has index k modulo 256.
Held columns_of(const std::vector<std::uint32_t>& sizes) {
  Held held;
  for (const auto size : sizes) {
    for (std::uint32_t i = 0; i < size; ++i) {
      held.entries.push_back({1, static_cast<std::uint8_t>(held.entries.size())});
    }
    held.start.push_back(static_cast<std::uint32_t>(held.entries.size()));
  }
  return held;
}

// Lines read for the active columns of a slice, one after the other.
std::vector<std::int64_t> reads(int entries_per_line, const Held& held,
                                const std::vector<std::int32_t>& columns) {
  PointerRead pointers;
  MatrixRead matrix(entries_per_line);
  pointers.load(held.slice());
  matrix.load(held.slice());
  std::vector<std::int64_t> lines;
  for (const auto column : columns) {
    std::int64_t count = 0;
    matrix.read(pointers.read(column), count);
    lines.push_back(count);
  }
  return lines;
}

using Lines = std::vector<std::int64_t>;

TEST(EiePointerRead, AColumnReachesFromItsPointerToTheNext) {
  const auto held = columns_of({3, 0, 2});
  PointerRead pointers;
  pointers.load(held.slice());
  EXPECT_EQ(pointers.read(0).begin, 0u);
  EXPECT_EQ(pointers.read(0).end, 3u);
  EXPECT_EQ(pointers.read(1).size(), 0u);
  EXPECT_EQ(pointers.read(2).begin, 3u);
  EXPECT_EQ(pointers.read(2).size(), 2u);
}

TEST(EieMatrixRead, DeliversTheEntriesOfTheColumn) {
  const auto held = columns_of({3, 0, 2});
  MatrixRead matrix(8);
  matrix.load(held.slice());
  std::int64_t lines = 0;
  const auto column = matrix.read({3, 5}, lines);
  ASSERT_EQ(column.size(), 2u);
  EXPECT_EQ(column[0], (Entry{1, 3}));
  EXPECT_EQ(column[1], (Entry{1, 4}));
  EXPECT_TRUE(matrix.read({5, 5}, lines).empty());
}

TEST(EieMatrixRead, ReadsALineForEveryEightEntries) {
  EXPECT_EQ(reads(8, columns_of({1}), {0}), Lines{1});
  EXPECT_EQ(reads(8, columns_of({8}), {0}), Lines{1});
  EXPECT_EQ(reads(8, columns_of({9}), {0}), Lines{2});
  EXPECT_EQ(reads(8, columns_of({64}), {0}), Lines{8});
}

TEST(EieMatrixRead, ALineStaysInItsRegisterForTheNextColumn) {
  EXPECT_EQ(reads(8, columns_of({3, 3, 3, 7}), {0, 1, 2, 3}), (Lines{1, 0, 1, 0}));
}

TEST(EieMatrixRead, AColumnThatBeginsWithALineReadsIt) {
  EXPECT_EQ(reads(8, columns_of({8, 1, 7, 1}), {0, 1, 2, 3}), (Lines{1, 1, 0, 1}));
}

TEST(EieMatrixRead, LinesOfSkippedColumnsAreNotRead) {
  EXPECT_EQ(reads(8, columns_of({4, 20, 4, 5}), {0, 2, 3}), (Lines{1, 1, 1}));
  EXPECT_EQ(reads(8, columns_of({4, 2, 4}), {0, 2}), (Lines{1, 1}));
  EXPECT_EQ(reads(8, columns_of({30, 4}), {1}), Lines{2});
}

TEST(EieMatrixRead, AnEmptyColumnReadsNothingAndKeepsTheLine) {
  EXPECT_EQ(reads(8, columns_of({4, 0, 2}), {0, 1, 2}), (Lines{1, 0, 0}));
  EXPECT_EQ(reads(8, columns_of({8, 0, 1}), {0, 1, 2}), (Lines{1, 0, 1}));
  EXPECT_EQ(reads(8, columns_of({12, 0, 1}), {1, 2}), (Lines{0, 1}));
}

TEST(EieMatrixRead, LinesNeedNotHoldAPowerOfTwo) {
  EXPECT_EQ(reads(3, columns_of({3, 1, 4, 1}), {0, 1, 2, 3}), (Lines{1, 1, 1, 0}));
  EXPECT_EQ(reads(1, columns_of({3, 1}), {0, 1}), (Lines{3, 1}));
  EXPECT_EQ(reads(5, columns_of({11}), {0}), Lines{3});
}

TEST(EieMatrixRead, ANewLoadForgetsTheLine) {
  const auto held = columns_of({4});
  MatrixRead matrix(8);
  std::int64_t lines = 0;
  for (int load = 0; load < 3; ++load) {
    matrix.load(held.slice());
    matrix.read({0, 4}, lines);
  }
  EXPECT_EQ(lines, 3);
}

// Columns 1 to 3 are loaded: entry 5 stands at the beginning of a line.
TEST(EieMatrixRead, ALoadPutsItsFirstEntryAtTheBeginningOfALine) {
  const auto held = columns_of({5, 4, 4, 1});
  MatrixRead matrix(8);
  std::int64_t lines = 0;
  matrix.load(held.slice());
  matrix.read({0, 5}, lines);
  matrix.load(held.slice(), 1);
  EXPECT_EQ(matrix.read({5, 9}, lines)[0], (Entry{1, 5}));
  EXPECT_EQ(lines, 2);
  matrix.read({9, 13}, lines);
  EXPECT_EQ(lines, 2);
  matrix.read({13, 14}, lines);
  EXPECT_EQ(lines, 3);
}

}  // namespace
}  // namespace arch::eie::test
