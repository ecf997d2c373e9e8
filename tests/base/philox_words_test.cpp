// SPDX-License-Identifier: Apache-2.0
#include "sim/base/philox_words.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sim {
namespace {

void expect_equal_words(PhiloxBlock first, std::array<std::uint32_t, 2> key) {
  std::array<std::uint32_t, philox_words_at_once> words{};
  philox_words(first, key, words);
  for (std::size_t i = 0; i < words.size() / 4; ++i) {
    auto counter = first;
    counter[0] += static_cast<std::uint32_t>(i);
    const auto expected = philox(counter, key);
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), words.begin() + 4 * i)) << i;
  }
}

TEST(PhiloxWords, AreThoseOfNeighbouringCounters) {
  expect_equal_words({0, 0, 0, 0}, {0, 0});
  expect_equal_words({1000, 17, 0x89ABCDEFu, 0x01234567u}, {0xDEADBEEFu, 0xFEEDFACEu});
}

TEST(PhiloxWords, TheFirstWordOfTheCounterWrapsWithoutCarry) {
  expect_equal_words({0xFFFFFFF0u, 5, 6, 7}, {8, 9});
}

}  // namespace
}  // namespace sim
