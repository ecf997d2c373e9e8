// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/config.h"

#include <gtest/gtest.h>

#include "tests/eie/layer_case.h"

namespace arch::eie::test {
namespace {

using Found = std::vector<std::pair<std::string, std::string>>;

TEST(EieConfig, ThePaperDoesNotContradictItself) {
  EXPECT_EQ(isca2016().contradictions(), Found{});
}

TEST(EieConfig, AnAccessHoldsAtLeastOneEntry) {
  auto config = isca2016();
  config.matrix_width_bits = 8;
  config.activation_width_bits = 16;
  EXPECT_EQ(config.contradictions(), Found{});
  config.index_bits = 5;
  config.activation_width_bits = 15;
  EXPECT_EQ(config.contradictions(),
            (Found{{"matrix_memory/width_bits",
                    "8 is too narrow: one entry has 9 bits (weights/code_bits + "
                    "weights/index_bits)"},
                   {"activation_memory/width_bits",
                    "15 is too narrow: one activation has 16 bits (weights/value_bits)"}}));
}

TEST(EieConfig, DerivesWhatThePaperStates) {
  const auto config = isca2016();
  EXPECT_EQ(config.period(), sim::Time{1250});
  EXPECT_EQ(config.usable_queue_slots(), 7);
  EXPECT_EQ(config.entries_per_line(), 8);
  EXPECT_EQ(config.drain_cycles(), 5);
  EXPECT_EQ(config.batch_length(), 4096);
}

}  // namespace
}  // namespace arch::eie::test
