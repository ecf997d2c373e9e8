// SPDX-License-Identifier: Apache-2.0
// Convolutions: one vector for every output pixel and group. Closed forms, derived by hand.
#include <gtest/gtest.h>

#include "tests/eie/layer_case.h"

namespace arch::eie::test {
namespace {

// Weights and one image that are all 1; a byte per cycle in I/O mode.
LayerCase convolution(Config config, const sim::workload::Convolution& shape) {
  config.io_gb_per_s = 0.8;
  LayerCase layer{config, {}, false, 1, {}, shape};
  const auto rows = static_cast<std::size_t>(weight_rows(layer.shape()));
  layer.matrix = Matrix({rows, static_cast<std::size_t>(weight_columns(layer.shape()))}, 1);
  const auto size = static_cast<std::size_t>(inputs_of(layer.shape()));
  layer.inputs = {size, std::vector<std::int16_t>(size, 1)};
  return layer;
}

// Kernels of 1 x 1 over a row of pixels.
sim::workload::Convolution row_of(int pixels, int channels, int filters, int groups = 1) {
  return {channels, 1, pixels, filters, 1, 1, 1, 0, groups};
}

class EieConvolution : public testing::TestWithParam<Engine> {
 protected:
  LayerRun run_of(const LayerCase& layer) const { return run(layer, GetParam()); }
  std::int64_t dram_reads(const LayerCase& layer) const {
    return sim::machine::test::count(run_of(layer), "off_chip/dram", "read");
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, EieConvolution,
                         testing::Values(Engine::decoupled, Engine::lockstep));

// A vector of one input and one row takes 2 + 1 + 5 + 1 cycles; two bytes come and two go.
TEST_P(EieConvolution, EveryPixelIsAVectorThatComesAndGoes) {
  for (const int pixels : {1, 2, 7}) {
    const auto layer = convolution(with_processing_elements(1), row_of(pixels, 1, 1));
    const auto result = run_of(layer);
    EXPECT_EQ(result.cycles(), pixels * (2 + 9 + 2));
    EXPECT_EQ(result.sums, std::vector<std::int64_t>(static_cast<std::size_t>(pixels), 1));
    EXPECT_EQ(figure(result, "window_cycles"), pixels * 4);
  }
}

// Five inputs are ten bytes, three outputs six.
TEST_P(EieConvolution, WindowsAndOutputsMoveAsFastAsTheMemoryOutside) {
  auto layer = convolution(with_processing_elements(1), row_of(2, 5, 3));
  EXPECT_EQ(figure(run_of(layer), "window_cycles"), 2 * (10 + 6));
  layer.config.io_gb_per_s = 3.2;
  EXPECT_EQ(figure(run_of(layer), "window_cycles"), 2 * (3 + 2));
}

TEST_P(EieConvolution, AFullyConnectedLayerFindsItsInputsWhereTheyAre) {
  const auto vector = dense(with_processing_elements(1), 3, 5);
  const auto pixel = convolution(with_processing_elements(1), row_of(1, 5, 3));
  EXPECT_EQ(run_of(pixel).cycles(), run_of(vector).cycles() + 10 + 6);
  EXPECT_EQ(run_of(pixel).sums, run_of(vector).sums);
  EXPECT_EQ(dram_reads(pixel) - dram_reads(vector), 5 * 16);
}

TEST_P(EieConvolution, PaddingIsNeverBroadcast) {
  auto layer = convolution(with_processing_elements(2), {1, 3, 3, 2, 3, 3, 1, 1, 1});
  // 4 corners of 4 inputs, 4 edges of 6, the middle of 9.
  EXPECT_EQ(figure(run_of(layer), "broadcasts"), 4 * 4 + 4 * 6 + 9);
  layer.inputs.values.assign(9, 0);
  EXPECT_EQ(figure(run_of(layer), "broadcasts"), 0);
}

TEST_P(EieConvolution, AnImageEndsWithTheOutputsOfItsLastPixel) {
  auto layer = convolution(with_processing_elements(1), row_of(3, 1, 1));
  layer.inputs.values.assign(2 * 3, 1);
  const auto result = run_of(layer);
  const auto image = 3 * (2 + 9 + 2) * result.period;
  EXPECT_EQ(result.vector_ends, (std::vector<sim::Time>{image, 2 * image}));
  EXPECT_EQ(result.time, 2 * image);
}

// Each of two groups has one entry and two pointers of 16 bits.
TEST_P(EieConvolution, GroupsThatFitTogetherAreLoadedOnce) {
  auto layer = convolution(with_processing_elements(1), row_of(3, 2, 2, 2));
  layer.inputs.values.assign(2 * 6, 1);
  layer.config.pointer_bytes = 4 * 2;
  EXPECT_EQ(figure(run_of(layer), "loads"), 1);
  EXPECT_EQ(dram_reads(layer), 2 * (8 + 32) + 2 * 6 * 16);
}

// They come again for the second image, but not for every pixel.
TEST_P(EieConvolution, GroupsThatDoNotFitTogetherComeOnceForEveryImage) {
  auto layer = convolution(with_processing_elements(1), row_of(3, 2, 2, 2));
  layer.inputs.values.assign(2 * 6, 1);
  layer.config.pointer_bytes = 3 * 2;
  EXPECT_EQ(figure(run_of(layer), "loads"), 2);
  EXPECT_EQ(dram_reads(layer), 2 * 2 * (8 + 32) + 2 * 6 * 16);
}

// Two batches of one input each, which do not fit together.
TEST_P(EieConvolution, AGroupThatDoesNotFitAloneComesInPartsForEveryPixel) {
  auto layer = convolution(with_processing_elements(1), row_of(3, 2, 1));
  layer.config.activation_registers = 1;
  layer.config.pointer_bytes = 3 * 2;
  EXPECT_EQ(figure(run_of(layer), "loads"), 2);
  EXPECT_EQ(dram_reads(layer), 3 * 2 * (8 + 32) + 6 * 16);
}

// The first group is two batches of rows, of an entry each, for which there is no room at the same
// time. The second has no entries and would fit beside either, but would then come with it for
// every pixel.
TEST_P(EieConvolution, AGroupInPartsSharesNoneOfItsLoads) {
  auto layer = convolution(with_processing_elements(1), row_of(3, 2, 4, 2));
  layer.config.activation_registers = 1;
  layer.config.matrix_width_bits = 8;
  layer.config.matrix_bytes = 1;
  layer.matrix(2, 0) = layer.matrix(3, 0) = 0;
  EXPECT_EQ(figure(run_of(layer), "loads"), 3);
  EXPECT_EQ(dram_reads(layer), 3 * 2 * (8 + 32) + 2 * 32 + 6 * 16);
}

}  // namespace
}  // namespace arch::eie::test
