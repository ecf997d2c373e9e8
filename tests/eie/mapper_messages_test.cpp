// SPDX-License-Identifier: Apache-2.0
// What the user reads when a layer does not fit, to the letter.
#include <gtest/gtest.h>

#include "arch/eie/mapper.h"
#include "tests/eie/layer_case.h"

namespace arch::eie::test {
namespace {

std::vector<std::string> problems_of(const LayerCase& layer) {
  std::vector<std::string> texts;
  try {
    map_layer(layer.config, layer.shape(), weights_of(layer), {"net.json", 7, 5, "/layers/0"});
  } catch (const sim::UserError& error) {
    for (const auto& problem : error.problems()) texts.push_back(to_string(problem));
  }
  return texts;
}

std::vector<std::string> problems_of(const Config& config, const Matrix& matrix,
                                     bool has_bias = false) {
  return problems_of(LayerCase{config, matrix, has_bias, 1, {}});
}

using Texts = std::vector<std::string>;

// A row of the values 1, 2, ..., n.
Matrix distinct(std::size_t n) {
  Matrix matrix({1, n});
  for (std::size_t j = 0; j < n; ++j) matrix(0u, j) = static_cast<std::int16_t>(j + 1);
  return matrix;
}

TEST(EieMapperMessages, FifteenWeightsFitACodeOfFourBits) {
  EXPECT_EQ(problems_of(isca2016(), distinct(15)), Texts{});
}

TEST(EieMapperMessages, TooManyDistinctWeights) {
  EXPECT_EQ(problems_of(isca2016(), distinct(16)),
            Texts{"net.json:7:5: /layers/0: 16 distinct non-zero weights, but a code of 4 bits "
                  "names at most 15 (weights/code_bits); share the weights with "
                  "\"codebook_bits\" in the workload"});
}

// 2 PEs hold 5 activations each.
Config five_activations() {
  auto config = with_processing_elements(2);
  config.activation_bytes = 11;
  return config;
}

TEST(EieMapperMessages, TooSmallAnActivationMemory) {
  EXPECT_EQ(problems_of(five_activations(), Matrix({3, 6}, 1)), Texts{});  // 2 + 3 in the first PE
  EXPECT_EQ(problems_of(five_activations(), Matrix({3, 7}, 1)),
            Texts{"net.json:7:5: /layers/0: 7 inputs and 3 outputs need 6 activations in one PE, "
                  "but its memory holds 5 (activation_memory/bytes)"});
}

TEST(EieMapperMessages, TheBiasNeedsNoActivationMemory) {
  EXPECT_EQ(problems_of(five_activations(), Matrix({3, 7}, 1), true), Texts{});
}

TEST(EieMapperMessages, TooLargeAWindow) {
  auto layer = dense(five_activations(), 4, 9);
  layer.convolution = {2, 4, 4, 4, 3, 3, 1, 0, 2};
  EXPECT_EQ(problems_of(layer),
            Texts{"net.json:7:5: /layers/0: 9 inputs and 2 outputs of a pixel need 6 activations "
                  "in one PE, but its memory holds 5 (activation_memory/bytes)"});
}

TEST(EieMapperMessages, BothAtOnce) {
  const auto problems = problems_of(five_activations(), distinct(16));
  ASSERT_EQ(problems.size(), 2u);
  EXPECT_EQ(problems[0],
            "net.json:7:5: /layers/0: 16 inputs and 1 outputs need 9 activations in one PE, but "
            "its memory holds 5 (activation_memory/bytes)");
  EXPECT_EQ(problems[1].substr(0, 48), "net.json:7:5: /layers/0: 16 distinct non-zero we");
}

// A batch of 4 inputs of 1 PE needs 5 pointers, one more with a bias, which is a column too.
// Pointers of 16 bits reach 65535 of the 131072 entries.
TEST(EieMapperMessages, ABatchThatNeedsTooManyPointers) {
  auto config = with_processing_elements(1);
  config.activation_registers = 4;
  config.pointer_bytes = 5 * 2;
  EXPECT_EQ(problems_of(config, Matrix({2, 9}, 1)), Texts{});
  EXPECT_EQ(
      problems_of(config, Matrix({2, 5}, 1), true),
      Texts{"net.json:7:5: /layers/0: a batch of 5 columns needs 6 pointers and 10 entries in "
            "one PE, but its memories hold 5 and 65535 (pointer_memory, matrix_memory)"});
}

// The first PE stores 2 of 3 rows: 8 entries in a batch of 4 inputs.
TEST(EieMapperMessages, ABatchThatNeedsTooManyEntries) {
  auto config = with_processing_elements(2);
  config.matrix_bytes = 8;
  EXPECT_EQ(problems_of(config, Matrix({3, 4}, 1)), Texts{});
  config.matrix_bytes = 7;
  EXPECT_EQ(problems_of(config, Matrix({3, 4}, 1)),
            Texts{"net.json:7:5: /layers/0: a batch of 4 columns needs 5 pointers and 8 entries in "
                  "one PE, but its memories hold 16384 and 0 (pointer_memory, matrix_memory)"});
}

}  // namespace
}  // namespace arch::eie::test
