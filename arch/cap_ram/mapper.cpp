// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/mapper.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "arch/cap_ram/parts/converter_errors.h"

namespace arch::cap_ram {
namespace {

using sim::workload::Convolution;
using sim::workload::Vectors;
using sim::workload::WeightMatrix;

// Sums are taken over whole groups of this many inputs.
constexpr std::size_t lanes = 16;

void check_buffers(const Config& config, const Mapping& mapping, const sim::Place& place,
                   sim::Problems& problems) {
  const auto& passes = mapping.passes;
  const int input_bits = passes.back().shift + config.input_bits + (passes.back().negative ? 1 : 0);
  const auto check = [&](std::int64_t bits, int room, const char* what, const char* key) {
    const auto bytes = (bits + 7) / 8;
    if (bytes <= room) return;
    problems.add(place, fmt::format("the {} of an image need {} bytes, the buffer has {} ({})",
                                    what, bytes, room, key));
  };
  check(inputs_of(mapping.shape) * input_bits, config.input_bytes, "inputs", "input_buffer/bytes");
  check(outputs_of(mapping.shape) * config.accumulator_bits, config.output_bytes, "partial sums",
        "output_buffer/bytes");
}

void check_slices(const Config& config, const Mapping& mapping, const sim::Place& place,
                  sim::Problems& problems) {
  if (config.digits_over == DigitsOver::planes) return;
  if (mapping.digits.count() <= config.columns_per_tile()) return;
  problems.add(place, fmt::format("a weight of {} digits takes as many slices, there are {} "
                                  "(array/slices)",
                                  mapping.digits.count(), config.columns_per_tile()));
}

// What is added up stays inside 62 bits, whatever the tensors hold.
void check_totals(const Config& config, const Mapping& mapping, const sim::Place& place,
                  sim::Problems& problems) {
  double factors = 0, digits = 0;
  for (const auto& pass : mapping.passes) factors += std::abs(static_cast<double>(pass.factor()));
  for (int d = 0; d < mapping.digits.count(); ++d) {
    digits += std::abs(static_cast<double>(mapping.digits.factor(d)));
  }
  const double value =
      config.digital()
          ? static_cast<double>(config.largest_sum())
          : std::ldexp(largest_correction, config.conversion_bits - 1 + config.fraction_bits);
  const auto inputs = mapping.shape.channels_per_group() * mapping.shape.kernel_area();
  const int segments = inputs / config.inputs_per_tile() + 1;
  const double bits =
      std::log2(value * factors * digits * segments * static_cast<double>(mapping.scale.factor));
  if (bits < 62) return;
  problems.add(place, fmt::format("sums of all segments, passes and digits may take {:.0f} bits, "
                                  "there are 62 (conversion/bits, conversion/fraction_bits, "
                                  "conversion/gain)",
                                  std::ceil(bits)));
}

// What pruning leaves of one group: filters, and places in the window.
struct Kept {
  std::vector<std::int32_t> filters, inputs;
};

using Matrix = sim::tensor::Dense<std::int16_t>;

// A layer without any weights keeps one.
std::vector<Kept> kept_of(const Convolution& shape, const Matrix& weights) {
  const int window = shape.channels_per_group() * shape.kernel_area();
  std::vector<Kept> groups(static_cast<std::size_t>(shape.groups));
  bool any = false;
  for (int g = 0; g < shape.groups; ++g) {
    auto& kept = groups[static_cast<std::size_t>(g)];
    std::vector<char> met(static_cast<std::size_t>(window));
    const int first = g * shape.filters_per_group();
    for (int k = first; k < first + shape.filters_per_group(); ++k) {
      const auto* row = &weights(static_cast<std::size_t>(k), std::size_t{0});
      if (std::all_of(row, row + window, [](auto weight) { return weight == 0; })) continue;
      kept.filters.push_back(k);
      for (std::size_t i = 0; i < met.size(); ++i) met[i] |= row[i] != 0;
    }
    for (int i = 0; i < window; ++i) {
      if (met[static_cast<std::size_t>(i)] != 0) kept.inputs.push_back(i);
    }
    any = any || !kept.filters.empty();
  }
  if (!any) groups.front() = {{0}, {0}};
  return groups;
}

std::vector<std::int16_t> values_of(const std::vector<Kept>& groups, const Matrix& weights) {
  std::vector<std::int16_t> values;
  for (const auto& kept : groups) {
    for (const auto filter : kept.filters) {
      for (const auto input : kept.inputs) {
        values.push_back(
            weights(static_cast<std::size_t>(filter), static_cast<std::size_t>(input)));
      }
    }
  }
  return values;
}

// The cells of a layer, tile by tile.
class Tiling {
 public:
  Tiling(const Config& config, const Matrix& weights, Mapping& mapping)
      : config_(config), weights_(weights), mapping_(mapping) {}

