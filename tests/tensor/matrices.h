// SPDX-License-Identifier: Apache-2.0
// Matrices for the tests of formats.
#pragma once

#include <rapidcheck.h>

#include "sim/tensor/dense.h"

namespace sim::tensor {

using Matrix = Dense<std::int16_t>;

/// A matrix from rows that are written one below the other.
inline Matrix matrix_of(const std::vector<std::vector<std::int16_t>>& rows) {
  Matrix matrix({rows.size(), rows.empty() ? 0 : rows.front().size()});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < rows[i].size(); ++j) matrix(i, j) = rows[i][j];
  }
  return matrix;
}

/// Random matrices of up to `rows` x `columns`, from almost empty to full, whose non-zeros are
/// among `values` different ones and both signs occur.
inline rc::Gen<Matrix> any_matrix(std::size_t rows, std::size_t columns, int values) {
  return rc::gen::exec([=] {
    const auto m = *rc::gen::inRange<std::size_t>(0, rows + 1);
    const auto n = *rc::gen::inRange<std::size_t>(0, columns + 1);
    const auto zeros = *rc::gen::element<std::size_t>(0, 1, 10, 100);
    const auto nonzero = rc::gen::map(rc::gen::inRange(1, values + 1), [](int v) {
      return static_cast<std::int16_t>(v % 2 == 0 ? v * 128 : -v);
    });
    const auto zero = rc::gen::just<std::int16_t>(0);
    const auto element = rc::gen::weightedOneOf<std::int16_t>({{1, nonzero}, {zeros, zero}});
    return Matrix({m, n}, *rc::gen::container<std::vector<std::int16_t>>(m * n, element));
  });
}

}  // namespace sim::tensor
