// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/mapper.h"

#include <algorithm>

namespace arch::memristor {
namespace {

std::int64_t arrays_for(const Config& config, std::int64_t inputs, std::int64_t outputs) {
  return ceiling(inputs, config.design.rows) * ceiling(outputs, config.weights_per_row()) *
         config.arrays_per_block();
}

GroupMatrix map_group(const Config& config, const sim::workload::Convolution& shape, int number,
                      const sim::tensor::Csc& matrix) {
  GroupMatrix group{.group = number};
  const auto filters = static_cast<std::uint32_t>(shape.filters_per_group());
  const auto first = static_cast<std::uint32_t>(number) * filters;
  const auto inputs = static_cast<std::uint32_t>(shape.channels_per_group() * shape.kernel_area());
  std::vector<bool> used(filters);
  for (std::uint32_t c = 0; c < inputs; ++c) {
    const auto from = matrix.row.begin() + matrix.start[c];
    const auto to = matrix.row.begin() + matrix.start[c + 1];
    const auto begin = std::lower_bound(from, to, first);
    const auto end = std::lower_bound(begin, to, first + filters);
    for (auto row = begin; row != end; ++row) used[*row - first] = true;
    group.weights += end - begin;
    if (begin != end || !config.drop_zeros) group.inputs.push_back(c);
  }
  for (std::uint32_t f = 0; f < filters; ++f) {
    if (used[f] || !config.drop_zeros) group.outputs.push_back(first + f);
  }
  return group;
}

}  // namespace

LayerMapping map_layer(const Config& config, const sim::workload::Shape& shape,
                       const sim::workload::WeightMatrix& weights) {
  LayerMapping mapping;
  mapping.shape = as_convolution(shape);
  for (int g = 0; g < mapping.shape.groups; ++g) {
    auto group = map_group(config, mapping.shape, g, weights.matrix);
    const auto size = static_cast<std::int64_t>(group.inputs.size());
    const auto outputs = static_cast<std::int64_t>(group.outputs.size());
    const auto strips = ceiling(size, config.design.rows);
    mapping.strips += strips;
    mapping.most_strips = std::max(mapping.most_strips, static_cast<int>(strips));
    mapping.most_rows = std::max(
        mapping.most_rows, static_cast<int>(std::min<std::int64_t>(size, config.design.rows)));
    mapping.arrays += arrays_for(config, size, outputs);
    mapping.dense_arrays += arrays_for(config, weights.inputs(), mapping.shape.filters_per_group());
    mapping.cells += size * outputs * config.design.weight.slices() * config.arrays_per_block();
    mapping.weights += group.weights;
    mapping.outputs += outputs;
    mapping.groups.push_back(std::move(group));
  }
  return mapping;
}

Weights strip_of(const GroupMatrix& group, const sim::tensor::Csc& matrix, std::size_t first,
                 std::size_t rows) {
  Weights strip({rows, group.outputs.size()});
  for (std::size_t r = 0; r < rows; ++r) {
    const auto column = group.inputs[first + r];
    auto output = group.outputs.begin();
    for (auto k = matrix.start[column]; k < matrix.start[column + 1]; ++k) {
      output = std::lower_bound(output, group.outputs.end(), matrix.row[k]);
      if (output == group.outputs.end()) break;
      if (*output != matrix.row[k]) continue;
      strip(r, static_cast<std::size_t>(output - group.outputs.begin())) = matrix.value[k];
    }
  }
  return strip;
}

}  // namespace arch::memristor
