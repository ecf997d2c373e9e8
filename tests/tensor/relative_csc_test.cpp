// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/relative_csc.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/tensor/matrices.h"

namespace sim::tensor {

using Entry = RelativeCsc::Entry;

// Found by GoogleTest beside the type, hence not in the unnamed namespace.
void PrintTo(const Entry& entry, std::ostream* out) {
  *out << "{code " << int{entry.code} << ", zeros " << int{entry.zeros} << "}";
}

namespace {

/// One column for one processing element, `zeros[i]` zeros before the value i + 1.
std::vector<Entry> entries_of_column(const std::vector<int>& zeros, int index_bits) {
  std::vector<std::vector<std::int16_t>> column;
  for (std::size_t i = 0; i < zeros.size(); ++i) {
    column.insert(column.end(), zeros[i], {0});
    column.push_back({static_cast<std::int16_t>(i + 1)});
  }
  return RelativeCsc::encode(matrix_of(column), 1, index_bits, 4).entries[0];
}

TEST(RelativeCsc, AGapOfFifteenZerosNeedsNoFiller) {
  EXPECT_EQ(entries_of_column({15}, 4), (std::vector<Entry>{{1, 15}}));
}

TEST(RelativeCsc, AGapOfSixteenZerosNeedsAFiller) {
  EXPECT_EQ(entries_of_column({16}, 4), (std::vector<Entry>{{0, 15}, {1, 0}}));
}

TEST(RelativeCsc, AGapOfThirtyTwoZerosNeedsTwoFillers) {
  EXPECT_EQ(entries_of_column({32}, 4), (std::vector<Entry>{{0, 15}, {0, 15}, {1, 0}}));
}

TEST(RelativeCsc, EncodesTheColumnThatThePaperGivesAsExample) {
  EXPECT_EQ(entries_of_column({2, 0, 18}, 4),
            (std::vector<Entry>{{1, 2}, {2, 0}, {0, 15}, {3, 2}}));
}

TEST(RelativeCsc, IndicesOfOneBitBridgeTwoRowsPerFiller) {
  EXPECT_EQ(entries_of_column({3}, 1), (std::vector<Entry>{{0, 1}, {1, 1}}));
}

TEST(RelativeCsc, IndicesOfEightBitsBridge256Rows) {
  EXPECT_EQ(entries_of_column({255, 256}, 8), (std::vector<Entry>{{1, 255}, {0, 255}, {2, 0}}));
}

TEST(RelativeCsc, DoesNotStoreTrailingZerosAndCountsAnewInEveryColumn) {
  Matrix matrix({40, 2});
  matrix(0, 0) = 1;
  matrix(1, 1) = 1;
  const auto encoded = RelativeCsc::encode(matrix, 1, 4, 4);
  EXPECT_EQ(encoded.entries[0], (std::vector<Entry>{{1, 0}, {1, 1}}));
}

// Fig. 3 of the paper: processing element 0 of 4 holds rows 0, 4, 8 and 12 of a 16 x 8 matrix.
class Figure3 : public testing::Test {
 protected:
  Figure3() {
    const std::vector<std::vector<int>> rows_of_column = {{0, 8, 12}, {4},     {0, 12}, {},
                                                          {0, 4},     {0, 12}, {0},     {8, 12}};
    std::int16_t next = 1;
    for (std::size_t j = 0; j < rows_of_column.size(); ++j) {
      for (const auto row : rows_of_column[j]) matrix_(row, j) = next++;
    }
    encoded_ = RelativeCsc::encode(matrix_, 4, 4, 4);
  }

