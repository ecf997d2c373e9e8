// SPDX-License-Identifier: Apache-2.0
// What each format stores and how many bits that takes, counted by hand.
#include <gtest/gtest.h>

#include "sim/tensor/bitmap.h"
#include "sim/tensor/bspc.h"
#include "sim/tensor/bsr.h"
#include "sim/tensor/coo.h"
#include "sim/tensor/csr.h"
#include "sim/tensor/darb.h"
#include "sim/tensor/deep_compression.h"
#include "sim/tensor/fkw.h"
#include "sim/tensor/granular.h"
#include "sim/tensor/n_of_m.h"
#include "sim/tensor/pruned_blocks.h"
#include "sim/tensor/run_length.h"
#include "sim/tensor/structured.h"
#include "sim/tensor/ternary.h"
#include "sim/tensor/unified.h"
#include "tests/tensor/matrices.h"

namespace sim::tensor {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Words = std::vector<std::uint32_t>;

Csc csc(const std::vector<std::vector<std::int16_t>>& rows) { return Csc::encode(matrix_of(rows)); }

// 3 rows, 4 columns, 5 non-zeros.
const Csc five_nonzeros = csc({{0, 5, 0, 0}, {-1, 0, 0, 3}, {2, 7, 0, 0}});

TEST(IndexWidth, IsTheLogarithmRoundedUp) {
  EXPECT_EQ(index_width(0), 0);
  EXPECT_EQ(index_width(1), 0);
  EXPECT_EQ(index_width(2), 1);
  EXPECT_EQ(index_width(3), 2);
  EXPECT_EQ(index_width(4), 2);
  EXPECT_EQ(index_width(5), 3);
  EXPECT_EQ(index_width(std::uint64_t{1} << 40), 40);
}

TEST(Coo, TellsRowAndColumnOfEveryNonzero) {
  EXPECT_EQ(Coo::encode(five_nonzeros).bits(8), (FormatBits{5 * 8, 5 * (2 + 2), 0}));
}

TEST(Csr, HoldsTheNonzerosRowByRow) {
  const auto csr = Csr::encode(five_nonzeros);
  EXPECT_EQ(csr.start, (Words{0, 1, 3, 5}));
  EXPECT_EQ(csr.column, (Words{1, 0, 3, 0, 1}));
  EXPECT_EQ(csr.value, (std::vector<std::int16_t>{5, -1, 3, 2, 7}));
  EXPECT_EQ(csr.bits(8), (FormatBits{5 * 8, 5 * 2, 4 * 3}));  // pointers 0..5
}

TEST(Bitmap, HasABitForEveryElement) {
  EXPECT_EQ(Bitmap::encode(five_nonzeros).bits(8), (FormatBits{5 * 8, 12, 0}));
}

TEST(RunLength, CountsZerosInBlocksOfFilters) {
  // One channel of 2 x 1 kernels; blocks of two filters: [0 5 | 0 0], [0 0 | 0 7], [1 0].
  const auto kernels = csc({{0, 5}, {0, 0}, {0, 0}, {0, 7}, {1, 0}});
  const auto code = RunLength::encode(kernels, 2, 2, 1);
  ASSERT_EQ(code.entries.size(), 4u);  // the run of three zeros takes a filler
  EXPECT_EQ(code.entries[0].zeros, 1);
  EXPECT_EQ(code.entries[1].value, 0);
  EXPECT_EQ(code.entries[1].zeros, 1);
  EXPECT_EQ(code.entries[2].value, 7);
  EXPECT_EQ(code.entries[2].zeros, 1);
  EXPECT_EQ(code.entries[3].zeros, 0);
  EXPECT_EQ(code.count, (Words{1, 2, 1}));
  EXPECT_EQ(code.bits(16), (FormatBits{4 * 16, 4 * 1, 3 * 3}));  // counts 0..4
}

TEST(Structured, KeepsTheDenseRest) {
  const auto rest = Structured::encode(csc({{0, 5, 0, 0}, {0, 0, 0, 0}, {2, 7, 0, 0}}));
  EXPECT_EQ(rest.kept, matrix_of({{0, 5}, {2, 7}}));
  EXPECT_EQ(rest.bits(8), (FormatBits{4 * 8, 3 + 4, 0}));
}

TEST(Ternary, TakesTwoBitsForEachWeight) {
  const auto two = csc({{0, 5, -3}, {5, 0, -3}});
  EXPECT_EQ(Ternary::refusal(two), std::nullopt);
  EXPECT_EQ(Ternary::encode(two).bits(), (FormatBits{12, 0, 64}));
}

TEST(Ternary, SaysWhyItCannotHoldAMatrix) {
  EXPECT_EQ(Ternary::refusal(five_nonzeros),
            "4 positive and 1 negative values, but there is one code for each sign");
  EXPECT_THROW(Ternary::encode(five_nonzeros), Fault);
  EXPECT_NE(Ternary::refusal(csc({{-1, -2}})), std::nullopt);
  EXPECT_NE(Ternary::refusal(csc({{1, 2}})), std::nullopt);
  EXPECT_EQ(Ternary::refusal(csc({{1, 1}})), std::nullopt);
}

TEST(Darb, FindsTheLargestBlocksOfEveryRow) {
  const auto blocks = Darb::encode(csc({{0, 1, 0, 0, 0, 0, 0, 2},    // blocks of 4
                                        {0, 0, 0, 0, 0, 0, 3, 0},    // of 8
                                        {0, 0, 0, 4, 5, 0, 0, 0},    // of 4
                                        {6, 7, 0, 0, 0, 0, 0, 0}}),  // of 1
                                   8);
  const auto size = [&](std::size_t row) { return int{blocks.rows[row].size_bits}; };
  EXPECT_EQ(size(0), 2);
  EXPECT_EQ(size(1), 3);
  EXPECT_EQ(size(2), 2);
  EXPECT_EQ(size(3), 0);
  // 2 + 1 + 2 + 8 blocks; four sizes can be told by two bits.
  EXPECT_EQ(blocks.bits(8), (FormatBits{13 * 8, 2 * 2 + 3 + 2 * 2, 4 * 2}));
}

TEST(Darb, TheLastBlockMayBeShort) {
  const auto blocks = Darb::encode(csc({{0, 1, 0, 0, 2}}), 4);
  EXPECT_EQ(blocks.bits(8), (FormatBits{2 * 8, 2 * 2, 2}));
}

TEST(Darb, BlocksArePowersOfTwo) {
  EXPECT_THROW(Darb::encode(five_nonzeros, 3), Fault);
  EXPECT_THROW(Darb::encode(five_nonzeros, 0), Fault);
  EXPECT_THROW(Darb::encode(five_nonzeros, 1 << 17), Fault);
}

TEST(Bsr, StoresWholeBlocks) {
  const auto blocks = Bsr::encode(csc({{1, 0, 0, 0}, {0, 0, 0, 0}, {0, 0, 0, 2}}), 2, 2);
  EXPECT_EQ(blocks.start, (Words{0, 1, 2}));
  EXPECT_EQ(blocks.column, (Words{0, 1}));
  EXPECT_EQ(blocks.bits(8), (FormatBits{2 * 4 * 8, 2 * 1, 3 * 2}));
}

TEST(PrunedBlocks, KeepRowsAndColumnsOfEachBlock) {
  // Left: rows 0 and 1 of column 1. Right: row 1 of both columns.
  const auto blocks = PrunedBlocks::encode(csc({{0, 1, 0, 0}, {0, 2, 3, 4}}), 2, 2);
  EXPECT_EQ(blocks.bits(8), (FormatBits{(2 + 2) * 8, 2 * (2 + 2), 0}));
  EXPECT_THROW(PrunedBlocks::encode(five_nonzeros, 65, 1), Fault);
}

TEST(Bspc, RowsOfLikeLengthShareTheirColumns) {
  const auto bands = Bspc::encode(csc({{1, 0, 0}, {2, 0, 3}, {0, 0, 0}, {4, 0, 5}}), 2);
  EXPECT_EQ(bands.reorder, (Words{1, 3, 0, 2}));
  EXPECT_EQ(bands.start, (Words{0, 2, 3}));
  EXPECT_EQ(bands.column, (Words{0, 2, 0}));
  EXPECT_EQ(bands.value, (std::vector<std::int16_t>{2, 3, 4, 5, 1, 0}));
  EXPECT_EQ(bands.bits(8), (FormatBits{6 * 8, 3 * 2, 4 * 2 + 3 * 2}));
}

TEST(NOfM, KeepsNOfEveryMChannels) {
  // Four channels of 2-weight kernels: the groups of place 0 and place 1.
  const auto pairs = csc({{1, 0, 0, 0, 2, 3, 0, 0}});
  EXPECT_EQ(NOfM::fullest_group(pairs, 2, 4), 2);
  const auto kept = NOfM::encode(pairs, 2, 2, 4);
  EXPECT_EQ(kept.value, (std::vector<std::int16_t>{1, 2, 3, 0}));
  EXPECT_EQ(kept.channel, (Bytes{0, 2, 2, 0}));
  EXPECT_EQ(kept.bits(8), (FormatBits{4 * 8, 4 * 2, 0}));
  EXPECT_EQ(NOfM::refusal(pairs, 2, 1, 4),
            "2 non-zeros in a group of 4 channels, of which 1 may be kept");
  EXPECT_THROW(NOfM::encode(pairs, 2, 1, 4), Fault);
  EXPECT_EQ(NOfM::refusal(pairs, 2, 1, 2), std::nullopt);
}

TEST(Granular, AGroupSharesItsIndex) {
  // Filters of one 2 x 2 kernel each, in rows of two: 0, 1, 2 and 5 of six groups are there.
  const auto kernels = csc({{1, 0, 0, 2}, {3, 4, 0, 0}, {0, 0, 5, 0}});
  const auto groups = Granular::encode(kernels, 4, 2, 1);
  EXPECT_EQ(groups.zeros, (Bytes{0, 0, 0, 1, 0}));  // two groups of zeros: one is a filler
  EXPECT_EQ(groups.bits(8), (FormatBits{5 * 2 * 8, 5 * 1, 0}));
  EXPECT_THROW(Granular::encode(kernels, 4, 3, 1), Fault);
}

TEST(Unified, BlocksOfOneMagnitudeStoreItOnce) {
  const auto blocks = Unified::encode(csc({{0, 3, 1}, {0, -3, 2}, {0, -3, 4}, {5, 3, 0}}), 2);
  using enum Unified::Kind;
  EXPECT_EQ(blocks.kind, (std::vector<Unified::Kind>{pruned, free, unified, unified, free, free}));
  EXPECT_EQ(blocks.bits(8), (FormatBits{2 * (8 + 2) + 3 * 2 * 8, 3 * 2 + 3 * 1, 0}));
}

TEST(Unified, TheLeastIntegerHasAMagnitude) {
  const auto matrix = matrix_of({{-32768}, {-32768}});
  EXPECT_EQ(Unified::encode(Csc::encode(matrix), 2).decode(), matrix);
}

TEST(Fkw, KernelsOfOnePatternStandTogether) {
  // Three filters, two channels of kernels of two weights; patterns 01 and 11.
  const auto kernels = csc({{1, 0, 0, 0}, {2, 3, 4, 0}, {0, 0, 5, 0}});
  const auto arrays = Fkw::encode(kernels, 2, 2);
  EXPECT_EQ(arrays.pattern, (std::vector<std::uint64_t>{1, 3}));  // 01 occurs three times
  EXPECT_EQ(arrays.reorder, (Words{1, 0, 2}));
  EXPECT_EQ(arrays.offset, (Words{0, 2, 3, 4}));
  EXPECT_EQ(arrays.stride, (Words{1, 2, 1, 1, 1, 1}));
  EXPECT_EQ(arrays.index, (Words{1, 0, 0, 1}));
  EXPECT_EQ(arrays.weight, (std::vector<std::int16_t>{4, 2, 3, 1, 5}));
  // Order 3 x 2, offsets 4 x 3 (0..4), strides 6 x 2 (0..2), patterns 2 x 2.
  EXPECT_EQ(arrays.bits(8), (FormatBits{5 * 8, 4 * 1, 6 + 12 + 12 + 4}));
}

TEST(Fkw, SaysWhyItCannotHoldAMatrix) {
  EXPECT_EQ(Fkw::refusal(csc({{1, 0, 2, 3}}), 2, 1), "kernels of 2 patterns, but 1 are told apart");
  EXPECT_THROW(Fkw::encode(csc({{1, 0, 2, 3}}), 2, 1), Fault);
  const Csc large{1, 65, std::vector<std::uint32_t>(66), {}, {}};
  EXPECT_EQ(Fkw::refusal(large, 65, 9), "kernels of 65 weights, but patterns have at most 64");
  EXPECT_THROW(Fkw::encode(large, 65, 9), Fault);
}

TEST(KernelFormats, ColumnsAreWholeKernels) {
  EXPECT_THROW(Fkw::encode(five_nonzeros, 3, 9), Fault);
  EXPECT_THROW(RunLength::encode(five_nonzeros, 3, 9, 4), Fault);
  EXPECT_THROW(NOfM::encode(five_nonzeros, 3, 9, 9), Fault);
  EXPECT_THROW(Granular::encode(five_nonzeros, 3, 3, 9), Fault);
}

// Deep Compression, Fig. 2: non-zeros at 1, 4 and 15, differences of 3 bits.
TEST(DeepCompression, BridgesLargeGapsByFillers) {
  Matrix column({16, 1});
  column(1, 0) = 34, column(4, 0) = 9, column(15, 0) = 17;
  const auto code = DeepCompression::encode(Csc::encode(column), 3, 8);
  EXPECT_EQ(code.zeros, (Bytes{1, 2, 7, 2}));
  EXPECT_EQ(code.code, (Bytes{3, 1, 0, 2}));
  EXPECT_EQ(code.bits(), (FormatBits{4 * 8, 4 * 3, 256 * 32}));
}

TEST(DeepCompression, RunsOverTheEndsOfColumns) {
  const auto code = DeepCompression::encode(csc({{1, 0}, {0, 0}, {0, 1}}), 4, 1);
  EXPECT_EQ(code.zeros, (Bytes{0, 4}));
}

TEST(DeepCompression, SaysWhyItCannotHoldAMatrix) {
  EXPECT_EQ(DeepCompression::least_code_bits(five_nonzeros), 3);
  EXPECT_EQ(DeepCompression::least_code_bits(csc({{1, 2, 3}})), 2);
  EXPECT_EQ(DeepCompression::least_code_bits(csc({{0}})), 1);
  EXPECT_EQ(DeepCompression::refusal(five_nonzeros, 4, 2),
            "5 different values, but codes of 2 bits name 3");
  EXPECT_EQ(DeepCompressionHuffman::refusal(five_nonzeros, 4, 3), std::nullopt);
  EXPECT_THROW(DeepCompression::encode(five_nonzeros, 4, 2), Fault);
  EXPECT_THROW(DeepCompression::encode(five_nonzeros, 0, 3), Fault);
}

TEST(DeepCompressionHuffman, CountsItsStreamsAndTables) {
  // Codes 1 1 1 2; zeros 0 0 0 0.
  const auto coded = DeepCompressionHuffman::encode(csc({{1}, {1}, {1}, {2}}), 4, 2);
  EXPECT_EQ(coded.bits(false), (FormatBits{4, 4, 4 * 32}));
  // Lengths of 0 or 1, for 4 codes and 16 runs.
  EXPECT_EQ(coded.bits(), (FormatBits{4, 4, 4 * 32 + 4 + 16}));
}

}  // namespace
}  // namespace sim::tensor