  void cut(const std::vector<Kept>& groups) {
    for (std::size_t group = 0; group < groups.size(); ++group) {
      const auto& [filters, inputs] = groups[group];
      mapping_.filters += static_cast<int>(filters.size());
      const auto at_once = static_cast<std::size_t>(config_.inputs_per_tile());
      for (std::size_t first = 0; first < inputs.size(); first += at_once) {
        const auto begin = inputs.begin() + static_cast<std::ptrdiff_t>(first);
        const auto size = std::min(at_once, inputs.size() - first);
        mapping_.segments.push_back(
            {static_cast<int>(group), {begin, begin + static_cast<std::ptrdiff_t>(size)}});
        cut_filters(filters);
      }
    }
  }

 private:
  void cut_filters(const std::vector<std::int32_t>& filters) {
    const int digits = mapping_.digits.count();
    const bool planes = config_.digits_over == DigitsOver::planes;
    const auto at_once = static_cast<std::size_t>(planes ? config_.columns_per_tile()
                                                         : config_.columns_per_tile() / digits);
    for (std::size_t from = 0; from < filters.size(); from += at_once) {
      const auto to = std::min(from + at_once, filters.size());
      for (int d = 0; d < (planes ? digits : 1); ++d) {
        std::vector<Column> columns;
        for (auto i = from; i < to; ++i) {
          for (int e = planes ? d : 0; e < (planes ? d + 1 : digits); ++e) {
            columns.push_back({filters[i], e});
          }
        }
        add(std::move(columns));
      }
    }
  }

  void add(std::vector<Column> columns) {
    Tile tile;
    tile.segment = static_cast<int>(mapping_.segments.size()) - 1;
    const auto& segment = mapping_.segments.back();
    tile.digits.resize(columns.size() * mapping_.pitch);
    tile.non_zero.resize(mapping_.pitch);
    for (std::size_t c = 0; c < columns.size(); ++c) {
      for (std::size_t at = 0; at < segment.inputs.size(); ++at) {
        const int weight = weights_(static_cast<std::size_t>(columns[c].filter),
                                    static_cast<std::size_t>(segment.inputs[at]));
        const int digit = mapping_.digits.digit(weight, columns[c].digit);
        tile.digits[c * mapping_.pitch + at] = static_cast<std::int16_t>(digit);
        tile.non_zero[at] = static_cast<std::int16_t>(tile.non_zero[at] + (digit != 0 ? 1 : 0));
      }
    }
    tile.columns = std::move(columns);
    const int used = segment.size() * (config_.inputs_per_tile() < config_.circuits ? 2 : 1);
    tile.rows = (used + config_.circuits_per_row - 1) / config_.circuits_per_row;
    mapping_.tiles.push_back(std::move(tile));
  }

  const Config& config_;
  const Matrix& weights_;
  Mapping& mapping_;
};

// Room for inputs in the planes of all macros.
class Room {
 public:
  explicit Room(const Config& config)
      : inputs_(config.inputs_per_tile()),
        planes_(config.planes),
        used_(static_cast<std::size_t>(config.macros) * static_cast<std::size_t>(planes_)) {}

