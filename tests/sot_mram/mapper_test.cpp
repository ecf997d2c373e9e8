// SPDX-License-Identifier: Apache-2.0
// Where a layer's operands go, and what is refused, to the letter.
#include <gtest/gtest.h>

#include "tests/sot_mram/layer_case.h"

namespace arch::sot_mram::test {
namespace {

TEST(SotMramMapper, EveryItemMeetsEveryItemOfTheOtherOperandOnceInEverySegment) {
  EXPECT_TRUE(holds_for_random_layers(300, false, [](const LayerCase& layer) {
    const auto mapping = layer.mapping();
    for (std::size_t p = 0; p < mapping.products.size(); ++p) {
      const auto& product = mapping.products[p];
      const auto items = product.resident.items();
      std::size_t columns = 0;
      std::vector<int> met(items * product.written.items());
      for (const auto& tile : mapping.tiles) {
        if (tile.product != p) continue;
        for (auto w = tile.written.first; w < tile.written.end(); ++w) {
          for (auto r = tile.resident.first; r < tile.resident.end(); ++r) {
            met[w * items + r] += tile.columns;
          }
        }
        columns = std::max(columns, static_cast<std::size_t>(tile.columns));
      }
      RC_ASSERT(columns ==
                std::min(product.terms.size(), static_cast<std::size_t>(layer.config.columns)));
      for (const auto count : met) RC_ASSERT(count == static_cast<int>(product.terms.size()));
    }
  }));
}

TEST(SotMramMapper, EveryTileFitsItsSubArrayWithABurst) {
  EXPECT_TRUE(holds_for_random_layers(300, false, [](const LayerCase& layer) {
    const auto mapping = layer.mapping();
    RC_ASSERT(mapping.burst >= 1u);
    for (const auto& tile : mapping.tiles) {
      RC_ASSERT(tile.position < static_cast<std::size_t>(layer.config.sub_array_count()));
      RC_ASSERT(tile.resident.count > 0u);
      RC_ASSERT(tile.written.count > 0u);
      const auto rows = static_cast<int>(tile.resident.count) * mapping.resident_code().planes() +
                        static_cast<int>(mapping.burst) * mapping.written_code().planes() +
                        tile.unit_row;
      RC_ASSERT(rows <= layer.config.operand_rows());
    }
  }));
}

TEST(SotMramMapper, PrunedFiltersAndTermsAreLeftOut) {
  auto layer = ones(small(1), 100, 10);
  for (std::size_t j = 0; j < 100; ++j) {
    for (std::size_t f = 0; f < 10; ++f) layer.weights(f, j) = f % 2 == 0 && j < 60;
  }
  auto mapping = layer.mapping();
  EXPECT_EQ(mapping.products[0].filters, (std::vector<int>{0, 2, 4, 6, 8}));
  EXPECT_EQ(mapping.products[0].terms.size(), 60u);
  EXPECT_EQ(mapping.segments, 1);
  layer.config.skip_pruned = false;
  mapping = layer.mapping();
  EXPECT_EQ(mapping.products[0].filters.size(), 10u);
  EXPECT_EQ(mapping.segments, 2);
}

TEST(SotMramMapper, WindowsAreSharedAmongCopiesBeforeBlocksGetSmaller) {
  // 6 filters of one row, beside one row of a window: 4 fit.
  auto config = small(8);
  config.rows = 6;
  config.scratch_rows = 1;
  auto layer = ones(config, {1, 1, 3, 6, 1, 1, 1, 0, 1});
  layer.config.weight_code = Encoding::unsigned_integer;
  auto mapping = layer.mapping();
  EXPECT_EQ(mapping.copies, 3u);
  EXPECT_EQ(mapping.blocks, 2u);
  EXPECT_EQ(mapping.tiles.size(), 6u);
  layer.config.banks = 16;
  mapping = layer.mapping();
  EXPECT_EQ(mapping.copies, 3u);
  EXPECT_EQ(mapping.blocks, 5u);
  layer.config.banks = 5;
  mapping = layer.mapping();
  EXPECT_EQ(mapping.copies, 2u);
  EXPECT_EQ(mapping.blocks, 2u);
}

TEST(SotMramMapper, BlocksGetSmallerUntilNoSubArrayIsIdleInTheLastRound) {
  // 20 filters, of which 4 fit: 5 blocks on 3 sub-arrays would leave one without work.
  auto config = small(3);
  config.rows = 6;
  config.scratch_rows = 1;
  config.weight_code = Encoding::unsigned_integer;
  EXPECT_EQ(ones(config, 5, 20).mapping().blocks, 6u);
}

TEST(SotMramMapper, ALayerWithoutWeightsStillHasOutputs) {
  auto layer = ones(small(2), 5, 3);
  for (std::size_t i = 0; i < 15; ++i) layer.weights(i / 5, i % 5) = 0;
  EXPECT_EQ(run(layer).sums, (std::vector<std::int64_t>{0, 0, 0}));
}

TEST(SotMramMapper, RefusesWhatDoesNotFitWithAllReasonsAtOnce) {
  auto layer = ones(small(1), 3, 2);
  layer.weight_bits = 6;
  layer.input_bits = 5;
  layer.config.most_weight_bits = 5;
  layer.config.most_activation_bits = 3;
  layer.weights(1, 1) = 40;
  layer.inputs.values[2] = -1;
  EXPECT_EQ(refusal(layer),
            "w.json:1:2: /layers/0: a weight has 6 bits of rows, but at most 5 are allowed "
            "(weights/most_bits); the workload states the width\n"
            "w.json:1:2: /layers/0: a weight is 40, but 6 bits hold -32 to 31 "
            "(weights/encoding)\n"
            "w.json:1:2: /layers/0: an input has 4 bits of rows, but at most 3 are allowed "
            "(activations/most_bits); the workload states the width\n"
            "w.json:1:2: /layers/0: an input is -1, but 4 bits hold 0 to 15 "
            "(activations/encoding)");
}

TEST(SotMramMapper, RefusesAZeroWeightThatTheEncodingDoesNotHave) {
  auto layer = ones(small(1), 3, 2);
  layer.config.weight_code = Encoding::affine;
  layer.weights(0, 1) = 0;
  EXPECT_EQ(refusal(layer),
            "w.json:1:2: /layers/0: a weight is 0, but 1 bits hold the odd numbers from -1 to 1 "
            "(weights/encoding)");
}

TEST(SotMramMapper, RefusesOperandsThatNeedMoreRowsThanThereAre) {
  auto layer = ones(small(1), 3, 2);
  layer.config.rows = 8;
  layer.config.scratch_rows = 2;
  layer.weight_bits = 4;
  layer.input_bits = 4;
  EXPECT_EQ(refusal(layer),
            "w.json:1:2: /layers/0: an item of each operand takes 7 rows, but a sub-array has 6 "
            "for them (sub_array/rows, sub_array/scratch_rows)");
}

TEST(SotMramMapper, RefusesAnLstm) {
  sim::workload::Layer layer;
  layer.shape = sim::workload::Lstm{4, 4};
  EXPECT_EQ(SotMram(imce()).refusal(layer),
            "the SOT-MRAM engine runs convolutions and fully connected layers, not an LSTM");
  layer.shape = sim::workload::FullyConnected{4, 4};
  EXPECT_EQ(SotMram(imce()).refusal(layer), "");
}

}  // namespace
}  // namespace arch::sot_mram::test
