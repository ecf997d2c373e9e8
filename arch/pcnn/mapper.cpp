// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/mapper.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <span>

#include "sim/tensor/spm.h"

namespace arch::pcnn {
namespace {

using sim::tensor::Csc;
using sim::tensor::Spm;
using sim::workload::Convolution;

constexpr int pattern_side = 3;  // what a mask of the SPM format describes

Kernels dense_kernels(const Convolution& shape, const Csc& matrix) {
  Kernels kernels;
  kernels.slots = shape.kernel_area();
  kernels.position.resize(static_cast<std::size_t>(kernels.slots));
  std::iota(kernels.position.begin(), kernels.position.end(), std::uint16_t{0});
  const auto columns = static_cast<std::size_t>(weight_columns(shape));
  kernels.value.assign(static_cast<std::size_t>(shape.filters) * columns, 0);
  for (std::size_t j = 0; j < columns; ++j) {
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      kernels.value[matrix.row[k] * columns + j] = matrix.value[k];
    }
  }
  return kernels;
}

// A kernel without any weight still takes its slot.
Kernels patterned_kernels(const Convolution& shape, const Csc& matrix) {
  auto spm = Spm::encode(matrix, shape.kernel_area(), weight_columns(shape));
  Kernels kernels;
  kernels.by_pattern = true;
  kernels.slots = std::max(1, spm.weights_per_kernel);
  if (spm.weights_per_kernel == 0) {
    spm.patterns = {1};
    spm.value.assign(spm.code.size(), 0);
  }
  kernels.code_bits = spm.code_bits();
  kernels.masks = spm.patterns;
  for (const auto mask : spm.patterns) {
    for (int p = 0; p < shape.kernel_area(); ++p) {
      if ((mask >> p & 1) != 0) kernels.position.push_back(static_cast<std::uint16_t>(p));
    }
  }
  kernels.code = std::move(spm.code);
  kernels.value = std::move(spm.value);
  return kernels;
}

// Reports the first value that is no operand.
template <class Values>
void check_operands(const Config& config, const char* what, const Values& values,
                    const sim::Place& layer, sim::Problems& problems) {
  const int largest = (1 << (config.operand_bits - 1)) - 1;
  const auto wrong = std::find_if(values.begin(), values.end(), [&](std::int16_t value) {
    return value < -largest - 1 || value > largest;
  });
  if (wrong == values.end()) return;
  problems.add(layer, fmt::format("{} is {}, but an operand of {} bits is from {} to {} "
                                  "(operand_bits)",
                                  what, *wrong, config.operand_bits, -largest - 1, largest));
}

void check_patterns(const Config& config, const Kernels& kernels, const sim::Place& layer,
                    sim::Problems& problems) {
  const auto patterns = kernels.masks.size();
  if (patterns <= static_cast<std::size_t>(config.table_entries)) return;
  problems.add(layer, fmt::format("its kernels have {} patterns of {} weights, but the table holds "
                                  "{} (pattern_table/entries); prune them to fewer patterns, or "
                                  "run them dense (sparsity/patterns)",
                                  patterns, kernels.slots, config.table_entries));
}

std::int64_t bank_kernels(const Config& config, const Kernels& kernels) {
  const auto weights =
      config.weight_bank_bits() / (std::int64_t{kernels.slots} * config.operand_bits);
  if (kernels.code_bits == 0) return weights;
  return std::min(weights, config.spm_bank_bits() / kernels.code_bits);
}

void check_bank(const Config& config, const Mapping& mapping, const sim::Place& layer,
                sim::Problems& problems) {
  if (mapping.bank_kernels > 1) return;
  problems.add(
      layer, fmt::format("two kernels of {} weights with codes of {} bits do not fit the banks of "
                         "a PE, which have {} and {} bits (weight_sram/bytes, spm_sram/bytes)",
                         mapping.kernels.slots, mapping.kernels.code_bits,
                         config.weight_bank_bits(), config.spm_bank_bits()));
}

std::vector<Round> deal_out(const Config& config, const Convolution& shape) {
  std::vector<Round> rounds;
  const int per_group = shape.filters_per_group();
  for (int group = 0; group < shape.groups; ++group) {
    for (int k = 0; k < per_group; k += config.processing_elements) {
      rounds.push_back({group * per_group + k, std::min(config.processing_elements, per_group - k),
                        group * shape.channels_per_group()});
    }
  }
  return rounds;
}

// As few parts as possible of [first, end), none longer than `most`, of equal length.
std::vector<Slab> parts_of(int first, int end, int most) {
  const int length = end - first, count = (length + most - 1) / most;
  std::vector<Slab> parts;
  for (int i = 0; i < count; ++i) {
    parts.push_back({first + length * i / count, first + length * (i + 1) / count});
  }
  return parts;
}

// Kernels that are used for several tiles stay, if a bank holds those of two filters: one in use,
// one that arrives. Others come in portions.
void choose_portions(const Config& config, Mapping& mapping) {
  const int channels = mapping.shape.channels_per_group();
  const auto& passes = mapping.tiling.passes;
  const bool again = std::any_of(passes.begin(), passes.end(),
                                 [](const Pass& pass) { return pass.tiles.size() > 1; });
  mapping.resident = again && 2 * channels <= mapping.bank_kernels;
  const auto half = static_cast<int>(std::min<std::int64_t>(mapping.bank_kernels / 2, channels));
  const int most = mapping.resident ? channels : std::min(config.portion_kernels, half);
  int longest = 0;
  for (const auto& part : parts_of(0, channels, most)) {
    longest = std::max(longest, part.channels());
    mapping.portions.push_back(
        {part.channels(), parts_of(part.first, part.end, mapping.tiling.slab_channels)});
  }
  mapping.waiting_kernels =
      mapping.resident ? channels : static_cast<int>(mapping.bank_kernels - longest);
}

}  // namespace

int Mapping::busy_elements() const {
  int most = 0;
  for (const auto& round : rounds) most = std::max(most, round.filters);
  return most;
}

Mapping map_layer(const Config& config, const sim::workload::Shape& shape,
                  const sim::workload::WeightMatrix& weights, const sim::workload::Vectors& inputs,
                  const sim::Place& layer) {
  Mapping mapping;
  mapping.shape = as_convolution(shape);
  sim::Problems problems;
  problems.attempt([&] { mapping.tiling = tile_layer(config, mapping.shape, layer); });
  const auto& plain = mapping.shape;
  const auto& matrix = weights.matrix;
  const auto columns = static_cast<std::size_t>(weight_columns(plain));
  check_operands(config, "a weight", std::span(matrix.value).first(matrix.start[columns]), layer,
                 problems);
  check_operands(config, "an input", inputs.values, layer, problems);
  const bool by_pattern = config.pattern_mode && plain.kernel_height == pattern_side &&
                          plain.kernel_width == pattern_side;
  mapping.kernels = by_pattern ? patterned_kernels(plain, matrix) : dense_kernels(plain, matrix);
  mapping.kernels.per_filter = plain.channels_per_group();
  check_patterns(config, mapping.kernels, layer, problems);
  mapping.bank_kernels = bank_kernels(config, mapping.kernels);
  check_bank(config, mapping, layer, problems);
  problems.raise_if_any();
  mapping.rounds = deal_out(config, plain);
  choose_portions(config, mapping);
  return mapping;
}

}  // namespace arch::pcnn
