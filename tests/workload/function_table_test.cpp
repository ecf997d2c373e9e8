// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/function_table.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sim::workload {
namespace {

TEST(FunctionTable, SamplesTheFunctionFromMinusTheRange) {
  const auto table = FunctionTable::tanh(8, 2);
  ASSERT_EQ(table.samples().size(), 8u);
  for (int k = 0; k < 8; ++k) {
    const auto exact = std::tanh(-2 + 0.5 * k) * 32768;
    EXPECT_LE(std::abs(table.samples()[static_cast<std::size_t>(k)] - exact), 0.5) << k;
  }
  EXPECT_EQ(table.samples()[4], 0);
}

TEST(FunctionTable, OneIsTheLargestValue) {
  const auto sigmoid = FunctionTable::sigmoid(2048, 64), tanh = FunctionTable::tanh(2048, 128);
  EXPECT_EQ(sigmoid.samples().front(), 0);
  EXPECT_EQ(sigmoid.samples()[1024], 16384);
  EXPECT_EQ(sigmoid.samples().back(), 32767);
  EXPECT_EQ(tanh.samples().front(), -32767);
  EXPECT_EQ(tanh.samples().back(), 32767);
}

// A step of 1/16 is 16 of the 256 parts of 1.
TEST(FunctionTable, TheNearestSampleIsTaken) {
  const auto table = FunctionTable::sigmoid(2048, 64);
  const auto sample = [&](int k) { return table.samples()[static_cast<std::size_t>(k)]; };
  EXPECT_EQ(table.at(0, 8), sample(1024));
  EXPECT_EQ(table.at(7, 8), sample(1024));
  EXPECT_EQ(table.at(8, 8), sample(1025));
  EXPECT_EQ(table.at(-8, 8), sample(1024));
  EXPECT_EQ(table.at(-9, 8), sample(1023));
  EXPECT_EQ(table.at(-1, 2), sample(1020));
  EXPECT_EQ(table.at(-1, 0), sample(1008));
}

TEST(FunctionTable, BeyondTheRangeAreTheLastSamples) {
  const auto table = FunctionTable::tanh(8, 1);
  EXPECT_EQ(table.at(32767, 8), table.samples().back());
  EXPECT_EQ(table.at(-32768, 8), table.samples().front());
  EXPECT_EQ(table.at(1, 0), table.samples().back());
}

// The integers that every compiler and library must give.
TEST(FunctionTable, HasTheSameIntegersEverywhere) {
  const auto hash = [](const FunctionTable& table) {
    std::uint64_t sum = 14695981039346656037u;
    for (const auto sample : table.samples()) {
      sum = (sum ^ static_cast<std::uint16_t>(sample)) * 1099511628211u;
    }
    return sum;
  };
  EXPECT_EQ(hash(FunctionTable::sigmoid(2048, 64)), 4257791364490157787u);
  EXPECT_EQ(hash(FunctionTable::tanh(2048, 128)), 16748943167821870046u);
}

}  // namespace
}  // namespace sim::workload
