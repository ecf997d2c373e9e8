// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/config.h"

#include <gtest/gtest.h>

#include "tests/dcnn/layer_case.h"

namespace arch::dcnn::test {
namespace {

using Found = std::vector<std::pair<std::string, std::string>>;

TEST(DcnnConfig, ThePaperDoesNotContradictItself) {
  EXPECT_EQ(isca2017().contradictions(), Found{});
}

TEST(DcnnConfig, ASumIsAtLeastAsWideAsAnOperand) {
  auto config = isca2017();
  config.value_bits = 16;
  config.accumulator_bits = 16;
  EXPECT_EQ(config.contradictions(), Found{});
  config.accumulator_bits = 15;
  EXPECT_EQ(config.contradictions(),
            (Found{{"operands/accumulator_bits",
                    "15 is too narrow: one operand has 16 bits (operands/value_bits)"}}));
}

TEST(DcnnConfig, DerivesWhatThePaperStates) {
  const auto config = isca2017();
  EXPECT_EQ(config.period(), sim::Time{1000});
  EXPECT_EQ(config.pes(), 64);
  EXPECT_EQ(config.pes() * config.dot_width, 1024);
  EXPECT_EQ(config.activation_words() * config.pes() * 2, 2 << 20);
  EXPECT_EQ(config.dram_bytes_per_cycle(), 50);
  EXPECT_EQ(config.vector_bits(), 256);
}

}  // namespace
}  // namespace arch::dcnn::test
