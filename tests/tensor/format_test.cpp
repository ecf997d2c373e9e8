// SPDX-License-Identifier: Apache-2.0
// What every storage format promises.
#include "sim/tensor/format.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/tensor/aligned_csc.h"
#include "sim/tensor/csc.h"
#include "sim/tensor/relative_csc.h"
#include "sim/tensor/uncompressed.h"
#include "tests/tensor/matrices.h"

namespace sim::tensor {
namespace {

static_assert(Format<Uncompressed>);
static_assert(Format<Csc>);
static_assert(Format<RelativeCsc, int, int, int>);
static_assert(Format<AlignedCsc, int, int>);
static_assert(!Format<Matrix>);

/// A format with its options: processing elements, index bits and code bits, if it has any.
template <class F, int... options>
requires Format<F, decltype(options)...>
struct With {
  static F encode(const Matrix& matrix) { return F::encode(matrix, options...); }
};

template <class F>
class EveryFormat : public testing::Test {};

using Formats = testing::Types<With<Uncompressed>, With<Csc>, With<RelativeCsc, 1, 1, 8>,
                               With<RelativeCsc, 4, 4, 8>, With<RelativeCsc, 6, 3, 8>,
                               With<AlignedCsc, 1, 1>, With<AlignedCsc, 5, 3>>;
TYPED_TEST_SUITE(EveryFormat, Formats);

TYPED_TEST(EveryFormat, GivesTheMatrixBack) {
  EXPECT_TRUE(rc::check([] {
    const auto matrix = *any_matrix(40, 12, 255);
    RC_ASSERT(TypeParam::encode(matrix).decode() == matrix);
  }));
}

TYPED_TEST(EveryFormat, KeepsTheShapeOfAnEmptyMatrix) {
  for (const auto& shape : {Shape{0, 0}, Shape{0, 3}, Shape{3, 0}, Shape{3, 3}}) {
    EXPECT_EQ(TypeParam::encode(Matrix(shape)).decode(), Matrix(shape));
  }
}

TYPED_TEST(EveryFormat, HoldsAtLeastOneBitForEveryNonzero) {
  EXPECT_TRUE(rc::check([] {
    const auto matrix = *any_matrix(20, 12, 255);
    const auto bits = TypeParam::encode(matrix).bits();
    RC_ASSERT(bits.values >= Csc::encode(matrix).nonzeros());
    RC_ASSERT(bits.total() == bits.values + bits.indices + bits.tables);
  }));
}

}  // namespace
}  // namespace sim::tensor
