// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/fkw.h"

#include <map>
#include <unordered_map>

#include "sim/tensor/kernel_order.h"

namespace sim::tensor {
namespace {

constexpr int most_positions = 64;

// Calls with (channel, filter, pattern, entries) of every kernel that has a non-zero.
template <class Call>
void for_each_kernel(const Csc& matrix, int kernel_area, Call call) {
  for_each_channel(matrix, kernel_area,
                   [&](std::int32_t channel, std::span<const KernelEntry> entries) {
                     for (std::size_t first = 0, k = 0; first < entries.size(); first = k) {
                       std::uint64_t pattern = 0;
                       for (; k < entries.size() && entries[k].row == entries[first].row; ++k) {
                         pattern |= std::uint64_t{1} << entries[k].place;
                       }
                       call(static_cast<std::uint32_t>(channel), entries[first].row, pattern,
                            entries.subspan(first, k - first));
                     }
                   });
}

using Histogram = std::unordered_map<std::uint64_t, std::uint64_t>;

Histogram histogram(const Csc& matrix, int kernel_area) {
  Histogram count;
  for_each_kernel(matrix, kernel_area,
                  [&](auto, auto, std::uint64_t pattern, auto) { ++count[pattern]; });
  return count;
}

std::vector<std::uint64_t> by_frequency(const Histogram& count) {
  std::vector<std::uint64_t> patterns;
  for (const auto& one : count) patterns.push_back(one.first);
  std::sort(patterns.begin(), patterns.end(), [&](auto a, auto b) {
    return count.at(a) != count.at(b) ? count.at(a) > count.at(b) : a < b;
  });
  return patterns;
}

std::optional<std::string> why_not(std::size_t patterns, int most_patterns) {
  if (patterns <= static_cast<std::size_t>(most_patterns)) return std::nullopt;
  return "kernels of " + std::to_string(patterns) + " patterns, but " +
         std::to_string(most_patterns) + " are told apart";
}

}  // namespace

std::optional<std::string> Fkw::refusal(const Csc& matrix, int kernel_area, int most_patterns) {
  if (kernel_area > most_positions) {
    return "kernels of " + std::to_string(kernel_area) + " weights, but patterns have at most 64";
  }
  return why_not(histogram(matrix, kernel_area).size(), most_patterns);
}

Fkw Fkw::encode(const Csc& matrix, int kernel_area, int most_patterns) {
  if (kernel_area > most_positions) throw Fault("fkw: the kernels are too large");
  Fkw result{matrix.rows, matrix.columns, kernel_area, {}, {}, {}, {}, {}, {}};
  result.pattern = by_frequency(histogram(matrix, kernel_area));
  if (const auto why = why_not(result.pattern.size(), most_patterns)) throw Fault("fkw: " + *why);
  const auto patterns = result.pattern.size(), filters = static_cast<std::size_t>(matrix.rows);
  std::unordered_map<std::uint64_t, std::size_t> id;
  for (std::size_t p = 0; p < patterns; ++p) id[result.pattern[p]] = p;

  // Kernels and weights of every filter and pattern, and where they begin.
  std::vector<std::uint32_t> kernels(filters * patterns), all(filters);
  for_each_kernel(matrix, kernel_area, [&](auto, auto filter, auto positions, auto) {
    ++kernels[filter * patterns + id.at(positions)];
    ++all[filter];
  });
  result.reorder.resize(filters);
  std::iota(result.reorder.begin(), result.reorder.end(), 0u);
  std::stable_sort(result.reorder.begin(), result.reorder.end(),
                   [&](auto a, auto b) { return all[a] > all[b]; });
  std::vector<std::uint32_t> next_kernel(filters * patterns), next_weight(filters * patterns);
  std::uint32_t kernel = 0, weight = 0;
  result.offset.push_back(0);
  for (const auto filter : result.reorder) {
    for (std::size_t p = 0; p < patterns; ++p) {
      const auto at = filter * patterns + p;
      next_kernel[at] = kernel;
      next_weight[at] = weight;
      kernel += kernels[at];
      weight += kernels[at] * static_cast<std::uint32_t>(std::popcount(result.pattern[p]));
      result.stride.push_back(kernel - result.offset.back());
    }
    result.offset.push_back(kernel);
  }
  result.index.resize(kernel);
  result.weight.resize(weight);
  for_each_kernel(matrix, kernel_area,
                  [&](auto channel, auto filter, auto positions, auto entries) {
                    const auto at = filter * patterns + id.at(positions);
                    result.index[next_kernel[at]++] = channel;
                    for (const auto& entry : entries)
                      result.weight[next_weight[at]++] = entry.value;
                  });
  return result;
}

Dense<std::int16_t> Fkw::decode() const {
  const auto area = static_cast<std::size_t>(kernel_area);
  Dense<std::int16_t> matrix({static_cast<std::size_t>(rows), static_cast<std::size_t>(columns)});
  std::size_t next = 0;
  for (std::size_t i = 0; i < reorder.size(); ++i) {
    std::uint32_t kernel = 0;
    for (std::size_t p = 0; p < pattern.size(); ++p) {
      for (; kernel < stride[i * pattern.size() + p]; ++kernel) {
        const auto channel = index[offset[i] + kernel];
        for (auto left = pattern[p]; left != 0; left &= left - 1) {
          const auto place = static_cast<std::size_t>(std::countr_zero(left));
          matrix(reorder[i], channel * area + place) = weight[next++];
        }
      }
    }
  }
  return matrix;
}

FormatBits Fkw::bits(int value_bits, int field_bits) const {
  const auto width = [&](std::uint64_t n) { return field_width(n, field_bits); };
  const auto number = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  const auto channels = static_cast<std::uint64_t>(columns / kernel_area);
  const auto longest = reorder.empty() ? 0 : offset[1];  // the first filter has most kernels
  return {.values = number(weight.size()) * value_bits,
          .indices = number(index.size()) * width(channels),
          .tables = number(reorder.size()) * width(reorder.size()) +
                    number(offset.size()) * width(index.size() + 1) +
                    number(stride.size()) * width(std::uint64_t{longest} + 1) +
                    number(pattern.size()) * kernel_area};
}

}  // namespace sim::tensor
