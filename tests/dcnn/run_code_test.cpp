// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/parts/run_code.h"

#include <gtest/gtest.h>

#include "sim/parts/dram_stream.h"
#include "tests/dcnn/layer_case.h"

namespace arch::dcnn::test {
namespace {

std::int64_t coded_bits(int zeros, int values) {
  auto config = isca2017();
  config.compresses_activations = true;
  RunCode code(config);
  for (int i = 0; i < zeros; ++i) code.add(0);
  for (int i = 0; i < values; ++i) code.add(7);
  return code.bits();
}

TEST(DcnnRunCode, AStoredValueHasItsRunBesideIt) {
  EXPECT_EQ(coded_bits(15, 1), 20);
  EXPECT_EQ(coded_bits(14, 2), 40);
}

TEST(DcnnRunCode, ARunThatIsTooLongTakesAPlaceholder) {
  EXPECT_EQ(coded_bits(16, 1), 40);
  EXPECT_EQ(coded_bits(31, 1), 40);
  EXPECT_EQ(coded_bits(32, 1), 60);
}

TEST(DcnnRunCode, ZerosAtTheEndAreNotStoredBeyondPlaceholders) {
  EXPECT_EQ(coded_bits(15, 0), 0);
  EXPECT_EQ(coded_bits(16, 0), 20);
  EXPECT_EQ(coded_bits(33, 0), 40);
}

TEST(DcnnRunCode, WhatWouldBeLongerStaysAsItIs) {
  EXPECT_EQ(coded_bits(0, 10), 160);
  EXPECT_EQ(coded_bits(1, 4), 80);
  EXPECT_EQ(coded_bits(1, 5), 96);
}

TEST(DcnnRunCode, WithoutCodingEveryValueIsWhole) {
  RunCode code(isca2017());
  for (int i = 0; i < 10; ++i) code.add(0);
  EXPECT_EQ(code.bits(), 160);
}

TEST(DcnnDramStream, PartsOfACycleServeWhatFollows) {
  sim::parts::DramStream stream(50);
  EXPECT_EQ(stream.cycles_of(8 * 20), 1);
  EXPECT_EQ(stream.cycles_of(8 * 30), 0);
  EXPECT_EQ(stream.cycles_of(8), 1);
  EXPECT_EQ(stream.cycles_of(8 * 500), 10);
  EXPECT_EQ(stream.bits(), 8 * 551);
}

}  // namespace
}  // namespace arch::dcnn::test
