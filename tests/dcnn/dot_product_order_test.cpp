// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/parts/dot_product_order.h"

#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "tests/dcnn/layer_case.h"

namespace arch::dcnn::test {
namespace {

std::vector<int> sizes(const Order& order) {
  std::vector<int> list;
  for (const auto& vector : order.vectors) list.push_back(vector.size());
  return list;
}

std::vector<int> accesses(const Order& order) {
  std::vector<int> list;
  for (const auto& vector : order.vectors) list.push_back(vector.accesses);
  return list;
}

std::vector<int> new_channels(const Order& order) {
  std::vector<int> list;
  for (const auto& vector : order.vectors) list.push_back(vector.new_channels);
  return list;
}

Order order(DotProductOrder kind, const Convolution& shape, bool has_bias = false) {
  auto config = isca2017();
  config.order = kind;
  return order_terms(config, shape, has_bias);
}

using List = std::vector<int>;

// 9 terms of each kernel row side by side: 16 = 9 + 7 and 11 = 2 + 9.
TEST(DcnnDotProductOrder, KernelLeavesOnlyTheLastVectorPartlyIdle) {
  const auto image = order(DotProductOrder::kernel, {3, 8, 8, 4, 3, 3});
  EXPECT_EQ(sizes(image), (List{16, 11}));
  EXPECT_EQ(accesses(image), (List{2, 2}));
  EXPECT_EQ(new_channels(image), (List{3, 0}));
}

TEST(DcnnDotProductOrder, ChannelsLeavesLanesIdleAtEveryPosition) {
  const auto image = order(DotProductOrder::channels, {3, 8, 8, 4, 3, 3});
  EXPECT_EQ(sizes(image), List(9, 3));
  EXPECT_EQ(accesses(image), List(9, 1));
}

TEST(DcnnDotProductOrder, BothAreTheSameIfTheChannelsFillTheLanes) {
  const Convolution shape{32, 8, 8, 4, 3, 3};
  const auto kernel = order(DotProductOrder::kernel, shape);
  EXPECT_EQ(sizes(kernel), List(18, 16));
  EXPECT_EQ(accesses(kernel), List(18, 1));
  EXPECT_EQ(sizes(order(DotProductOrder::channels, shape)), sizes(kernel));
  List expected(18, 0);
  expected[0] = expected[9] = 16;
  EXPECT_EQ(new_channels(kernel), expected);
}

// 24 channels are slabs of 16 and 8; of the second slab two kernel positions fill a vector.
TEST(DcnnDotProductOrder, ASecondSlabThatIsNotFull) {
  const auto layer = order(DotProductOrder::kernel, {24, 8, 8, 4, 1, 3});
  EXPECT_EQ(sizes(layer), (List{16, 16, 16, 16, 8}));
  EXPECT_EQ(accesses(layer), (List{1, 1, 1, 1, 1}));
  EXPECT_EQ(new_channels(layer), (List{16, 0, 0, 8, 0}));
}

TEST(DcnnDotProductOrder, TheBiasIsOneMoreTermAndNoAccess) {
  const Convolution shape{16, 8, 8, 4, 1, 1};
  EXPECT_EQ(sizes(order(DotProductOrder::kernel, shape, true)), (List{16, 1}));
  EXPECT_EQ(accesses(order(DotProductOrder::kernel, shape, true)), (List{1, 0}));
  EXPECT_EQ(sizes(order(DotProductOrder::kernel, {3, 8, 8, 4, 3, 3}, true)), (List{16, 12}));
  EXPECT_EQ(sizes(order(DotProductOrder::channels, {3, 8, 8, 4, 1, 1}, true)), (List{3, 1}));
}

TEST(DcnnDotProductOrder, EveryTermComesOnce) {
  for (const auto kind : {DotProductOrder::kernel, DotProductOrder::channels}) {
    const auto layer = order(kind, {40, 8, 8, 8, 3, 2, 1, 0, 2});
    std::set<std::tuple<int, int, int>> seen;
    for (const auto& term : layer.terms) seen.insert({term.channel, term.row, term.column});
    EXPECT_EQ(seen.size(), 20u * 3 * 2);
    EXPECT_EQ(layer.terms.size(), seen.size());
    int end = 0, channels = 0;
    for (const auto& vector : layer.vectors) {
      EXPECT_EQ(vector.begin, end);
      end = vector.end;
      channels += vector.new_channels;
    }
    EXPECT_EQ(end, static_cast<int>(layer.terms.size()));
    EXPECT_EQ(channels, 20);
  }
}

}  // namespace
}  // namespace arch::dcnn::test
