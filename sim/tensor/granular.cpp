// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/granular.h"

#include "sim/tensor/kernel_order.h"
#include "sim/tensor/zero_run.h"

namespace sim::tensor {

Granular Granular::encode(const Csc& matrix, int kernel_area, int group, int run_bits) {
  if (group < 1 || kernel_area % group != 0) throw Fault("granular: groups do not divide kernels");
  Granular result{matrix.rows, matrix.columns, kernel_area, group, run_bits, {}, {}};
  const auto area = static_cast<std::uint64_t>(kernel_area),
             size = static_cast<std::uint64_t>(group);
  const auto in_channel = static_cast<std::uint64_t>(matrix.rows) * area / size;
  std::uint64_t next = 0;  // the first group that is not stored yet
  for_each_channel(
      matrix, kernel_area, [&](std::int32_t channel, std::span<const KernelEntry> entries) {
        const auto first = static_cast<std::uint64_t>(channel) * in_channel;
        for (const auto& entry : entries) {
          const auto at = entry.row * area + entry.place;
          const auto mine = first + at / size;
          if (mine >= next) {
            const auto run = zero_run(mine - next, run_bits);
            result.zeros.insert(result.zeros.end(), run.fillers, filler_zeros(run_bits));
            result.zeros.push_back(run.zeros);
            result.value.resize(result.zeros.size() * size);
            next = mine + 1;
          }
          result.value[(result.zeros.size() - 1) * size + at % size] = entry.value;
        }
      });
  return result;
}

Dense<std::int16_t> Granular::decode() const {
  const auto height = static_cast<std::size_t>(rows), area = static_cast<std::size_t>(kernel_area);
  const auto size = static_cast<std::size_t>(group);
  Dense<std::int16_t> matrix({height, static_cast<std::size_t>(columns)});
  std::size_t mine = 0;
  for (std::size_t k = 0; k < zeros.size(); ++k, ++mine) {
    mine += zeros[k];
    for (std::size_t i = 0; i < size; ++i) {
      const auto at = mine * size + i;  // among the weights, channel by channel
      if (const auto one = value[k * size + i]; one != 0) {
        matrix(at / area % height, at / (area * height) * area + at % area) = one;
      }
    }
  }
  return matrix;
}

FormatBits Granular::bits(int value_bits) const {
  return {.values = static_cast<std::int64_t>(value.size()) * value_bits,
          .indices = static_cast<std::int64_t>(zeros.size()) * run_bits};
}

}  // namespace sim::tensor
