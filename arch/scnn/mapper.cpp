// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/mapper.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace arch::scnn {
std::int64_t elements_of(const Config& config, const Geometry& geometry, const Load& load,
                         const TileActivations& tile) {
  const auto at = [&](int channel) {
    return tile.first_vector[static_cast<std::size_t>(channel) * geometry.phases()];
  };
  return std::int64_t{at(load.end_channel) - at(load.first_channel)} *
         config.activations_per_vector;
}

namespace {

using sim::workload::Convolution;

TileActivations compress_tile(const Config& config, const Geometry& geometry, const Pass& pass,
                              int pe, std::span<const std::int16_t> image) {
  const auto& shape = geometry.shape();
  const auto tile = geometry.input_tile(pass, pe);
  const auto window = geometry.window(pass, pe);
  TileActivations activations;
  std::uint32_t vectors = 0;
  for (int c = 0; c < shape.channels; ++c) {
    for (int phase = 0; phase < geometry.phases(); ++phase) {
      activations.first_vector.push_back(vectors);
      CompressedStream stream(activations.elements, config.activations_per_vector, config.run_bits,
                              config.activations_compressed);
      for (int y = tile.top; y < tile.bottom && geometry.has_channel(pe, c); ++y) {
        for (int x = tile.left; x < tile.right; ++x) {
          if (geometry.phase_of_input(y, x) != phase) continue;
          const auto at = (static_cast<std::size_t>(c) * shape.height + y) * shape.width + x;
          stream.add(image[at], geometry.input_offset(window, y, x));
        }
      }
      vectors += stream.close();
    }
  }
  activations.first_vector.push_back(vectors);
  return activations;
}

/// Compresses the weights, group after group.
class WeightCompression {
 public:
  WeightCompression(const Config& config, const Geometry& geometry, const sim::tensor::Csc& matrix)
      : config_(config),
        geometry_(geometry),
        shape_(geometry.shape()),
        matrix_(matrix),
        cursor_(matrix.start.begin(), matrix.start.end() - 1) {}

  Weights run(int filters_per_group) {
    const int per_group = shape_.filters_per_group();
    for (int first = 0; first < shape_.filters; first += per_group) {
      for (int k = 0; k < per_group; k += filters_per_group) {
        add_group(first + k, std::min(filters_per_group, per_group - k),
                  first / per_group * shape_.channels_per_group());
      }
    }
    return std::move(weights_);
  }

 private:
  void add_group(int first_filter, int filters, int first_channel) {
    Group group{first_filter, filters, weights_.chunks.size(), 0};
    dense_.assign(static_cast<std::size_t>(filters) * shape_.kernel_area(), 0);
    for (int c = 0; c < shape_.channels_per_group(); ++c) {
      fetch(first_filter, filters, c);
      for (int phase = 0; phase < geometry_.phases(); ++phase) {
        add_block(filters, first_channel + c, phase);
      }
    }
    group.end_chunk = weights_.chunks.size();
    weights_.groups.push_back(group);
  }

  // One input channel of the group as a dense block (filters, kernel).
  void fetch(int first_filter, int filters, int channel) {
    const int area = shape_.kernel_area();
    std::fill(dense_.begin(), dense_.end(), std::int16_t{0});
    const auto end_row = static_cast<std::uint32_t>(first_filter + filters);
    for (int rs = 0; rs < area; ++rs) {
      const auto column = static_cast<std::size_t>(channel) * area + rs;
      auto& at = cursor_[column];
      for (; at < matrix_.start[column + 1] && matrix_.row[at] < end_row; ++at) {
        const std::size_t k = matrix_.row[at] - static_cast<std::uint32_t>(first_filter);
        dense_[k * area + rs] = matrix_.value[at];
      }
    }
  }

