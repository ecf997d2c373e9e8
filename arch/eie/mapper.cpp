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

// One matrix per batch of rows, all with codes of the same values; none if codes run out. Codes are
// given in the order of appearance, which saves a pass over the weights.
std::vector<RelativeCsc> encode(const Config& config, const Csc& matrix) {
  std::vector<RelativeCsc> batches;
  Codebook codebook({}, config.code_bits);
  for (std::int32_t row = 0; row < matrix.rows; row += config.batch_length()) {
    const auto end = std::min<std::int64_t>(matrix.rows, row + std::int64_t{config.batch_length()});
    auto batch = RelativeCsc::encode_naming(matrix, codebook, config.processing_elements,
                                            config.index_bits, row, static_cast<std::int32_t>(end));
    if (!batch) return {};
    batches.push_back(*std::move(batch));
  }
  return batches;
}

std::vector<Tile> cut(const Config& config, std::int32_t inputs, bool has_bias, int row_batches) {
  std::vector<Tile> tiles;
  for (int rows = 0; rows < row_batches; ++rows) {
    for (std::int32_t column = 0; column == 0 || column < inputs; column += config.batch_length()) {
      const auto end = std::min<std::int64_t>(inputs, column + std::int64_t{config.batch_length()});
      tiles.push_back({rows, column, static_cast<std::int32_t>(end)});
    }
    tiles.back().end_column += has_bias;
    tiles.back().last_of_rows = true;
  }
  return tiles;
}

// What one PE can hold at once, and what it has been given so far in the present load.
struct Room {
  std::int64_t pointers;
  std::int64_t entries;

  static Room of(const Config& config) {
    const std::int64_t addressable = (std::int64_t{1} << config.pointer_bits) - 1;
    const std::int64_t lines = std::int64_t{config.matrix_bytes} * 8 / config.matrix_width_bits;
    return {std::int64_t{config.pointer_bytes} * 8 / config.pointer_bits,
            std::min(addressable, lines * config.entries_per_line())};
  }
  bool holds(const Room& need) const {
    return need.pointers <= pointers && need.entries <= entries;
  }
};

// Fills the SRAMs with as many tiles as fit, again and again.
int arrange_loads(const Config& config, Mapping& mapping, sim::Problems& problems,
                  const sim::Place& layer) {
  const auto room = Room::of(config);
  Room used{room.pointers + 1, 0};  // nothing fits beside it: the first tile begins a load
  Tile* load = nullptr;
  int loads = 0;
  for (auto& tile : mapping.tiles) {
    const auto& matrix = mapping.row_batches[tile.row_batch];
    const Room need{tile.end_column - tile.first_column + 1, largest_slice(matrix, tile)};
    if (!room.holds(need)) {
      problems.add(
          layer,
          fmt::format("a batch of {} columns needs {} pointers and {} entries in one PE, but "
                      "its memories hold {} and {} (pointer_memory, matrix_memory)",
                      tile.end_column - tile.first_column, need.pointers, need.entries,
                      room.pointers, room.entries));
      return 0;
    }
    if (!room.holds({used.pointers + need.pointers, used.entries + need.entries})) {
      tile.begins_load = true;
      load = &tile;
      used = {0, 0};
      ++loads;
    }
    used = {used.pointers + need.pointers, used.entries + need.entries};
    load->load_bits += stored_bits(config, matrix, tile);
  }
  return loads;
}

void check_activation_memory(const Config& config, std::int64_t inputs, std::int64_t outputs,
                             sim::Problems& problems, const sim::Place& layer) {
  const auto per_pe = [&](std::int64_t n) {
    return (n + config.processing_elements - 1) / config.processing_elements;
  };
  const auto need = per_pe(inputs) + per_pe(outputs);
  const auto room = std::int64_t{config.activation_bytes} * 8 / config.value_bits;
  if (need <= room) return;
  problems.add(layer, fmt::format("{} inputs and {} outputs need {} activations in one PE, but its "
                                  "memory holds {} (activation_memory/bytes)",
                                  inputs, outputs, need, room));
}

}  // namespace

std::int64_t Mapping::active_entries(std::span<const std::int16_t> activations) const {
  std::int64_t entries = 0;
  for (const auto& matrix : row_batches) {
    for (std::int32_t j = 0; j < columns; ++j) {
      if (j < inputs() && activations[j] == 0) continue;
      for (int n = 0; n < matrix.processing_elements(); ++n) {
        entries += static_cast<std::int64_t>(matrix.entries_of(n, j).size());
      }
    }
  }
  return entries;
}

Mapping map_layer(const Config& config, const Csc& matrix, bool has_bias, const sim::Place& layer) {
  sim::Problems problems;
  Mapping mapping;
  mapping.columns = matrix.columns;
  mapping.rows = matrix.rows;
  mapping.has_bias = has_bias;
  check_activation_memory(config, matrix.columns - has_bias, matrix.rows, problems, layer);
  mapping.row_batches = encode(config, matrix);
  if (mapping.row_batches.empty()) {
    problems.add(layer, fmt::format("{} distinct non-zero weights, but a code of {} bits names at "
                                    "most {} (weights/code_bits); share the weights with "
                                    "\"codebook_bits\" in the workload",
                                    sim::tensor::distinct_values(matrix).size(), config.code_bits,
                                    Codebook::capacity(config.code_bits)));
  }
  problems.raise_if_any();

  mapping.tiles = cut(config, matrix.columns - has_bias, has_bias,
                      static_cast<int>(mapping.row_batches.size()));
  mapping.loads = arrange_loads(config, mapping, problems, layer);
  problems.raise_if_any();
  return mapping;
}

}  // namespace arch::eie