  void clear() { std::fill(used_.begin(), used_.end(), 0); }
  /// Whether the tile has a place in its macro now.
  bool place(Tile& tile, int inputs) {
    for (tile.plane = 0; tile.plane < planes_; ++tile.plane) {
      auto& used = used_[static_cast<std::size_t>(tile.macro) * static_cast<std::size_t>(planes_) +
                         static_cast<std::size_t>(tile.plane)];
      if (used + inputs > inputs_) continue;
      tile.first_input = used;
      used += inputs;
      return true;
    }
    return false;
  }

 private:
  int inputs_, planes_;
  std::vector<int> used_;  ///< by macro and plane
};

// Deals tiles out, one to every macro in turn, so that those of one segment are worked on at the
// same time.
void place_tiles(const Config& config, Mapping& mapping) {
  Room room(config);
  int round = 0;
  int macro = 0;
  for (auto& tile : mapping.tiles) {
    tile.macro = macro;
    macro = (macro + 1) % config.macros;
    const int inputs = mapping.segments[static_cast<std::size_t>(tile.segment)].size();
    if (!room.place(tile, inputs)) {
      ++round;
      room.clear();
      room.place(tile, inputs);
    }
    tile.round = round;
  }
  std::stable_sort(mapping.tiles.begin(), mapping.tiles.end(), [](const Tile& a, const Tile& b) {
    return std::pair(a.round, a.macro) < std::pair(b.round, b.macro);
  });
}

void count_rounds(const Config& config, Mapping& mapping) {
  const auto& tiles = mapping.tiles;
  for (std::size_t t = 0; t < tiles.size();) {
    Round round;
    const int number = tiles[t].round;
    round.first_segment = tiles[t].segment;
    for (int macro = 0; macro < config.macros; ++macro) {
      round.first_tile.push_back(t);
      std::int64_t rows = 0;
      for (; t < tiles.size() && tiles[t].round == number && tiles[t].macro == macro; ++t) {
        round.first_segment = std::min(round.first_segment, tiles[t].segment);
        round.end_segment = std::max(round.end_segment, tiles[t].segment + 1);
        rows += tiles[t].rows;
      }
      round.rows = std::max(round.rows, rows);
      round.all_rows += rows;
    }
    round.first_tile.push_back(t);
    mapping.rounds.push_back(std::move(round));
  }
}

}  // namespace

std::uint64_t Mapping::conversion(std::size_t image, int pixel, const Column& column, int segment,
                                  std::size_t pass) const {
  auto number = static_cast<std::uint64_t>(image);
  const auto then = [&](std::int64_t index, std::int64_t count) {
    number = number * static_cast<std::uint64_t>(count) + static_cast<std::uint64_t>(index);
  };
  then(pixel, pixels());
  then(column.filter, shape.filters);
  then(column.digit, digits.count());
  then(segment, static_cast<std::int64_t>(segments.size()));
  then(static_cast<std::int64_t>(pass), static_cast<std::int64_t>(passes.size()));
  return number;
}

Mapping map_layer(const Config& config, const sim::workload::Shape& shape,
                  const WeightMatrix& weights, const Vectors& inputs, const sim::Place& place) {
  sim::Problems problems;
  const auto layer = as_convolution(shape);
  const auto matrix = weights.matrix.decode();
  const auto groups = kept_of(layer, matrix);
  const auto values = values_of(groups, matrix);
  for (const auto& problem :
       {WeightDigits::check(config, values), check_inputs(config, inputs.values)}) {
    if (!problem.empty()) problems.add(place, problem);
  }
  problems.raise_if_any();
  Mapping mapping{layer,
                  WeightDigits(config.encoding, values),
                  input_passes(config.input_bits, inputs.values),
                  Scale::of(config),
                  (static_cast<std::size_t>(config.inputs_per_tile()) + lanes - 1) / lanes * lanes,
                  {},
                  {},
                  {}};
  check_buffers(config, mapping, place, problems);
  check_slices(config, mapping, place, problems);
  check_totals(config, mapping, place, problems);
  problems.raise_if_any();
  Tiling(config, matrix, mapping).cut(groups);
  place_tiles(config, mapping);
  count_rounds(config, mapping);
  return mapping;
}

}  // namespace arch::cap_ram
