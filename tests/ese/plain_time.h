// SPDX-License-Identifier: Apache-2.0
// How long a matrix takes if its weights and pointers are there, by a recurrence over columns.
#pragma once

#include "tests/ese/lstm_case.h"

namespace arch::ese::test {

/// From the first broadcast to the write of the last sum, in cycles. Column j enters the queues one
/// cycle after the one before, and not before the slowest PE has taken column j - depth; a PE takes
/// it when it is visible and the column before is done, which takes as many cycles as it has
/// entries, at least one.
std::int64_t plain_matrix_cycles(const Config& config, const Matrix& matrix);

/// The entries of one PE's part of a column, fillers included, counted row by row.
std::int64_t plain_entries(const Config& config, const Matrix& matrix, int pe, std::size_t column);

}  // namespace arch::ese::test
