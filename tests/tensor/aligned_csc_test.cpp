// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/aligned_csc.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/tensor/relative_csc.h"
#include "tests/tensor/matrices.h"

namespace sim::tensor {
namespace {

using AlignedEntry = AlignedCsc::Entry;

// Processing element 0 holds rows 0, 2, 4, element 1 rows 1, 3, 5; an index of one bit bridges a
// gap of 1 at most.
TEST(AlignedCsc, HoldsWeightsTheirGapsAndFillers) {
  const auto matrix = matrix_of({{0, 2000}, {-7, 0}, {0, 0}, {8, 0}, {-2048, 1}, {0, 0}});
  const auto encoded = AlignedCsc::encode(matrix, 2, 1);
  const std::vector<AlignedEntry> first = {{0, 1}, {-2048, 0}, {2000, 0}, {1, 1}};
  EXPECT_EQ(encoded.slices[0].entries, first);
  EXPECT_EQ(encoded.slices[0].start, (std::vector<std::uint32_t>{0, 2, 4}));
  EXPECT_EQ(encoded.slices[1].entries, (std::vector<AlignedEntry>{{-7, 0}, {8, 0}}));
  EXPECT_EQ(encoded.slices[1].start, (std::vector<std::uint32_t>{0, 2, 2}));
  EXPECT_EQ(encoded.fillers(), 1);
}

TEST(AlignedCsc, AStreamIsAsLongAsTheLongest) {
  const auto matrix = matrix_of({{0, 2000}, {-7, 0}, {0, 0}, {8, 0}, {-2048, 1}, {0, 0}});
  const auto encoded = AlignedCsc::encode(matrix, 2, 1);
  EXPECT_EQ(encoded.words(), 4u);
  EXPECT_EQ(encoded.words(0, 1), 2u);
  EXPECT_EQ(encoded.words(1, 1), 0u);
  EXPECT_EQ(encoded.stored(), 6);
  EXPECT_EQ(encoded.padding(), 2);
  // 4 words of 2 entries; 2 x 3 pointers.
  EXPECT_EQ(encoded.bits(12, 16), (FormatBits{8 * 12, 8 * 1, 6 * 16}));
}

RC_GTEST_PROP(AlignedCsc, HasTheEntriesOfRelativeCsc, ()) {
  const auto matrix = *any_matrix(60, 12, 255);
  const auto elements = *rc::gen::inRange(1, 7);
  const auto index_bits = *rc::gen::inRange(1, 6);
  const auto aligned = AlignedCsc::encode(matrix, elements, index_bits);
  const auto relative = RelativeCsc::encode(matrix, elements, index_bits, 8);
  RC_ASSERT(aligned.stored() == relative.stored());
  RC_ASSERT(aligned.fillers() == relative.fillers());
  for (int pe = 0; pe < elements; ++pe) {
    const auto& mine = aligned.slices[static_cast<std::size_t>(pe)];
    for (std::int32_t column = 0; column < aligned.columns; ++column) {
      const auto other = relative.entries_of(pe, column);
      RC_ASSERT(mine.entries_in(column, column + 1) == other.size());
      const auto first = mine.start[static_cast<std::size_t>(column)];
      for (std::size_t k = 0; k < other.size(); ++k) {
        RC_ASSERT(mine.entries[first + k].zeros == other[k].zeros);
        RC_ASSERT(mine.entries[first + k].value == relative.codebook.value(other[k].code));
      }
    }
  }
}

// Element 0 has two entries in each column, element 1 none. Windows of 2 buffers of 2 words: after
// column 2, 6 entries are in 3 buffers, of which the first is dropped.
TEST(AlignedCsc, StreamsAreFilledUpSoThatTheyStayInTheWindow) {
  const auto matrix = Csc::encode(matrix_of({{1, 1, 1, 1}, {0, 0, 0, 0}, {1, 1, 1, 1}}));
  const auto encoded = AlignedCsc::encode(matrix, 2, 4, {2, 2});
  EXPECT_EQ(encoded.slices[0].start, (std::vector<std::uint32_t>{0, 2, 4, 6, 8}));
  EXPECT_EQ(encoded.slices[1].start, (std::vector<std::uint32_t>{0, 0, 0, 2, 4}));
  EXPECT_EQ(encoded.fillers(), 4);
  EXPECT_EQ(encoded.padding(), 4);
  EXPECT_EQ(encoded.to_csc(), matrix);
  EXPECT_EQ(AlignedCsc::encode(matrix, 2, 4, {2, 4}).fillers(), 0);
  EXPECT_EQ(AlignedCsc::encode(matrix, 2, 4, {2, 3}).fillers(), 2);
}

RC_GTEST_PROP(AlignedCsc, NobodyNeedsAWordThatWasDroppedForAnother, ()) {
  const auto matrix = *any_matrix(40, 12, 255);
  const auto words = *rc::gen::inRange(1u, 9u), buffers = *rc::gen::inRange(1u, 4u);
  const auto encoded = AlignedCsc::encode(Csc::encode(matrix), 3, 2, {words, buffers});
  RC_ASSERT(encoded.decode() == matrix);
  for (std::size_t j = 1; j < encoded.slices[0].start.size(); ++j) {
    for (const auto& ahead : encoded.slices) {
      const auto needed = (ahead.start[j] + words - 1) / words;  // buffers begun
      for (const auto& behind : encoded.slices) {
        RC_ASSERT(needed <= behind.start[j] / words + buffers);
      }
    }
  }
}

TEST(AlignedCsc, NonsenseIsAFault) {
  const Csc matrix;
  EXPECT_THROW(AlignedCsc::encode(matrix, 0, 4, {}), Fault);
  EXPECT_THROW(AlignedCsc::encode(matrix, 1, 0, {}), Fault);
  EXPECT_THROW(AlignedCsc::encode(matrix, 1, 17, {}), Fault);
  EXPECT_THROW(AlignedCsc::encode(matrix, 1, 4, {0, 2}), Fault);
  EXPECT_THROW(AlignedCsc::encode(matrix, 1, 4, {8, 0}), Fault);
}

}  // namespace
}  // namespace sim::tensor
