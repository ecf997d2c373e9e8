// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/mapper.h"

#include <fmt/format.h>

#include <algorithm>

namespace arch::ese {

using sim::tensor::AlignedCsc;
using sim::workload::Lstm;
using sim::workload::lstm_matrix_name;

namespace {

void check_shape(const Config& config, const sim::workload::Layer& layer, sim::Problems& problems) {
  const auto& shape = std::get<Lstm>(layer.shape);
  const auto longest = std::max({shape.inputs, shape.cells, shape.outputs()});
  if (longest > config.vector_elements) {
    problems.add(layer.place, fmt::format("a vector of {} elements, but the vector buffers hold {} "
                                          "(vector_buffer/elements)",
                                          longest, config.vector_elements));
  }
  const auto samples = layer.lstm.formats.table_samples;
  if (samples > config.table_samples) {
    problems.add(layer.place, fmt::format("function tables of {} samples, but the machine's hold "
                                          "{} (element_wise/table_samples)",
                                          samples, config.table_samples));
  }
}

void check_width(const Config& config, const std::string& name, const sim::tensor::Csc& matrix,
                 const sim::Place& place, sim::Problems& problems) {
  const int end = 1 << (config.weight_bits - 1);
  const auto wide = std::find_if(matrix.value.begin(), matrix.value.end(),
                                 [&](int value) { return value < -end || value >= end; });
  if (wide == matrix.value.end()) return;
  problems.add(place, fmt::format("a weight of {} is {}, but {} bits hold {} to {} "
                                  "(weights/value_bits)",
                                  name, *wide, config.weight_bits, -end, end - 1));
}

std::vector<std::int64_t> nonzeros_of(const AlignedCsc& matrix) {
  std::vector<std::int64_t> nonzeros;
  for (const auto& slice : matrix.slices) {
    nonzeros.push_back(std::count_if(slice.entries.begin(), slice.entries.end(),
                                     [](auto entry) { return entry.value != 0; }));
  }
  return nonzeros;
}

std::vector<std::int64_t> cut_stream(std::int64_t words, std::int64_t capacity) {
  std::vector<std::int64_t> chunks(static_cast<std::size_t>(words / capacity), capacity);
  if (words % capacity > 0) chunks.push_back(words % capacity);
  return chunks;
}

std::vector<Tile> cut_columns(std::int32_t columns, std::int32_t capacity) {
  std::vector<Tile> tiles;
  for (std::int32_t first = 0; first < columns; first += capacity) {
    tiles.push_back({first, std::min(columns, first + capacity)});
  }
  return tiles;
}

MappedMatrix map_matrix(const Config& config, const sim::tensor::Csc& matrix) {
  MappedMatrix mapped;
  mapped.encoded = AlignedCsc::encode(matrix, config.processing_elements, config.index_bits,
                                      {static_cast<std::uint32_t>(config.weight_entries),
                                       static_cast<std::uint32_t>(config.buffers)});
  mapped.words = mapped.encoded.words();
  mapped.chunks = cut_stream(mapped.words, config.weight_entries);
  mapped.tiles = cut_columns(matrix.columns, config.pointers - 1);
  mapped.nonzeros = nonzeros_of(mapped.encoded);
  return mapped;
}

}  // namespace

std::int64_t MappedMatrix::rows_of(std::size_t processing_element) const {
  const auto n = static_cast<std::int64_t>(encoded.slices.size());
  return (encoded.rows - static_cast<std::int64_t>(processing_element) + n - 1) / n;
}

std::int64_t Mapping::lanes(std::int64_t batch, const Config& config) const {
  return std::min<std::int64_t>(config.channels, sequences - batch * config.channels);
}

Mapping map_layer(const Config& config, const sim::workload::Layer& layer,
                  const sim::workload::LstmWeights& weights, std::size_t sequences) {
  sim::Problems problems;
  Mapping mapping;
  mapping.shape = std::get<Lstm>(layer.shape);
  mapping.states = schedule(mapping.shape);
  mapping.sequences = static_cast<std::int64_t>(sequences);
  mapping.batches = (mapping.sequences + config.channels - 1) / config.channels;
  check_shape(config, layer, problems);
  for (std::size_t m = 0; m < weights.matrices.size(); ++m) {
    const auto& matrix = weights.matrices[m].matrix;
    check_width(config, lstm_matrix_name(m), matrix, layer.place, problems);
    mapping.matrices[m] = map_matrix(config, matrix);
  }
  problems.raise_if_any();
  return mapping;
}

}  // namespace arch::ese