  void add_block(int filters, int channel, int phase) {
    const auto first_element = weights_.elements.size();
    CompressedStream stream(weights_.elements, config_.weights_per_vector, config_.run_bits,
                            config_.weights_compressed);
    bool positions = false;
    std::size_t at = 0;
    for (int k = 0; k < filters; ++k) {
      for (int r = 0; r < shape_.kernel_height; ++r) {
        for (int s = 0; s < shape_.kernel_width; ++s, ++at) {
          if (geometry_.phase_of_weight(r, s) != phase) continue;
          stream.add(dense_[at], geometry_.weight_offset(k, r, s));
          positions = true;
        }
      }
    }
    const auto vectors = stream.close();
    if (!positions) return;
    count_banks(first_element);
    add_chunks(channel, phase,
               static_cast<std::uint32_t>(first_element) /
                   static_cast<std::uint32_t>(config_.weights_per_vector),
               vectors);
  }

  void count_banks(std::size_t first_element) {
    const auto& elements = weights_.elements;
    const auto lanes = static_cast<std::size_t>(config_.weights_per_vector);
    for (auto i = first_element; i < elements.size(); ++i) {
      if (i % lanes == 0) weights_.bank_counts.begin_vector();
      if (elements.value[i] != 0) weights_.bank_counts.add(elements.offset[i]);
    }
  }

  void add_chunks(int channel, int phase, std::uint32_t first_vector, std::uint32_t vectors) {
    const auto longest = static_cast<std::uint32_t>(config_.chunk_vectors);
    const auto chunks = std::max(1u, (vectors + longest - 1) / longest);
    for (std::uint32_t i = 0; i < chunks; ++i) {
      // Of equal length, so that the FIFO has room for the next but one early.
      const auto begin = vectors * i / chunks, end = vectors * (i + 1) / chunks;
      const auto first = first_vector + begin, count = end - begin;
      weights_.chunks.push_back({channel, phase, first, count, nonzeros(first, count)});
    }
  }

  std::uint32_t nonzeros(std::uint32_t first_vector, std::uint32_t vectors) const {
    const auto lanes = static_cast<std::ptrdiff_t>(config_.weights_per_vector);
    const auto first = weights_.elements.value.begin() + first_vector * lanes;
    const auto last = first + vectors * lanes;
    return static_cast<std::uint32_t>(last - first - std::count(first, last, 0));
  }

