// SPDX-License-Identifier: Apache-2.0
// What every storage format promises.
#include "sim/tensor/format.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>

#include "sim/tensor/aligned_csc.h"
#include "sim/tensor/bitmap.h"
#include "sim/tensor/bspc.h"
#include "sim/tensor/bsr.h"
#include "sim/tensor/coo.h"
#include "sim/tensor/csc.h"
#include "sim/tensor/csr.h"
#include "sim/tensor/darb.h"
#include "sim/tensor/deep_compression.h"
#include "sim/tensor/fkw.h"
#include "sim/tensor/granular.h"
#include "sim/tensor/n_of_m.h"
#include "sim/tensor/pruned_blocks.h"
#include "sim/tensor/relative_csc.h"
#include "sim/tensor/run_length.h"
#include "sim/tensor/spm.h"
#include "sim/tensor/structured.h"
#include "sim/tensor/ternary.h"
#include "sim/tensor/uncompressed.h"
#include "sim/tensor/unified.h"
#include "tests/tensor/matrices.h"

namespace sim::tensor {
namespace {

static_assert(Format<Uncompressed>);
static_assert(Format<Csc>);
static_assert(Format<RelativeCsc, int, int, int>);
static_assert(Format<Spm, int>);
static_assert(Format<AlignedCsc, int, int>);
static_assert(!Format<Matrix>);

/// A format with its options, in their order, for matrices of some number of different values.
template <class F, int different, int... options>
requires Format<F, decltype(options)...>
struct Holding {
  static constexpr int values = different;
  static constexpr int columns_multiple = 1;
  static F encode(const Matrix& matrix) {
    if constexpr (requires { F::encode(matrix, options...); }) {
      return F::encode(matrix, options...);
    } else {
      return F::encode(Csc::encode(matrix), options...);
    }
  }
};

template <class F, int... options>
using With = Holding<F, 255, options...>;

/// The same for a format whose first option is the number of weights in a kernel.
template <class F, int area, int... options>
struct OfKernels : With<F, area, options...> {
  static constexpr int columns_multiple = area;
};

// Not a template: every property of its own type would cost the compiler a second.
bool holds_for_matrices(std::size_t rows, std::size_t columns, std::size_t columns_multiple,
                        int values, const std::function<void(const Matrix&)>& property) {
  return rc::check([&] {
    const auto matrix = *any_matrix(rows, columns, values);
    Matrix whole({matrix.shape()[0], matrix.shape()[1] / columns_multiple * columns_multiple});
    for (std::size_t i = 0; i < whole.shape()[0]; ++i) {
      for (std::size_t j = 0; j < whole.shape()[1]; ++j) whole(i, j) = matrix(i, j);
    }
    property(whole);
  });
}

template <class F>
class EveryFormat : public testing::Test {
 protected:
  static bool holds(std::size_t rows, std::size_t columns,
                    const std::function<void(const Matrix&)>& property) {
    return holds_for_matrices(rows, columns, F::columns_multiple, F::values, property);
  }
};

using Formats = testing::Types<
    With<Uncompressed>, With<Coo>, With<Csr>, With<Csc>, With<RelativeCsc, 1, 1, 8>,
    With<RelativeCsc, 4, 4, 8>, With<RelativeCsc, 6, 3, 8>, OfKernels<RunLength, 1, 8, 4>,
    OfKernels<RunLength, 3, 1, 1>, OfKernels<RunLength, 2, 7, 3>, With<Bitmap>, With<Structured>,
    Holding<Ternary, 2>, With<Darb, 1>, With<Darb, 8>, With<Darb, 65536>, With<Bsr, 1, 1>,
    With<Bsr, 4, 3>, With<Bsr, 64, 64>, With<PrunedBlocks, 1, 1>, With<PrunedBlocks, 4, 3>,
    With<PrunedBlocks, 64, 64>, With<Bspc, 1>, With<Bspc, 4>, OfKernels<NOfM, 1, 4, 4>,
    OfKernels<NOfM, 3, 2, 2>, OfKernels<NOfM, 2, 5, 5>, OfKernels<Granular, 1, 1, 4>,
    OfKernels<Granular, 4, 2, 1>, OfKernels<Granular, 3, 3, 2>, With<Unified, 1>, With<Unified, 4>,
    With<Unified, 64>, OfKernels<Fkw, 1, 1>, OfKernels<Fkw, 3, 256>, OfKernels<Fkw, 4, 256>,
    OfKernels<Spm, 9>, OfKernels<Spm, 4>, OfKernels<Spm, 1>, With<AlignedCsc, 1, 1>,
    With<AlignedCsc, 5, 3>, With<DeepCompression, 1, 8>, With<DeepCompression, 4, 8>,
    With<DeepCompressionHuffman, 1, 8>, With<DeepCompressionHuffman, 5, 8>>;
TYPED_TEST_SUITE(EveryFormat, Formats);

TYPED_TEST(EveryFormat, GivesTheMatrixBack) {
  EXPECT_TRUE(TestFixture::holds(40, 12, [](const Matrix& matrix) {
    RC_ASSERT(TypeParam::encode(matrix).decode() == matrix);
  }));
}

TYPED_TEST(EveryFormat, KeepsTheShapeOfAnEmptyMatrix) {
  constexpr std::size_t some = 3 * TypeParam::columns_multiple;
  for (const auto& shape : {Shape{0, 0}, Shape{0, some}, Shape{3, 0}, Shape{3, some}}) {
    EXPECT_EQ(TypeParam::encode(Matrix(shape)).decode(), Matrix(shape));
  }
}

TYPED_TEST(EveryFormat, HoldsAtLeastOneBitForEveryNonzero) {
  EXPECT_TRUE(TestFixture::holds(20, 12, [](const Matrix& matrix) {
    const auto bits = TypeParam::encode(matrix).bits();
    RC_ASSERT(bits.values >= Csc::encode(matrix).nonzeros());
    RC_ASSERT(bits.total() == bits.values + bits.indices + bits.tables);
  }));
}

}  // namespace
}  // namespace sim::tensor
