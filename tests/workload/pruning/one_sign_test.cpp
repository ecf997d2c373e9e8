// SPDX-License-Identifier: Apache-2.0
// FORMS' fragments: the weights that an output has for some consecutive inputs have one sign.
#include "sim/workload/pruning/one_sign.h"

#include <gtest/gtest.h>

#include "sim/tensor/dense.h"

namespace sim::workload::pruning {
namespace {

using Matrix = tensor::Dense<std::int16_t>;

Matrix with_one_sign(const Geometry& geometry, int inputs, const Matrix& matrix) {
  auto csc = tensor::Csc::encode(matrix);
  give_fragments_one_sign(geometry, inputs, csc);
  csc.check();
  return csc.decode();
}

TEST(OneSign, TheMinorityOfAFragmentTakesTheSignOfItsSum) {
  const Geometry geometry{.rows = 2, .columns = 5};
  EXPECT_EQ(with_one_sign(geometry, 2, {{2, 5}, {3, -1, -4, 2, -7, 1, -1, 0, 0, 5}}),
            Matrix({2, 5}, {3, 1, -4, -2, -7, 1, 1, 0, 0, 5}));
}

TEST(OneSign, InputsWithoutAWeightAreInNoFragment) {
  const Geometry geometry{.rows = 1, .columns = 5};
  EXPECT_EQ(with_one_sign(geometry, 2, {{1, 5}, {3, 0, -1, -4, 2}}),
            Matrix({1, 5}, {3, 0, 1, -4, -2}));
}

TEST(OneSign, GroupsHaveFragmentsOfTheirOwnAndABiasIsLeftAlone) {
  const Geometry geometry{.rows = 2, .columns = 2, .groups = 2};
  EXPECT_EQ(with_one_sign(geometry, 2, {{2, 3}, {3, -1, -9, 0, -2, 9}}),
            Matrix({2, 3}, {3, 1, -9, 0, -2, 9}));
}

}  // namespace
}  // namespace sim::workload::pruning
