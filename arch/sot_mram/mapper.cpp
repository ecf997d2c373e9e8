// SPDX-License-Identifier: Apache-2.0
#include "arch/sot_mram/mapper.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "sim/base/quotient_up.h"
#include "sim/workload/patches.h"

namespace arch::sot_mram {
namespace {

using sim::workload::Convolution;
using sim::workload::Vectors;
using sim::workload::WeightMatrix;

// What one operand is called in messages.
struct Role {
  const char* value;
  const char* code_key;
  const char* bits_key;
};
constexpr Role activation_role{"an input", "activations/encoding", "activations/most_bits"};
constexpr Role weight_role{"a weight", "weights/encoding", "weights/most_bits"};

void check_operand(const Role& role, const PlaneCode& code, int most_bits,
                   std::span<const std::int16_t> values, const sim::Place& place,
                   sim::Problems& problems) {
  if (code.bits() > most_bits) {
    problems.add(place, fmt::format("{} has {} bits of rows, but at most {} are allowed ({}); the "
                                    "workload states the width",
                                    role.value, code.bits(), most_bits, role.bits_key));
  }
  const auto wrong = std::find_if_not(values.begin(), values.end(),
                                      [&](std::int16_t value) { return code.holds(value); });
  if (wrong == values.end()) return;
  problems.add(place, fmt::format("{} is {}, but {} bits hold {} ({})", role.value, *wrong,
                                  code.bits(), code.range(), role.code_key));
}

// Filters of a group and terms that are not pruned away.
struct Kept {
  std::vector<int> filters;
  std::vector<std::size_t> terms;
};

// Never nothing: a layer without weights has outputs, too.
template <class Index>
std::vector<Index> chosen(const std::vector<bool>& used, Index first, bool all) {
  std::vector<Index> indices;
  for (std::size_t i = 0; i < used.size(); ++i) {
    if (used[i] || all) indices.push_back(first + static_cast<Index>(i));
  }
  if (indices.empty()) indices.push_back(first);
  return indices;
}

Kept find_kept(const Convolution& shape, const WeightMatrix& weights, int group, bool all) {
  const auto per_group = static_cast<std::size_t>(shape.filters_per_group());
  const auto terms = static_cast<std::size_t>(weight_columns(shape));
  const auto first = static_cast<std::size_t>(group) * per_group;
  std::vector<bool> filter_used(per_group), term_used(terms);
  for (std::size_t j = 0; j < terms; ++j) {
    for (auto k = weights.matrix.start[j]; k < weights.matrix.start[j + 1]; ++k) {
      const auto row = static_cast<std::size_t>(weights.matrix.row[k]) - first;
      if (row >= per_group) continue;
      filter_used[row] = term_used[j] = true;
    }
  }
  return {chosen<int>(filter_used, static_cast<int>(first), all),
          chosen<std::size_t>(term_used, 0, all)};
}

Vectors filters_of(const WeightMatrix& weights, const Kept& kept) {
  const auto size = kept.terms.size();
  std::vector<std::size_t> place(weights.matrix.rows, kept.filters.size());
  for (std::size_t i = 0; i < kept.filters.size(); ++i) {
    place[static_cast<std::size_t>(kept.filters[i])] = i;
  }
  Vectors filters{size, std::vector<std::int16_t>(kept.filters.size() * size)};
  for (std::size_t t = 0; t < size; ++t) {
    const auto j = kept.terms[t];
    for (auto k = weights.matrix.start[j]; k < weights.matrix.start[j + 1]; ++k) {
      const auto filter = place[weights.matrix.row[k]];
      if (filter < kept.filters.size()) filters.values[filter * size + t] = weights.matrix.value[k];
    }
  }
  return filters;
}

Vectors windows_of(const Convolution& shape, const Vectors& images, int group, const Kept& kept) {
  auto windows = sim::workload::gather_patches(shape, images, group);
  if (kept.terms.size() == windows.size) return windows;
  Vectors left{kept.terms.size(), {}};
  left.values.reserve(windows.count() * left.size);
  for (std::size_t i = 0; i < windows.count(); ++i) {
    const auto window = windows.vector(i);
    for (const auto term : kept.terms) left.values.push_back(window[term]);
  }
  return left;
}

std::vector<std::int64_t> nonzeros_by_term(const Vectors& items) {
  std::vector<std::int64_t> nonzeros(items.size);
  for (std::size_t i = 0; i < items.count(); ++i) {
    const auto item = items.vector(i);
    for (std::size_t t = 0; t < items.size; ++t) nonzeros[t] += item[t] != 0;
  }
  return nonzeros;
}

Product make_product(const Config& config, const Mapping& mapping, const WeightMatrix& weights,
                     const Vectors& images, int group) {
  auto kept = find_kept(mapping.shape, weights, group, !config.skip_pruned);
  const auto filters = filters_of(weights, kept);
  const auto windows = windows_of(mapping.shape, images, group, kept);
  const auto a = nonzeros_by_term(filters), b = nonzeros_by_term(windows);
  const auto& resident = mapping.weights_stay ? filters : windows;
  const auto& written = mapping.weights_stay ? windows : filters;
  return {{mapping.resident_code(), resident, config.columns, Layout::lanes},
          {mapping.written_code(), written, config.columns, Layout::rows},
          std::move(kept.filters),
          std::move(kept.terms),
          std::inner_product(a.begin(), a.end(), b.begin(), std::int64_t{0})};
}

// Resident items that fit a sub-array beside one item of the other operand.
std::size_t room_of(const Config& config, const Mapping& mapping, const sim::Place& place,
                    sim::Problems& problems) {
  const auto written = mapping.written_code().planes(), each = mapping.resident_code().planes();
  const int unit = config.has_row_of_ones() ? 1 : 0;
  const int left = config.operand_rows() - unit - written;
  if (left >= each) return static_cast<std::size_t>(left / each);
  problems.add(place, fmt::format("an item of each operand takes {} rows, but a sub-array has {} "
                                  "for them (sub_array/rows, sub_array/scratch_rows)",
                                  unit + written + each, config.operand_rows()));
  return 0;
}

// Part i of so many equal ones of `count` items.
Items part_of(std::size_t count, std::size_t parts, std::size_t i) {
  const auto first = count * i / parts, end = count * (i + 1) / parts;
  return {first, end - first};
}

void add_tiles(const Config& config, Mapping& mapping, std::size_t product, std::size_t copy) {
  const auto& operands = mapping.products[product];
  const auto blocks = std::min(mapping.blocks, operands.resident.items());
  const auto copies = std::min(mapping.copies, operands.written.items());
  if (copy >= copies) return;
  const auto columns = static_cast<std::size_t>(config.columns);
  for (std::size_t b = 0; b < blocks; ++b) {
    for (std::size_t s = 0; s * columns < operands.terms.size(); ++s) {
      Tile tile{product, s, part_of(operands.resident.items(), blocks, b),
                part_of(operands.written.items(), copies, copy)};
      tile.columns = static_cast<int>(std::min(columns, operands.terms.size() - s * columns));
      tile.unit_row = config.has_row_of_ones() && (mapping.weights_stay ? b == 0 : copy == 0);
      mapping.tiles.push_back(tile);
    }
  }
}

// Few tiles are spread over all sub-arrays, many are dealt out in turn.
void place_tiles(const Config& config, Mapping& mapping) {
  const auto places = static_cast<std::size_t>(config.sub_array_count());
  const auto tiles = mapping.tiles.size();
  for (std::size_t t = 0; t < tiles; ++t) {
    mapping.tiles[t].position = tiles < places ? t * places / tiles : t % places;
  }
}

void cut(const Config& config, Mapping& mapping, std::size_t room) {
  const auto places = static_cast<std::size_t>(config.sub_array_count());
  std::size_t resident = 0, written = 0, columns = 0;
  for (const auto& product : mapping.products) {
    resident = std::max(resident, product.resident.items());
    written = std::max(written, product.written.items());
    const auto segments =
        sim::quotient_up(product.terms.size(), static_cast<std::size_t>(config.columns));
    mapping.segments = std::max(mapping.segments, static_cast<int>(segments));
    columns += segments;
  }
  mapping.blocks = sim::quotient_up(resident, room);
  mapping.copies = std::clamp<std::size_t>(places / (columns * mapping.blocks), 1, written);
  // Smaller blocks, until no sub-array is without one in the last round.
  const auto rounds = sim::quotient_up(columns * mapping.blocks * mapping.copies, places);
  mapping.blocks = std::clamp(rounds * places / (columns * mapping.copies), mapping.blocks,
                              std::max(mapping.blocks, resident));
  for (std::size_t copy = 0; copy < mapping.copies; ++copy) {
    for (std::size_t p = 0; p < mapping.products.size(); ++p) add_tiles(config, mapping, p, copy);
  }
  const auto block = sim::quotient_up(resident, mapping.blocks);
  const auto rows = static_cast<std::size_t>(config.operand_rows()) -
                    (config.has_row_of_ones() ? 1 : 0) -
                    block * static_cast<std::size_t>(mapping.resident_code().planes());
  mapping.burst = rows / static_cast<std::size_t>(mapping.written_code().planes());
  place_tiles(config, mapping);
}

void find_streams(const Config& config, Mapping& mapping) {
  std::int64_t weight_bits = 0;
  for (const auto& product : mapping.products) {
    weight_bits += static_cast<std::int64_t>(product.filters.size() * product.terms.size()) *
                   mapping.weight_code.planes();
  }
  mapping.weights_from_dram = weight_bits > std::int64_t{config.kernel_bank_bytes} * 8;
  mapping.inputs_from_dram = inputs_of(mapping.shape) * mapping.activation_code.planes() >
                             std::int64_t{config.image_bank_bytes} * 8;
}

}  // namespace

Mapping map_layer(const Config& config, const sim::workload::Layer& layer,
                  const WeightMatrix& weights, const Vectors& inputs) {
  Mapping mapping{
      .shape = as_convolution(layer.shape),
      .activation_code = PlaneCode::of_signed_width(config.activation_code, layer.input_bits),
      .weight_code =
          PlaneCode::of_signed_width(config.weight_code, layer.weights.quantisation.bits),
      .weights_stay = config.resident == Operand::weights};
  mapping.pixels = static_cast<std::size_t>(mapping.shape.output_height()) *
                   static_cast<std::size_t>(mapping.shape.output_width());
  sim::Problems problems;
  const auto columns = static_cast<std::size_t>(weight_columns(mapping.shape));
  const auto stored = weights.matrix.start[columns];
  check_operand(weight_role, mapping.weight_code, config.most_weight_bits,
                std::span(weights.matrix.value).first(stored), layer.place, problems);
  check_operand(activation_role, mapping.activation_code, config.most_activation_bits,
                inputs.values, layer.place, problems);
  const bool dense = stored == columns * static_cast<std::size_t>(weights.matrix.rows);
  if (!dense && !mapping.weight_code.holds(0)) {
    problems.add(layer.place, fmt::format("a weight is 0, but {} bits hold {} (weights/encoding)",
                                          mapping.weight_code.bits(), mapping.weight_code.range()));
  }
  const auto room = room_of(config, mapping, layer.place, problems);
  problems.raise_if_any();
  for (int group = 0; group < mapping.shape.groups; ++group) {
    mapping.products.push_back(make_product(config, mapping, weights, inputs, group));
  }
  cut(config, mapping, room);
  find_streams(config, mapping);
  return mapping;
}

}  // namespace arch::sot_mram
