// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/mapper.h"

#include <fmt/format.h>

#include <algorithm>

namespace arch::eie {

using sim::tensor::Codebook;
using sim::tensor::Csc;
using sim::tensor::RelativeCsc;

namespace {

// The most entries that one PE stores for the columns of a tile.
std::int64_t largest_slice(const RelativeCsc& matrix, const Tile& tile) {
  std::uint32_t most = 0;
  for (int n = 0; n < matrix.processing_elements(); ++n) {
    const auto slice = matrix.slice(n);
    most = std::max(most, slice.start(tile.end_column) - slice.start(tile.first_column));
  }
  return most;
}

std::int64_t stored_bits(const Config& config, const RelativeCsc& matrix, const Tile& tile) {
  std::int64_t entries = 0;
  for (int n = 0; n < matrix.processing_elements(); ++n) {
    const auto slice = matrix.slice(n);
    entries += slice.start(tile.end_column) - slice.start(tile.first_column);
  }
  const std::int64_t pointers = tile.end_column - tile.first_column + 1;
  return entries * config.entry_bits() +
         pointers * config.pointer_bits * config.processing_elements;
}

// One matrix per batch of rows, group after group, all with codes of the same values; none if codes
// run out. Codes are given in the order of appearance, which saves a pass over the weights.
void encode(const Config& config, std::span<const Csc> groups, bool values, Mapping& mapping) {
  Codebook codebook({}, config.code_bits);
  for (const auto& matrix : groups) {
    for (std::int32_t row = 0; row < matrix.rows; row += config.batch_length()) {
      const auto end =
          std::min<std::int64_t>(matrix.rows, row + std::int64_t{config.batch_length()});
      auto* const columns = values ? nullptr : &mapping.columns_of.emplace_back();
      auto batch = RelativeCsc::encode_naming(matrix, codebook, config.processing_elements,
                                              config.index_bits, row,
                                              static_cast<std::int32_t>(end), columns);
      if (!batch) return mapping.row_batches.clear();
      mapping.row_batches.push_back(*std::move(batch));
    }
  }
}

void encode(const Config& config, const Csc& matrix, bool values, Mapping& mapping) {
  if (mapping.shape.groups == 1) return encode(config, std::span(&matrix, 1), values, mapping);
  encode(config, matrix.split_rows(mapping.shape.groups), values, mapping);
}

std::vector<Tile> cut(const Config& config, const Mapping& mapping) {
  std::vector<Tile> tiles;
  const auto inputs = mapping.inputs();
  for (std::size_t rows = 0; rows < mapping.row_batches.size(); ++rows) {
    for (std::int32_t column = 0; column == 0 || column < inputs; column += config.batch_length()) {
      const auto end = std::min<std::int64_t>(inputs, column + std::int64_t{config.batch_length()});
      tiles.push_back({static_cast<int>(rows), column, static_cast<std::int32_t>(end)});
    }
    tiles.back().end_column += mapping.has_bias;
    tiles.back().last_of_rows = true;
  }
  return tiles;
}

// What one PE can hold at once, and what it has been given so far in the present load.
struct Room {
  std::int64_t pointers = 0;
  std::int64_t entries = 0;

  static Room of(const Config& config) {
    const std::int64_t addressable = (std::int64_t{1} << config.pointer_bits) - 1;
    const std::int64_t lines = std::int64_t{config.matrix_bytes} * 8 / config.matrix_width_bits;
    return {std::int64_t{config.pointer_bytes} * 8 / config.pointer_bits,
            std::min(addressable, lines * config.entries_per_line())};
  }
  static Room of(const RelativeCsc& matrix, const Tile& tile) {
    return {tile.end_column - tile.first_column + 1, largest_slice(matrix, tile)};
  }
  Room operator+(const Room& other) const {
    return {pointers + other.pointers, entries + other.entries};
  }
  bool holds(const Room& need) const {
    return need.pointers <= pointers && need.entries <= entries;
  }
};

// Fills the SRAMs with as many tiles as fit, again and again.
class Loads {
 public:
  Loads(const Config& config, Mapping& mapping)
      : config_(config), mapping_(mapping), room_(Room::of(config)) {}

