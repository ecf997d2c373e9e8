// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/parts/scatter_crossbar.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

namespace arch::scnn::test {
namespace {

/// The same rules, one queue and one cycle at a time.
class PlainCrossbar {
 public:
  PlainCrossbar(int banks, int depth) : queues_(static_cast<std::size_t>(banks)), depth_(depth) {}

  std::int64_t issue(const std::vector<std::int32_t>& weights,
                     const std::vector<std::int32_t>& activations) {
    std::vector<int> coming(queues_.size());
    for (const auto w : weights) {
      for (const auto a : activations) {
        const auto banks = static_cast<std::int32_t>(queues_.size());
        ++coming[static_cast<std::size_t>(((w + a) % banks + banks) % banks)];
      }
    }
    std::int64_t cycles = 1;
    for (; !fits(coming); ++cycles) pass();
    for (std::size_t b = 0; b < queues_.size(); ++b) queues_[b] += coming[b];
    pass();
    return cycles;
  }
  void pass() {
    for (auto& queue : queues_) queue = std::max(queue - 1, 0);
  }
  std::int64_t drain() {
    std::int64_t cycles = 0;
    while (std::accumulate(queues_.begin(), queues_.end(), 0) > 0) {
      pass();
      ++cycles;
    }
    return cycles;
  }

 private:
  bool fits(const std::vector<int>& coming) const {
    for (std::size_t b = 0; b < queues_.size(); ++b) {
      if (queues_[b] > 0 && queues_[b] + coming[b] > depth_) return false;
    }
    return true;
  }
  std::vector<int> queues_;
  int depth_;
};

std::vector<std::int32_t> any_offsets(int most, int low) {
  const auto n = *rc::gen::inRange<std::size_t>(0, static_cast<std::size_t>(most) + 1);
  return *rc::gen::container<std::vector<std::int32_t>>(n, rc::gen::inRange(low, 2000));
}

RC_GTEST_PROP(ScnnScatterCrossbar, IssuesLikeQueuesThatAreFollowedOneByOne, ()) {
  const int banks = *rc::gen::element(1, 2, 7, 8, 16, 31, 32, 33, 64, 65, 80, 95, 100, 128);
  const int depth = *rc::gen::inRange(1, 10);
  ScatterCrossbar crossbar(banks, depth);
  PlainCrossbar plain(banks, depth);
  BankCounts counts(banks);
  std::vector<std::vector<std::int32_t>> weights;
  for (int v = 0; v < 4; ++v) {
    weights.push_back(any_offsets(4, -1000));
    counts.begin_vector();
    for (const auto offset : weights.back()) counts.add(offset);
  }
  for (int step = 0; step < 12; ++step) {
    const auto activations = any_offsets(4, 1000);
    const auto first = *rc::gen::inRange<std::size_t>(0, 4);
    const auto n = *rc::gen::inRange<std::size_t>(1, 5 - first);
    std::int64_t expected = 0;
    for (auto v = first; v < first + n; ++v) expected += plain.issue(weights[v], activations);
    RC_ASSERT(crossbar.issue(counts, first, n, activations.data(),
                             static_cast<int>(activations.size())) == expected);
    const auto pause = *rc::gen::inRange(0, 4);
    crossbar.pass(pause);
    for (int i = 0; i < pause; ++i) plain.pass();
  }
  RC_ASSERT(crossbar.drain() == plain.drain());
  RC_ASSERT(crossbar.drain() == 0);
}

TEST(ScnnScatterCrossbar, ProductsOfOneBankWaitInItsQueue) {
  BankCounts counts(32);
  counts.begin_vector();
  for (const int offset : {0, 32, 64}) counts.add(offset);
  const std::int32_t at[] = {0};
  ScatterCrossbar crossbar(32, 4);
  EXPECT_EQ(crossbar.issue(counts, 0, 1, at, 1), 1);  // three come, one is added: two wait
  EXPECT_EQ(crossbar.issue(counts, 0, 1, at, 1), 2);  // 2 + 3 are one too many
  EXPECT_EQ(crossbar.drain(), 3);
}

TEST(ScnnScatterCrossbar, APairThatOverfillsAQueueWaitsUntilItIsEmpty) {
  BankCounts counts(32);
  counts.begin_vector();
  for (int i = 0; i < 4; ++i) counts.add(0);
  const std::int32_t at[] = {0, 32};
  ScatterCrossbar crossbar(32, 4);
  EXPECT_EQ(crossbar.issue(counts, 0, 1, at, 2), 1);
  EXPECT_EQ(crossbar.issue(counts, 0, 1, at, 2), 8);
  EXPECT_EQ(crossbar.drain(), 7);
}

}  // namespace
}  // namespace arch::scnn::test