  Matrix matrix_{{16, 8}};
  RelativeCsc encoded_{0, 0, 0, Codebook({}, 4), {}, {}};
};

TEST_F(Figure3, HasTheVirtualWeightsInTheirOrder) {
  ASSERT_EQ(encoded_.entries[0].size(), 13u);
  for (int k = 0; k < 13; ++k) EXPECT_EQ(encoded_.entries[0][k].code, k + 1);
}

TEST_F(Figure3, HasTheRelativeRowIndicesOfThePaper) {
  std::vector<int> zeros;
  for (const auto entry : encoded_.entries[0]) zeros.push_back(entry.zeros);
  EXPECT_EQ(zeros, (std::vector<int>{0, 1, 0, 1, 0, 2, 0, 0, 0, 2, 0, 2, 0}));
}

TEST_F(Figure3, HasTheColumnPointersOfThePaper) {
  std::vector<std::uint32_t> pointers;
  for (int column = 0; column <= 8; ++column) pointers.push_back(encoded_.slice(0).start(column));
  EXPECT_EQ(pointers, (std::vector<std::uint32_t>{0, 3, 4, 6, 6, 8, 10, 11, 13}));
}

TEST_F(Figure3, GivesTheEntriesOfOneColumn) {
  const auto entries = encoded_.entries_of(0, 4);
  EXPECT_EQ(std::vector<Entry>(entries.begin(), entries.end()),
            (std::vector<Entry>{{7, 0}, {8, 0}}));
  EXPECT_TRUE(encoded_.entries_of(0, 3).empty());
  EXPECT_TRUE(encoded_.entries_of(1, 0).empty());
}

TEST_F(Figure3, CountsItsBits) {
  // 13 entries; 4 processing elements with 9 pointers each; 16 values of 16 bits.
  EXPECT_EQ(encoded_.bits(16), (FormatBits{13 * 4, 13 * 4, 4 * 9 * 16 + 16 * 16}));
}

TEST(RelativeCsc, RefusesParametersThatItCannotServe) {
  const auto csc = Csc::encode(matrix_of({{1}, {2}, {3}, {4}}));
  const auto codebook = *Codebook::of(csc, 4);
  EXPECT_THROW(RelativeCsc::encode(csc, codebook, 0, 4, 0, 4), Fault);
  EXPECT_THROW(RelativeCsc::encode(csc, codebook, 2, 0, 0, 4), Fault);
  EXPECT_THROW(RelativeCsc::encode(csc, codebook, 2, 9, 0, 4), Fault);
  EXPECT_THROW(RelativeCsc::encode(csc, codebook, 2, 4, 1, 4), Fault);
  EXPECT_THROW(RelativeCsc::encode(csc, codebook, 2, 4, 0, 5), Fault);
  EXPECT_THROW(RelativeCsc::encode(csc, Codebook({1, 2, 3}, 2), 2, 4, 0, 4), Fault);
  EXPECT_NO_THROW(RelativeCsc::encode(csc, Codebook({1, 2}, 2), 2, 4, 0, 2));
}

rc::Gen<int> any_processing_elements() {
  return rc::gen::element(1, 2, 3, 4, 5, 7, 8, 64, 100, 256, 512);
}

/// Rows of up to 300, so that even 8-bit indices meet gaps that they cannot express.
rc::Gen<Matrix> any_tall_matrix() { return any_matrix(300, 6, 255); }

RC_GTEST_PROP(RelativeCsc, GivesTheMatrixBack, ()) {
  const auto csc = Csc::encode(*any_tall_matrix());
  const auto encoded = RelativeCsc::encode(csc, *Codebook::of(csc, 8), *any_processing_elements(),
                                           *rc::gen::inRange(1, 9), 0, csc.rows);
  RC_ASSERT(encoded.to_csc() == csc);
  RC_ASSERT(encoded.stored() == csc.nonzeros() + encoded.fillers());
}

RC_GTEST_PROP(RelativeCsc, OfSomeRowsIsThatOfTheMatrixOfThoseRows, ()) {
  const auto matrix = *any_tall_matrix();
  const auto csc = Csc::encode(matrix);
  const auto elements = *any_processing_elements();
  const auto begin = *rc::gen::inRange(0, csc.rows / elements + 1) * elements;
  const auto end = *rc::gen::inRange(begin, csc.rows + 1);
  const auto columns = matrix.shape()[1];
  const auto first = matrix.values().begin() + static_cast<std::ptrdiff_t>(begin * columns);
  const auto last = matrix.values().begin() + static_cast<std::ptrdiff_t>(end * columns);
  const Matrix rows({static_cast<std::size_t>(end - begin), columns}, {first, last});

  const auto codebook = *Codebook::of(csc, 8);
  const auto index_bits = *rc::gen::inRange(1, 9);
  const auto part = Csc::encode(rows);
  RC_ASSERT(RelativeCsc::encode(csc, codebook, elements, index_bits, begin, end) ==
            RelativeCsc::encode(part, codebook, elements, index_bits, 0, part.rows));
}

RC_GTEST_PROP(RelativeCsc, TellsOfItsColumnsWhatItsEntriesShow, ()) {
  const auto csc = Csc::encode(*any_tall_matrix());
  const auto elements = *any_processing_elements();
  const auto begin = *rc::gen::inRange(0, csc.rows / elements + 1) * elements;
  auto codebook = *Codebook::of(csc, 8);
  RelativeCscColumns told;
  const auto encoded = *RelativeCsc::encode_naming(csc, codebook, elements, *rc::gen::inRange(1, 9),
                                                   begin, csc.rows, &told);
  RelativeCscColumns shown;
  for (std::int32_t j = 0; j < encoded.columns; ++j) {
    shown.nonzeros.push_back(0);
    for (int pe = 0; pe < elements; ++pe) {
      const auto entries = encoded.entries_of(pe, j);
      auto& ends = shown.ends.emplace_back();
      if (!entries.empty() && entries[0].code != 0) ends.first_row = entries[0].zeros;
      std::uint16_t behind = 0;
      for (const auto entry : entries) {
        behind = static_cast<std::uint16_t>(behind + entry.zeros + 1);
        shown.nonzeros.back() += entry.code != 0;
      }
      ends.last_row = static_cast<std::uint16_t>(behind - 1);
    }
  }
  RC_ASSERT(told.nonzeros == shown.nonzeros);
  RC_ASSERT(told.ends == shown.ends);
}

RC_GTEST_PROP(RelativeCsc, HasAsManyFillersAsTheClosedFormSays, ()) {
  const auto matrix = *any_tall_matrix();
  const auto elements = *any_processing_elements();
  const auto index_bits = *rc::gen::inRange(1, 9);
  const auto encoded = RelativeCsc::encode(matrix, elements, index_bits, 8);
  std::int64_t expected = 0;
  for (int pe = 0; pe < elements; ++pe) {
    for (std::size_t j = 0; j < matrix.shape()[1]; ++j) {
      int gap = 0;
      for (std::size_t i = pe; i < matrix.shape()[0]; i += elements) {
        if (matrix(i, j) != 0) expected += gap >> index_bits;
        gap = matrix(i, j) != 0 ? 0 : gap + 1;
      }
    }
  }
  RC_ASSERT(encoded.fillers() == expected);
}

}  // namespace
}  // namespace sim::tensor
