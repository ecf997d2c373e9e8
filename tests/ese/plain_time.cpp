// SPDX-License-Identifier: Apache-2.0
#include "tests/ese/plain_time.h"

#include <algorithm>

namespace arch::ese::test {

std::int64_t plain_entries(const Config& config, const Matrix& matrix, int pe, std::size_t column) {
  std::int64_t entries = 0;
  int zeros = 0;
  const auto rows = matrix.shape()[0];
  const auto n = static_cast<std::size_t>(config.processing_elements);
  for (auto row = static_cast<std::size_t>(pe); row < rows; row += n) {
    ++zeros;
    if (matrix(row, column) == 0) continue;
    entries += 1 + ((zeros - 1) >> config.index_bits);
    zeros = 0;
  }
  return entries;
}

std::int64_t plain_matrix_cycles(const Config& config, const Matrix& matrix) {
  const auto columns = matrix.shape()[1];
  const auto pes = static_cast<std::size_t>(config.processing_elements);
  const auto depth = static_cast<std::size_t>(config.queue_entries);
  const auto drain =
      config.pointer_read_cycles + config.matrix_read_cycles + config.arithmetic_stages - 1;
  std::vector<std::vector<std::int64_t>> taken(columns, std::vector<std::int64_t>(pes));
  std::vector<std::int64_t> free(pes), written(pes);
  std::int64_t pushed = -1;
  for (std::size_t j = 0; j < columns; ++j) {
    ++pushed;
    if (j >= depth) {
      const auto& before = taken[j - depth];
      pushed = std::max(pushed, *std::max_element(before.begin(), before.end()) + 1);
    }
    for (std::size_t pe = 0; pe < pes; ++pe) {
      taken[j][pe] = std::max(pushed + config.broadcast_latency, free[pe]);
      const auto entries = plain_entries(config, matrix, static_cast<int>(pe), j);
      free[pe] = taken[j][pe] + std::max<std::int64_t>(1, entries);
      if (entries > 0) written[pe] = free[pe] + drain;
    }
  }
  std::int64_t end = pushed + 1;
  for (std::size_t pe = 0; pe < pes; ++pe) end = std::max({end, free[pe], written[pe]});
  return end;
}

}  // namespace arch::ese::test