  const Config& config_;
  const Geometry& geometry_;
  const Convolution& shape_;
  const sim::tensor::Csc& matrix_;
  std::vector<std::uint32_t> cursor_;  ///< next entry of every column: groups ascend as rows do
  std::vector<std::int16_t> dense_;
  Weights weights_{{}, {}, {}, BankCounts(config_.banks)};
};

/// Input channels [first, end).
struct Channels {
  int first = 0, end = 0;
};

// The channels that a group of filters needs, in `parts`; 0: all channels of the layer, at once.
std::vector<Channels> cut_channels(const Convolution& shape, int first_filter, int parts) {
  if (parts == 0) return {{0, shape.channels}};
  const int per_group = shape.channels_per_group();
  const int first = first_filter / shape.filters_per_group() * per_group;
  std::vector<Channels> cut;
  for (int part = 0; part < parts; ++part) {
    cut.push_back({first + per_group * part / parts, first + per_group * (part + 1) / parts});
  }
  return cut;
}

std::vector<Load> list_loads(const Convolution& shape, const std::vector<Group>& groups,
                             std::size_t passes, int parts) {
  std::vector<Load> loads;
  for (std::size_t pass = 0; pass < passes; ++pass) {
    for (std::size_t g = 0; g < groups.size(); ++g) {
      for (const auto& [first, end] : cut_channels(shape, groups[g].first_filter, parts)) {
        const bool is_there =
            !loads.empty() && loads.back().has(pass, first) && loads.back().end_channel == end;
        if (!is_there) loads.push_back({pass, first, end, g});
        loads.back().last_group = g;
      }
    }
  }
  return loads;
}

using Tiles = std::vector<std::vector<TileActivations>>;

Tiles compress_tiles(const Config& config, const Geometry& geometry,
                     std::span<const std::int16_t> image) {
  Tiles tiles;
  for (const auto& pass : geometry.passes()) {
    auto& of_pass = tiles.emplace_back();
    for (int pe = 0; pe < config.processing_elements(); ++pe) {
      of_pass.push_back(compress_tile(config, geometry, pass, pe, image));
    }
  }
  return tiles;
}

bool fit(const Config& config, const Geometry& geometry, const Tiles& tiles, int parts) {
  const auto& shape = geometry.shape();
  for (int filter = 0; filter < shape.filters; filter += shape.filters_per_group()) {
    for (const auto& [first, end] : cut_channels(shape, filter, parts)) {
      for (const auto& of_pass : tiles) {
        for (const auto& tile : of_pass) {
          if (elements_of(config, geometry, {0, first, end, 0}, tile) > config.ram_elements()) {
            return false;
          }
        }
      }
    }
  }
  return true;
}

struct Plan {
  Geometry geometry;
  Tiles tiles;
  int parts = 0;
};

// Passes that are loaded as a whole, as few as possible; or else passes of few channels.
std::optional<Plan> make_plan(const Config& config, const Convolution& shape,
                              std::span<const std::int16_t> image) {
  for (const int most_parts : {0, shape.channels_per_group()}) {
    for (int passes = 1; passes <= shape.output_height(); ++passes) {
      Geometry geometry(config, shape, passes);
      if (static_cast<int>(geometry.passes().size()) != passes) continue;
      if (geometry.channel_pitch() > config.accumulators()) continue;
      auto tiles = compress_tiles(config, geometry, image);
      for (int parts = std::min(1, most_parts); parts <= most_parts; ++parts) {
        if (!fit(config, geometry, tiles, parts)) continue;
        return Plan{std::move(geometry), std::move(tiles), parts};
      }
    }
  }
  return std::nullopt;
}

[[noreturn]] void refuse(const Config& config, const Convolution& shape, const sim::Place& layer) {
  const Geometry smallest(config, shape, shape.output_height());
  throw sim::UserError(
      {{layer,
        fmt::format("does not fit even row by row: one output channel of a PE needs {} "
                    "accumulators of {} (accumulators/banks x entries_per_bank), or one input "
                    "channel of a row needs more than its RAM of {} elements "
                    "(activation_ram/bytes)",
                    smallest.channel_pitch(), config.accumulators(), config.ram_elements())}});
}

// Elements that a PE would have to keep of all outputs.
std::int64_t expected_outputs(const Config& config, const Geometry& geometry) {
  std::int64_t positions = 0;
  for (int pe = 0; pe < config.processing_elements(); ++pe) {
    std::int64_t of_pe = 0;
    for (const auto& pass : geometry.passes()) of_pe += geometry.output_tile(pass, pe).area();
    positions = std::max(positions, of_pe);
  }
  return static_cast<std::int64_t>(static_cast<double>(positions * geometry.shape().filters) *
                                   config.expected_output_density);
}

}  // namespace

Mapping map_layer(const Config& config, const Convolution& shape, const sim::tensor::Csc& matrix,
                  std::span<const std::int16_t> image, const sim::Place& layer) {
  auto plan = make_plan(config, shape, image);
  if (!plan) refuse(config, shape, layer);
  const auto& geometry = plan->geometry;
  const int filters =
      std::min(config.accumulators() / geometry.channel_pitch(), shape.filters_per_group());
  auto weights = WeightCompression(config, geometry, matrix).run(filters);
  auto loads = list_loads(shape, weights.groups, geometry.passes().size(), plan->parts);
  const bool spills = expected_outputs(config, geometry) > config.ram_elements();
  return {std::move(plan->geometry), std::move(weights), std::move(plan->tiles), std::move(loads),
          spills};
}

}  // namespace arch::scnn
