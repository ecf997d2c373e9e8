// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/mapper.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "arch/dcnn/tiling.h"
#include "sim/base/errors.h"

namespace arch::dcnn {

using sim::workload::Convolution;

namespace {

std::vector<std::vector<Weight>> by_filter(const Convolution& shape, const Order& order,
                                           const sim::workload::WeightMatrix& weights) {
  // The matrix has its columns in the order (channel, row, column), the bias last.
  std::vector<std::int32_t> term_of(static_cast<std::size_t>(weights.matrix.columns));
  for (std::size_t t = 0; t < order.terms.size(); ++t) {
    const auto& term = order.terms[t];
    const int column =
        term.channel == Term::bias
            ? weights.inputs()
            : (term.channel * shape.kernel_height + term.row) * shape.kernel_width + term.column;
    term_of.at(static_cast<std::size_t>(column)) = static_cast<std::int32_t>(t);
  }
  std::vector<std::vector<Weight>> filters(static_cast<std::size_t>(shape.filters));
  const auto& matrix = weights.matrix;
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      filters[matrix.row[k]].push_back({term_of[static_cast<std::size_t>(j)], matrix.value[k]});
    }
  }
  for (auto& filter : filters) {
    std::sort(filter.begin(), filter.end(),
              [](const Weight& a, const Weight& b) { return a.term < b.term; });
  }
  return filters;
}

std::vector<FilterGroup> group_filters(const Convolution& shape, int size) {
  std::vector<FilterGroup> groups;
  const int per_group = shape.filters_per_group();
  for (int g = 0; g < shape.groups; ++g) {
    for (int first = 0; first < per_group; first += size) {
      groups.push_back({g * per_group + first, std::min(size, per_group - first), g});
    }
  }
  return groups;
}

}  // namespace

int Tile::halo() const {
  return rows.window.size() * columns.window.size() - rows.inside() * columns.inside();
}

int Tile::busiest_link() const {
  const int vertical = std::max(rows.before(), rows.behind());
  const int horizontal = std::max(columns.before(), columns.behind());
  return std::max({vertical * columns.inside(), horizontal * rows.inside(), vertical * horizontal});
}

Tile Pass::tile(int pe) const {
  const auto side = static_cast<int>(columns.size());
  return {rows[static_cast<std::size_t>(pe / side)], columns[static_cast<std::size_t>(pe % side)]};
}

int Pass::held() const {
  const auto sum = [](const std::vector<AxisShare>& shares) {
    int inputs = 0;
    for (const auto& share : shares) inputs += share.held.size();
    return inputs;
  };
  return sum(rows) * sum(columns);
}

Mapping map_layer(const Config& config, const sim::workload::Shape& shape,
                  const sim::workload::WeightMatrix& weights, const sim::Place& layer) {
  Mapping mapping;
  mapping.shape = as_convolution(shape);
  mapping.bias_input = weights.bias_input;
  mapping.order = order_terms(config, mapping.shape, weights.has_bias);
  auto tiling = choose_tiling(config, mapping.shape, mapping.order, layer);
  mapping.passes = std::move(tiling.passes);
  mapping.through_dram = tiling.through_dram;
  mapping.group_size = tiling.group_size;
  mapping.filter_groups = group_filters(mapping.shape, mapping.group_size);
  mapping.filters = by_filter(mapping.shape, mapping.order, weights);
  return mapping;
}

}  // namespace arch::dcnn
