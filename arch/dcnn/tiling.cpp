// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/tiling.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace arch::dcnn {

using sim::workload::Convolution;

namespace {

int divide_up(int a, int b) { return (a + b - 1) / b; }

// One axis cut in regions of so many outputs per PE.
struct AxisTiling {
  std::vector<std::vector<AxisShare>> regions;
  int most_outputs = 0;  ///< of a share
  int most_held = 0;
  std::int64_t work = 0;  ///< sum over the regions of the largest share

  AxisTiling(const Axis& axis, int parts, int outputs_per_part, CutPlane plane) {
    const int region = parts * outputs_per_part;
    for (int begin = 0; begin < axis.outputs; begin += region) {
      regions.push_back(
          cut_axis(axis, {begin, std::min(begin + region, axis.outputs)}, parts, plane));
      int largest = 0;
      for (const auto& share : regions.back()) {
        largest = std::max(largest, share.outputs.size());
        most_held = std::max(most_held, share.held.size());
      }
      most_outputs = std::max(most_outputs, largest);
      work += largest;
    }
  }
};

std::vector<AxisTiling> all_tilings(const Axis& axis, int parts, CutPlane plane) {
  std::vector<AxisTiling> tilings;
  for (int outputs = 1; outputs <= divide_up(axis.outputs, parts); ++outputs) {
    tilings.emplace_back(axis, parts, outputs, plane);
  }
  return tilings;
}

// Of one position, all filters.
std::int64_t cycles_per_position(const Convolution& shape, const Order& order, int group_size) {
  std::int64_t cycles = 0;
  const int per_group = shape.filters_per_group();
  for (int first = 0; first < per_group; first += group_size) {
    const int filters = std::min(group_size, per_group - first);
    for (const auto& vector : order.vectors) cycles += std::max(filters, vector.accesses);
  }
  return cycles * shape.groups;
}

std::vector<Pass> passes_of(const AxisTiling& rows, const AxisTiling& columns) {
  std::vector<Pass> passes;
  for (const auto& row : rows.regions) {
    for (const auto& column : columns.regions) passes.push_back({row, column});
  }
  return passes;
}

// Inputs and outputs of the fullest PE when all stay on the chip.
std::int64_t resident_words(const Convolution& shape, const Pass& pass) {
  std::int64_t most = 0;
  for (int pe = 0; pe < static_cast<int>(pass.rows.size() * pass.columns.size()); ++pe) {
    const auto tile = pass.tile(pe);
    most = std::max(most, std::int64_t{tile.held()} * shape.channels +
                              std::int64_t{tile.positions()} * shape.filters);
  }
  return most;
}

std::int64_t streamed_words(const Convolution& shape, const AxisTiling& rows,
                            const AxisTiling& columns, int group_size) {
  const auto inputs = std::int64_t{rows.most_held} * columns.most_held * shape.channels;
  const auto outputs = std::int64_t{rows.most_outputs} * columns.most_outputs * group_size;
  return 2 * (inputs + outputs);
}

std::optional<Tiling> resident(const Config& config, const Convolution& shape) {
  const auto vertical = Axis::vertical(shape), horizontal = Axis::horizontal(shape);
  const AxisTiling rows(vertical, config.grid_rows, divide_up(vertical.outputs, config.grid_rows),
                        config.plane);
  const AxisTiling columns(horizontal, config.grid_columns,
                           divide_up(horizontal.outputs, config.grid_columns), config.plane);
  auto passes = passes_of(rows, columns);
  const int filters = filters_at_once(config, shape, rows.most_outputs * columns.most_outputs);
  if (filters == 0 || resident_words(shape, passes.front()) > config.activation_words()) {
    return std::nullopt;
  }
  return Tiling{std::move(passes), false, filters};
}

[[noreturn]] void nothing_fits(const Config& config, const Convolution& shape,
                               const AxisTiling& rows, const AxisTiling& columns,
                               const sim::Place& layer) {
  const int positions = rows.most_outputs * columns.most_outputs;
  const int filters = std::max(1, filters_at_once(config, shape, positions));
  throw sim::UserError(
      {{layer, fmt::format("the smallest tile of a PE ({} positions) needs {} activations in its "
                           "RAM (twice {} inputs and {} outputs) and {} sums, but there is room "
                           "for {} and {} (activation_ram/bytes, accumulator_buffer/sums)",
                           positions, streamed_words(shape, rows, columns, filters),
                           std::int64_t{rows.most_held} * columns.most_held * shape.channels,
                           std::int64_t{positions} * filters, std::int64_t{positions} * filters,
                           config.activation_words(), config.accumulator_sums)}});
}

}  // namespace

int filters_at_once(const Config& config, const Convolution& shape, int positions) {
  const int most = std::min({shape.filters_per_group(), config.weight_vectors / 2,
                             config.accumulator_sums / std::max(1, positions)});
  if (most == 0) return 0;
  return divide_up(shape.filters_per_group(), divide_up(shape.filters_per_group(), most));
}

Tiling choose_tiling(const Config& config, const Convolution& shape, const Order& order,
                     const sim::Place& layer) {
  if (auto tiling = resident(config, shape)) return *std::move(tiling);
  const auto rows = all_tilings(Axis::vertical(shape), config.grid_rows, config.plane);
  const auto columns = all_tilings(Axis::horizontal(shape), config.grid_columns, config.plane);
  using Cost = std::pair<std::int64_t, std::size_t>;  // cycles, regions
  std::optional<Cost> least;
  Tiling chosen{{}, true, 0};
  const std::pair<const AxisTiling*, const AxisTiling*> none;
  auto best = none;
  for (const auto& row : rows) {
    for (const auto& column : columns) {
      const int filters = filters_at_once(config, shape, row.most_outputs * column.most_outputs);
      if (filters == 0 || streamed_words(shape, row, column, filters) > config.activation_words()) {
        continue;
      }
      const Cost cost{row.work * column.work * cycles_per_position(shape, order, filters),
                      row.regions.size() * column.regions.size()};
      if (least && *least <= cost) continue;
      least = cost;
      best = {&row, &column};
      chosen.group_size = filters;
    }
  }
  if (best == none) nothing_fits(config, shape, rows.front(), columns.front(), layer);
  chosen.passes = passes_of(*best.first, *best.second);
  return chosen;
}

}  // namespace arch::dcnn
