// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/parts/scatter_crossbar.h"

#include <algorithm>

#include "sim/base/vectorised.h"

namespace arch::scnn {
namespace {

// 32 queues at a time, in a machine vector or two.
constexpr int lanes = 32;
using Lanes [[gnu::vector_size(lanes)]] = std::uint8_t;

// What leaves for the queues, and the queues.
struct Pairs {
  const std::uint8_t* counts;  ///< of the first pair
  std::size_t row;             ///< from one pair's counts to the next one's
  std::size_t vectors;
  const int* turns;  ///< of each activation
  int activations;
};
struct Queues {
  std::uint8_t* waiting;
  int banks;
  int depth;
};

bool any(const Lanes& over) {
  std::uint64_t words[lanes / 8];
  std::memcpy(words, &over, sizeof words);
  std::uint64_t all = 0;
  for (const auto word : words) all |= word;
  return all != 0;
}

int largest(const Lanes& excess) {
  std::uint8_t bytes[lanes];
  std::memcpy(bytes, &excess, sizeof bytes);
  return *std::max_element(bytes, bytes + lanes);
}

// a - b, or 0.
[[gnu::always_inline]] inline void subtract(Lanes& a, const Lanes& b) { a -= a < b ? a : b; }

template <int Blocks>
[[gnu::always_inline]] inline std::int64_t issue_blocks(Pairs pairs, const Queues& queues) {
  const auto depth = Lanes{} + static_cast<std::uint8_t>(queues.depth);
  const auto one = Lanes{} + std::uint8_t{1};
  Lanes waiting[Blocks], valid[Blocks];
  std::memcpy(waiting, queues.waiting, sizeof waiting);
  for (int i = 0; i < Blocks * lanes; ++i) valid[i / lanes][i % lanes] = i < queues.banks ? 255 : 0;
  std::int64_t cycles = 0;
  for (std::size_t v = 0; v < pairs.vectors; ++v, pairs.counts += pairs.row) {
    Lanes excess[Blocks], coming[Blocks], over = {};
    for (int b = 0; b < Blocks; ++b) {
      coming[b] = Lanes{};
      for (int a = 0; a < pairs.activations; ++a) {
        Lanes next;
        std::memcpy(&next, pairs.counts + pairs.turns[a] + b * lanes, sizeof next);
        coming[b] += next;
      }
      coming[b] &= valid[b];
      auto beyond = waiting[b] + coming[b];
      subtract(beyond, depth);
      excess[b] = waiting[b] < beyond ? waiting[b] : beyond;
      over |= excess[b];
    }
    if (any(over)) {
      int held = 0;
      for (int b = 0; b < Blocks; ++b) held = std::max(held, largest(excess[b]));
      for (int b = 0; b < Blocks; ++b) {
        subtract(waiting[b], Lanes{} + static_cast<std::uint8_t>(held));
      }
      cycles += held;
    }
    for (int b = 0; b < Blocks; ++b) {
      waiting[b] += coming[b];
      subtract(waiting[b], one);
    }
    ++cycles;
  }
  std::memcpy(queues.waiting, waiting, sizeof waiting);
  return cycles;
}

NZSIM_VECTORISED
std::int64_t issue_32(const Pairs& pairs, const Queues& queues) {
  return issue_blocks<1>(pairs, queues);
}
NZSIM_VECTORISED
std::int64_t issue_64(const Pairs& pairs, const Queues& queues) {
  return issue_blocks<2>(pairs, queues);
}
NZSIM_VECTORISED
std::int64_t issue_128(const Pairs& pairs, const Queues& queues) {
  return issue_blocks<4>(pairs, queues);
}

}  // namespace

ScatterCrossbar::ScatterCrossbar(int banks, int queue_depth) : banks_(banks), depth_(queue_depth) {}

std::int64_t ScatterCrossbar::issue_rows(const std::uint8_t* counts, std::size_t row,
                                         std::size_t vectors, const int* turns, int activations) {
  const Pairs pairs{counts, row, vectors, turns, activations};
  const Queues queues{waiting_.data(), banks_, depth_};
  switch (padded_banks(banks_)) {
    case 32:
      return issue_32(pairs, queues);
    case 64:
      return issue_64(pairs, queues);
    default:
      return issue_128(pairs, queues);
  }
}

std::int64_t ScatterCrossbar::issue(const BankCounts& counts, std::size_t first_vector,
                                    std::size_t vectors, const std::int32_t* offsets,
                                    int activations) {
  int turns[16];
  for (int a = 0; a < activations; ++a) turns[a] = banks_ - offsets[a] % banks_;
  return issue_rows(counts.vector(first_vector), counts.row(), vectors, turns, activations);
}

std::int64_t ScatterCrossbar::issue(const std::uint8_t* counts, std::size_t pairs) {
  const int turn = 0;
  return issue_rows(counts, padded_banks(banks_), pairs, &turn, 1);
}

void ScatterCrossbar::pass(std::int64_t cycles) {
  const auto n = static_cast<std::uint8_t>(std::min<std::int64_t>(cycles, 255));
  for (auto& queue : waiting_) queue = static_cast<std::uint8_t>(queue - std::min(queue, n));
}

std::int64_t ScatterCrossbar::drain() {
  const auto cycles = *std::max_element(waiting_.begin(), waiting_.end());
  waiting_.fill(0);
  return cycles;
}

}  // namespace arch::scnn
