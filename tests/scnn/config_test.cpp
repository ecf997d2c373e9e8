// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/base/errors.h"
#include "tests/scnn/convolution_case.h"

namespace arch::scnn::test {
namespace {

using Problems = std::vector<std::pair<std::string, std::string>>;

TEST(ScnnConfig, OfThePaperHasItsSizes) {
  const auto config = isca2017();
  EXPECT_TRUE(config.contradictions().empty());
  EXPECT_EQ(config.processing_elements(), 64);
  EXPECT_EQ(config.multipliers() * config.processing_elements(), 1024);
  EXPECT_EQ(config.accumulators(), 1024);
  EXPECT_EQ(config.ram_elements(), 4096);  // 8 KB of data and 2 KB of indices
  EXPECT_EQ(config.period(), sim::Time{1000});
}

TEST(ScnnConfig, SaysWhatContradicts) {
  auto config = isca2017();
  config.chunk_vectors = 51;
  config.weights_per_vector = 16;
  config.activations_per_vector = 9;
  EXPECT_EQ(
      config.contradictions(),
      (Problems{
          {"weight_fifo/chunk_vectors", "51 vectors do not fit a FIFO of 50 (weight_fifo/vectors)"},
          {"multipliers/weights", "16 x 9 are 144 multipliers in a PE, more than 128"}}));
}

TEST(ScnnConfig, ALayerThatFitsInNoNumberOfPassesIsRefused) {
  auto config = isca2017();
  config.bank_entries = 1;
  try {
    run(config, make_case({1, 64, 320, 1, 1, 1}, 1, 1));
    FAIL();
  } catch (const sim::UserError& error) {
    EXPECT_STREQ(error.what(),
                 "w.json:1:2: /layers/0: does not fit even row by row: one output channel of a PE "
                 "needs 40 accumulators of 32 (accumulators/banks x entries_per_bank), or one "
                 "input channel of a row needs more than its RAM of 4096 elements "
                 "(activation_ram/bytes)");
  }
}

}  // namespace
}  // namespace arch::scnn::test