  // A batch that no load can bring; null if there is none.
  const Tile* too_large() const {
    const auto& tiles = mapping_.tiles;
    const auto found = std::find_if(tiles.begin(), tiles.end(),
                                    [&](const Tile& tile) { return !room_.holds(need_of(tile)); });
    return found == tiles.end() ? nullptr : &*found;
  }

  // A group's tiles are used for one vector after the other: a group comes whole, beside others, or
  // in parts that come again for every vector.
  int arrange() {
    const auto in_group = mapping_.tiles.size() / static_cast<std::size_t>(mapping_.shape.groups);
    bool alone = true;
    for (std::size_t first = 0; first < mapping_.tiles.size(); first += in_group) {
      const auto tiles = std::span(mapping_.tiles).subspan(first, in_group);
      Room whole;
      for (const auto& tile : tiles) whole = whole + need_of(tile);
      const int before = loads_;
      if (alone || !room_.holds(used_ + whole)) begin(tiles.front());
      for (auto& tile : tiles) add(tile);
      alone = loads_ > before + 1;
    }
    return loads_;
  }

  Room need_of(const Tile& tile) const {
    return Room::of(mapping_.row_batches[static_cast<std::size_t>(tile.row_batch)], tile);
  }
  const Room& room() const { return room_; }

 private:
  void begin(Tile& tile) {
    tile.begins_load = true;
    load_ = &tile;
    used_ = {};
    ++loads_;
  }
  void add(Tile& tile) {
    const auto need = need_of(tile);
    if (!room_.holds(used_ + need)) begin(tile);
    used_ = used_ + need;
    load_->load_bits +=
        stored_bits(config_, mapping_.row_batches[static_cast<std::size_t>(tile.row_batch)], tile);
  }

  const Config& config_;
  Mapping& mapping_;
  Room room_;
  Room used_;
  Tile* load_ = nullptr;
  int loads_ = 0;
};

void check_activation_memory(const Config& config, const Mapping& mapping, sim::Problems& problems,
                             const sim::Place& layer) {
  const auto per_pe = [&](std::int64_t n) {
    return (n + config.processing_elements - 1) / config.processing_elements;
  };
  const auto need = per_pe(mapping.inputs()) + per_pe(mapping.rows());
  const auto room = std::int64_t{config.activation_bytes} * 8 / config.value_bits;
  if (need <= room) return;
  problems.add(layer, fmt::format("{} inputs and {} outputs{} need {} activations in one PE, but "
                                  "its memory holds {} (activation_memory/bytes)",
                                  mapping.inputs(), mapping.rows(),
                                  mapping.has_windows ? " of a pixel" : "", need, room));
}

void check_batches(const Loads& loads, sim::Problems& problems, const sim::Place& layer) {
  const auto* tile = loads.too_large();
  if (tile == nullptr) return;
  const auto need = loads.need_of(*tile), room = loads.room();
  problems.add(layer,
               fmt::format("a batch of {} columns needs {} pointers and {} entries in one PE, but "
                           "its memories hold {} and {} (pointer_memory, matrix_memory)",
                           tile->end_column - tile->first_column, need.pointers, need.entries,
                           room.pointers, room.entries));
}

}  // namespace

Mapping map_layer(const Config& config, const sim::workload::Shape& shape,
                  const sim::workload::WeightMatrix& weights, const sim::Place& layer,
                  bool values) {
  sim::Problems problems;
  Mapping mapping;
  mapping.shape = as_convolution(shape);
  mapping.has_windows = std::holds_alternative<sim::workload::Convolution>(shape);
  mapping.has_bias = weights.has_bias;
  check_activation_memory(config, mapping, problems, layer);
  encode(config, weights.matrix, values, mapping);
  if (mapping.row_batches.empty()) {
    problems.add(layer, fmt::format("{} distinct non-zero weights, but a code of {} bits names at "
                                    "most {} (weights/code_bits); share the weights with "
                                    "\"codebook_bits\" in the workload",
                                    sim::tensor::distinct_values(weights.matrix).size(),
                                    config.code_bits, Codebook::capacity(config.code_bits)));
  }
  problems.raise_if_any();

  mapping.tiles = cut(config, mapping);
  Loads loads(config, mapping);
  check_batches(loads, problems, layer);
  problems.raise_if_any();
  mapping.loads = loads.arrange();
  return mapping;
}

}  // namespace arch::eie
