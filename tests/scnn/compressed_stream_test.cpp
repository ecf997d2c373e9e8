// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/parts/compressed_stream.h"

#include <gtest/gtest.h>

namespace arch::scnn::test {
namespace {

// The values of a stream of 4-lane vectors with 4-bit runs.
std::vector<std::int16_t> stored(const std::vector<std::int16_t>& values, bool compressed = true) {
  Elements elements;
  CompressedStream stream(elements, 4, 4, compressed);
  for (const auto value : values) stream.add(value, 7);
  const auto vectors = stream.close();
  EXPECT_EQ(vectors * 4, elements.size());
  EXPECT_EQ(elements.offset.size(), elements.size());
  return elements.value;
}

std::vector<std::int16_t> after_zeros(int zeros) {
  std::vector<std::int16_t> values(static_cast<std::size_t>(zeros), 0);
  values.push_back(5);
  return values;
}

using Values = std::vector<std::int16_t>;

TEST(ScnnCompressedStream, KeepsNonZerosAndFillsTheLastVector) {
  EXPECT_EQ(stored({1, 0, 2, 0, 0, 3, 4, 5}), (Values{1, 2, 3, 4, 5, 0, 0, 0}));
  EXPECT_EQ(stored({}), Values{});
  EXPECT_EQ(stored({0, 0, 0}), Values{});
}

TEST(ScnnCompressedStream, ARunOfFifteenIsTheLongest) {
  EXPECT_EQ(stored(after_zeros(15)), (Values{5, 0, 0, 0}));
  EXPECT_EQ(stored(after_zeros(16)), (Values{0, 5, 0, 0}));
  EXPECT_EQ(stored(after_zeros(31)), (Values{0, 5, 0, 0}));
  EXPECT_EQ(stored(after_zeros(32)), (Values{0, 0, 5, 0}));
}

TEST(ScnnCompressedStream, WithoutCompressionZerosAreElements) {
  EXPECT_EQ(stored({1, 0, 2, 0, 0}, false), (Values{1, 0, 2, 0, 0, 0, 0, 0}));
}

TEST(ScnnCompressedStream, FollowsAnotherStream) {
  Elements elements;
  CompressedStream(elements, 2, 4, true).add(9, 1);
  CompressedStream second(elements, 2, 4, true);
  second.add(8, 2);
  EXPECT_EQ(second.size(), 1u);
  EXPECT_EQ(elements.value, (Values{9, 8}));
  EXPECT_EQ(elements.offset, (std::vector<std::int32_t>{1, 2}));
}

}  // namespace
}  // namespace arch::scnn::test
