// SPDX-License-Identifier: Apache-2.0
// What the ledger counts, by formulas over the whole layer.
#include <gtest/gtest.h>

#include "tests/dcnn/layer_case.h"

namespace arch::dcnn::test {
namespace {

const std::string element = "processing_element/";

struct Expected {
  std::int64_t rounds = 0;  ///< passes of all images
  std::int64_t sums = 0, positions = 0, vectors = 0, accesses = 0, halo = 0, loaded = 0;
};

Expected expected(const LayerCase& layer, const Mapping& mapping) {
  Expected e;
  const auto images = layer.images();
  const auto groups = static_cast<std::int64_t>(mapping.filter_groups.size());
  e.rounds = images * static_cast<std::int64_t>(mapping.passes.size());
  e.sums = images * outputs_of(layer.shape);
  e.positions = e.sums / layer.shape.filters * groups;  // once for every group of filters
  e.vectors = static_cast<std::int64_t>(mapping.order.vectors.size());
  for (const auto& vector : mapping.order.vectors) e.accesses += vector.accesses;
  for (const auto& pass : mapping.passes) {
    for (int n = 0; n < layer.config.pes(); ++n) {
      const auto tile = pass.tile(n);
      const auto& rows = tile.rows;
      const auto& columns = tile.columns;
      if (mapping.through_dram) {
        e.loaded += images * rows.held.size() * columns.held.size() * layer.shape.channels;
      }
      if (tile.positions() == 0) continue;
      for (int y = rows.window.begin; y < rows.window.end; ++y) {
        for (int x = columns.window.begin; x < columns.window.end; ++x) {
          const bool here = y >= rows.held.begin && y < rows.held.end && x >= columns.held.begin &&
                            x < columns.held.end;
          if (!here) e.halo += images * groups * layer.shape.channels_per_group();
        }
      }
    }
  }
  return e;
}

TEST(DcnnCounts, EqualPlainFormulasOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(400, false, [](const LayerCase& layer) {
    const auto mapping = layer.mapping();
    const auto e = expected(layer, mapping);
    const auto result = run(layer);
    const auto lines = [&](std::int64_t words) {
      return (words + layer.config.dot_width - 1) / layer.config.dot_width;
    };
    const auto dots = e.sums * e.vectors;
    const auto sent = e.rounds * layer.shape.filters * e.vectors;
    RC_ASSERT(count(result, element + "weight_buffer/weight_buffer", "read") == dots);
    RC_ASSERT(count(result, element + "weight_buffer/weight_buffer", "write") ==
              sent * layer.config.pes());
    RC_ASSERT(count(result, "weight_broadcast/weight_broadcast", "transfer") == sent);
    RC_ASSERT(count(result, element + "accumulator_buffer/accumulator_buffer", "read") == dots);
    RC_ASSERT(count(result, element + "accumulator_buffer/accumulator_buffer", "write") == dots);
    RC_ASSERT(count(result, element + "multiplier_array/activation_register", "write") ==
              e.positions * e.vectors);
    RC_ASSERT(count(result, element + "multiplier_array/adder_tree", "add") ==
              e.sums * layer.weights.matrix.columns);
    RC_ASSERT(count(result, element + "other/ppu", "process") == e.sums);
    RC_ASSERT(count(result, element + "other/halo_link", "transfer") == e.halo);
    RC_ASSERT(count(result, element + "activation_ram/activation_ram", "read") ==
              e.positions * e.accesses + lines(e.halo) +
                  (mapping.through_dram ? lines(e.sums) : 0));
    RC_ASSERT(count(result, element + "activation_ram/activation_ram", "write") ==
              lines(e.sums) + lines(e.loaded));
    RC_ASSERT(figure(result, "weight_vectors") == double(sent));
    RC_ASSERT(figure(result, "dot_products") == double(dots));
    RC_ASSERT(figure(result, "halo_words") == double(e.halo));
  }));
}

TEST(DcnnCounts, DramBitsAreThoseOfTheThreeStreams) {
  EXPECT_TRUE(holds_for_random_layers(200, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(double(count(result, "off_chip/dram", "read")) ==
              8 * (figure(result, "dram_weight_bytes") + figure(result, "dram_input_bytes")));
    RC_ASSERT(double(count(result, "off_chip/dram", "write")) ==
              8 * figure(result, "dram_output_bytes"));
  }));
}

// Sums of 8 products of 32767 x 32767 need 34 bits; outputs that are all 0 are not stored.
TEST(DcnnCounts, CodingShortensWhatIsZeroAndWideSumsAreCounted) {
  auto layer = dense(bare(1, 1), {8, 4, 4, 8, 1, 1});
  layer.config.activation_bytes = 2 * 176;
  layer.config.compresses_activations = true;
  for (auto& input : layer.inputs.values) input = 32767;
  for (auto& weight : layer.weights.matrix.value) weight = -32767;
  const auto result = run(layer);
  EXPECT_EQ(figure(result, "sums_wider_than_accumulator"), 128);
  // 32 zeros of each pass and group: two placeholders, for 16 zeros each.
  EXPECT_EQ(figure(result, "dram_output_bytes"), 4 * 2 * 20 / 8.0);
  EXPECT_EQ(figure(result, "dram_input_bytes"), 2 * 8 * 16);
}

}  // namespace
}  // namespace arch::dcnn::test
