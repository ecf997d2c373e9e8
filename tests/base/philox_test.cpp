// SPDX-License-Identifier: Apache-2.0
// Known answers from Random123, kat_vectors, philox4x32 with 10 rounds.
#include "sim/base/philox.h"

#include <gtest/gtest.h>

#include <vector>

namespace sim {
namespace {

constexpr std::uint32_t ones = 0xFFFFFFFF;

TEST(Philox, GivesTheKnownAnswerForZeros) {
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}),
            (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
}

TEST(Philox, GivesTheKnownAnswerForOnes) {
  EXPECT_EQ(philox({ones, ones, ones, ones}, {ones, ones}),
            (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
}

TEST(Philox, GivesTheKnownAnswerForTheDigitsOfPi) {
  EXPECT_EQ(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, IsKnownAtCompileTime) { static_assert(philox({0, 0, 0, 0}, {0, 0})[0] == 0x6627e8d5); }

TEST(PhiloxStream, BeginsWithTheBlocksOfItsSeedAndStream) {
  PhiloxStream stream(0x0000000500000007, 0x0000000300000002);
  for (std::uint32_t block = 0; block < 3; ++block) {
    for (const auto word : philox({block, 0, 2, 3}, {7, 5})) EXPECT_EQ(stream(), word);
  }
}

TEST(PhiloxStream, DiffersBetweenStreamsAndBetweenSeeds) {
  const auto first = [](std::uint64_t seed, std::uint64_t stream) {
    return PhiloxStream(seed, stream)();
  };
  EXPECT_NE(first(1, 0), first(1, 1));
  EXPECT_NE(first(1, 0), first(2, 0));
  EXPECT_EQ(first(1, 1), first(1, 1));
}

}  // namespace
}  // namespace sim
