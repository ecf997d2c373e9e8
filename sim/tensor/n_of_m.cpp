// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/n_of_m.h"

#include "sim/tensor/kernel_order.h"

namespace sim::tensor {
namespace {

// Groups of m channels: how many non-zeros each has so far. Calls with (entry, channel in the
// group, group, non-zeros before it in the group).
template <class Call>
void for_each_in_group(const Csc& matrix, int kernel_area, int m, Call call) {
  if (m < 1 || m > 256) throw Fault("n of m: m is 1 to 256");
  const auto area = static_cast<std::size_t>(kernel_area);
  const auto in_channel = static_cast<std::size_t>(matrix.rows) * area;
  std::vector<std::uint16_t> count(in_channel);
  for_each_channel(matrix, kernel_area,
                   [&](std::int32_t channel, std::span<const KernelEntry> entries) {
                     const auto inside = channel % m;
                     if (inside == 0) std::fill(count.begin(), count.end(), 0);
                     const auto first = static_cast<std::size_t>(channel / m) * in_channel;
                     for (const auto& entry : entries) {
                       const auto at = entry.row * area + entry.place;
                       call(entry, inside, first + at, int{count[at]++});
                     }
                   });
}

}  // namespace

int NOfM::fullest_group(const Csc& matrix, int kernel_area, int m) {
  int most = 0;
  for_each_in_group(matrix, kernel_area, m, [&](const auto&, auto, auto, int before) {
    most = std::max(most, before + 1);
  });
  return most;
}

std::optional<std::string> NOfM::refusal(const Csc& matrix, int kernel_area, int n, int m) {
  const auto fullest = fullest_group(matrix, kernel_area, m);
  if (fullest <= n) return std::nullopt;
  return std::to_string(fullest) + " non-zeros in a group of " + std::to_string(m) +
         " channels, of which " + std::to_string(n) + " may be kept";
}

NOfM NOfM::encode(const Csc& matrix, int kernel_area, int n, int m) {
  if (const auto why = refusal(matrix, kernel_area, n, m)) throw Fault("n of m: " + *why);
  NOfM result{matrix.rows, matrix.columns, kernel_area, n, m, {}, {}};
  const auto channels = matrix.columns / kernel_area;
  const auto groups = static_cast<std::size_t>((channels + m - 1) / m) *
                      static_cast<std::size_t>(matrix.rows) * static_cast<std::size_t>(kernel_area);
  const auto width = static_cast<std::size_t>(n);
  result.value.resize(groups * width);
  result.channel.resize(groups * width);
  for_each_in_group(matrix, kernel_area, m,
                    [&](const KernelEntry& entry, int inside, std::size_t group, int before) {
                      const auto at = group * width + static_cast<std::size_t>(before);
                      result.value[at] = entry.value;
                      result.channel[at] = static_cast<std::uint8_t>(inside);
                    });
  return result;
}

Dense<std::int16_t> NOfM::decode() const {
  const auto height = static_cast<std::size_t>(rows), area = static_cast<std::size_t>(kernel_area);
  Dense<std::int16_t> matrix({height, static_cast<std::size_t>(columns)});
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] == 0) continue;
    const auto group = at / static_cast<std::size_t>(n);
    const auto first = group / (height * area) * static_cast<std::size_t>(m);
    matrix(group / area % height, (first + channel[at]) * area + group % area) = value[at];
  }
  return matrix;
}

FormatBits NOfM::bits(int value_bits) const {
  const auto kept = static_cast<std::int64_t>(value.size());
  return {.values = kept * value_bits,
          .indices = kept * index_width(static_cast<std::uint64_t>(m))};
}

}  // namespace sim::tensor
