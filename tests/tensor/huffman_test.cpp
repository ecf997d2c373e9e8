// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/huffman.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>

namespace sim::tensor {
namespace {

using Symbols = std::vector<std::uint8_t>;

double entropy_bits(const Symbols& symbols) {
  std::array<double, 256> count{};
  for (const auto symbol : symbols) ++count[symbol];
  double bits = 0;
  for (const auto n : count) {
    if (n > 0) bits += n * std::log2(static_cast<double>(symbols.size()) / n);
  }
  return bits;
}

TEST(Huffman, FrequentSymbolsHaveShortCodes) {
  const auto code = Huffman::encode(Symbols{7, 7, 7, 7, 5, 5, 3, 9});
  EXPECT_EQ(int{code.length[7]}, 1);
  EXPECT_EQ(int{code.length[5]}, 2);
  EXPECT_EQ(int{code.length[3]}, 3);
  EXPECT_EQ(int{code.length[9]}, 3);
  EXPECT_EQ(code.stream_bits, 4u * 1 + 2 * 2 + 3 + 3);
  EXPECT_EQ(code.table_bits(16), 16 * 2);  // lengths 0..3
}

TEST(Huffman, OfEqualWeightsSymbolsAreJoinedBeforeTheirSums) {
  const auto code = Huffman::encode(Symbols{0, 1, 2, 2, 3, 3});
  for (std::size_t symbol = 0; symbol < 4; ++symbol) EXPECT_EQ(int{code.length[symbol]}, 2);
}

TEST(Huffman, OfOneSymbolAndOfNone) {
  EXPECT_EQ(Huffman::encode(Symbols{4, 4, 4}).stream_bits, 3u);
  EXPECT_EQ(Huffman::encode(Symbols{4, 4, 4}).decode(), (Symbols{4, 4, 4}));
  EXPECT_EQ(Huffman::encode(Symbols{}).stream_bits, 0u);
  EXPECT_EQ(Huffman::encode(Symbols{}).decode(), Symbols{});
}

// Weights that grow like Fibonacci's numbers make the deepest tree.
TEST(Huffman, DeepTrees) {
  Symbols symbols;
  std::size_t a = 1, b = 1;
  for (std::uint8_t symbol = 0; symbol < 24; ++symbol) {
    symbols.insert(symbols.end(), a, symbol);
    a = std::exchange(b, a + b);
  }
  const auto code = Huffman::encode(symbols);
  EXPECT_EQ(int{code.length[0]}, 23);
  EXPECT_EQ(code.decode(), symbols);
}

RC_GTEST_PROP(Huffman, GivesTheSymbolsBackWithinABitOfTheEntropy, (const Symbols& symbols)) {
  const auto code = Huffman::encode(symbols);
  RC_ASSERT(code.decode() == symbols);
  const auto bits = static_cast<double>(code.stream_bits), n = static_cast<double>(symbols.size());
  RC_ASSERT(bits >= entropy_bits(symbols) - 1e-6);
  RC_ASSERT(bits <= entropy_bits(symbols) + n);
}

RC_GTEST_PROP(Huffman, CodesFillTheTree, (const Symbols& symbols)) {
  const auto code = Huffman::encode(symbols);
  double kraft = 0;
  int different = 0;
  for (const int length : code.length) {
    if (length > 0) kraft += std::ldexp(1.0, -length);
    different += length > 0;
  }
  RC_ASSERT(different < 2 || kraft == 1.0);
}

}  // namespace
}  // namespace sim::tensor
