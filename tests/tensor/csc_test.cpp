// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/csc.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/tensor/matrices.h"

namespace sim::tensor {
namespace {

const Matrix small = matrix_of({{0, 5, 0}, {-1, 0, 0}, {2, 7, 0}});

TEST(Csc, HoldsTheNonzerosColumnByColumn) {
  const auto csc = Csc::encode(small);
  EXPECT_EQ(csc.start, (std::vector<std::uint32_t>{0, 2, 4, 4}));
  EXPECT_EQ(csc.row, (std::vector<std::uint32_t>{1, 2, 0, 2}));
  EXPECT_EQ(csc.value, (std::vector<std::int16_t>{-1, 2, 5, 7}));
}

TEST(Csc, SpendsTheLeastWidthsOnIndicesAndPointers) {
  // Rows 0..2 take 2 bits, pointers 0..4 take 3.
  EXPECT_EQ(Csc::encode(small).bits(8), (FormatBits{4 * 8, 4 * 2, 4 * 3}));
}

TEST(Csc, EncodesMatricesOnly) { EXPECT_THROW(Csc::encode(Matrix({2, 2, 2})), Fault); }

TEST(Csc, IsSplitIntoPartsOfEqualHeight) {
  const auto parts = Csc::encode(matrix_of({{0, 5}, {-1, 0}, {2, 0}, {3, 4}})).split_rows(2);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0], Csc::encode(matrix_of({{0, 5}, {-1, 0}})));
  EXPECT_EQ(parts[1], Csc::encode(matrix_of({{2, 0}, {3, 4}})));
  EXPECT_EQ(Csc::encode(small).split_rows(1), std::vector{Csc::encode(small)});
  EXPECT_THROW(Csc::encode(small).split_rows(2), Fault);
  EXPECT_THROW(Csc::encode(small).split_rows(0), Fault);
}

TEST(Csc, OfNothingIsSound) {
  EXPECT_NO_THROW(Csc{}.check());
  EXPECT_EQ(Csc{}.decode(), Matrix({0, 0}));
}

template <class Change>
std::string complaint(Change change) {
  auto csc = Csc::encode(small);
  change(csc);
  try {
    csc.check();
  } catch (const Fault& fault) {
    return fault.what();
  }
  return "";
}

TEST(Csc, NamesTheInvariantThatIsBroken) {
  EXPECT_EQ(complaint([](Csc&) {}), "");
  EXPECT_EQ(complaint([](Csc& m) { m.columns = -1; }), "csc: a negative dimension");
  EXPECT_EQ(complaint([](Csc& m) { m.columns = 4; }),
            "csc: there must be one pointer per column and one more");
  EXPECT_EQ(complaint([](Csc& m) { m.value.pop_back(); }), "csc: rows and values differ in number");
  EXPECT_EQ(complaint([](Csc& m) { m.start.back() = 3; }),
            "csc: the pointers do not span the entries");
  EXPECT_EQ(complaint([](Csc& m) { m.start = {0, 4, 2, 4}; }), "csc: the pointers descend");
  EXPECT_EQ(complaint([](Csc& m) { m.row[1] = 1; }), "csc: rows do not ascend in column 0");
  EXPECT_EQ(complaint([](Csc& m) { m.value[2] = 0; }), "csc: a stored zero in column 1");
  EXPECT_EQ(complaint([](Csc& m) { m.rows = 2; }), "csc: row 2 is outside in column 0");
}

RC_GTEST_PROP(Csc, IsSoundAndGivesTheMatrixBack, ()) {
  const auto matrix = *any_matrix(20, 20, 1000);
  const auto csc = Csc::encode(matrix);
  csc.check();
  RC_ASSERT(csc.decode() == matrix);
}

}  // namespace
}  // namespace sim::tensor
