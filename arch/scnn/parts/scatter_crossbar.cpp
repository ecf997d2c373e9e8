// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/parts/scatter_crossbar.h"

#include <algorithm>

namespace arch::scnn {
namespace {

// 16 queues at a time, in a machine vector.
using Lanes [[gnu::vector_size(16)]] = std::uint8_t;

Lanes load(const std::uint8_t* at) {
  Lanes lanes;
  std::memcpy(&lanes, at, sizeof lanes);
  return lanes;
}

Lanes all(int value) { return Lanes{} + static_cast<std::uint8_t>(value); }

Lanes lesser(Lanes a, Lanes b) { return a < b ? a : b; }

/// a - b, or 0.
Lanes less(Lanes a, Lanes b) { return a - lesser(a, b); }

bool any(Lanes lanes) {
  std::uint64_t words[2];
  std::memcpy(words, &lanes, sizeof words);
  return (words[0] | words[1]) != 0;
}

int largest(Lanes lanes) {
  std::uint8_t bytes[sizeof lanes];
  std::memcpy(bytes, &lanes, sizeof bytes);
  return *std::max_element(bytes, bytes + sizeof bytes);
}

}  // namespace

ScatterCrossbar::ScatterCrossbar(int banks, int queue_depth) : banks_(banks), depth_(queue_depth) {}

template <int Blocks>
std::int64_t ScatterCrossbar::issue_blocks(const std::uint8_t* counts, std::size_t row,
                                           std::size_t vectors, const int* turns, int activations) {
  const auto depth = all(depth_), one = all(1);
  Lanes waiting[Blocks], valid[Blocks];
  for (int b = 0; b < Blocks; ++b) {
    waiting[b] = load(waiting_.data() + b * lanes);
    std::uint8_t mask[lanes];
    for (int i = 0; i < lanes; ++i) mask[i] = b * lanes + i < banks_ ? 255 : 0;
    valid[b] = load(mask);
  }
  std::int64_t cycles = 0;
  for (std::size_t v = 0; v < vectors; ++v, counts += row) {
    Lanes excess[Blocks], coming[Blocks], over = {};
    for (int b = 0; b < Blocks; ++b) {
      coming[b] = Lanes{};
      for (int a = 0; a < activations; ++a) coming[b] += load(counts + turns[a] + b * lanes);
      coming[b] &= valid[b];
      excess[b] = lesser(waiting[b], less(waiting[b] + coming[b], depth));
      over |= excess[b];
    }
    if (any(over)) {
      int held = 0;
      for (int b = 0; b < Blocks; ++b) held = std::max(held, largest(excess[b]));
      for (int b = 0; b < Blocks; ++b) waiting[b] = less(waiting[b], all(held));
      cycles += held;
    }
    for (int b = 0; b < Blocks; ++b) waiting[b] = less(waiting[b] + coming[b], one);
    ++cycles;
  }
  for (int b = 0; b < Blocks; ++b) {
    std::memcpy(waiting_.data() + b * lanes, &waiting[b], sizeof waiting[b]);
  }
  return cycles;
}

std::int64_t ScatterCrossbar::issue_rows(const std::uint8_t* counts, std::size_t row,
                                         std::size_t vectors, const int* turns, int activations) {
  switch (padded_banks(banks_)) {
    case 2 * lanes:
      return issue_blocks<2>(counts, row, vectors, turns, activations);
    case 4 * lanes:
      return issue_blocks<4>(counts, row, vectors, turns, activations);
    default:
      return issue_blocks<8>(counts, row, vectors, turns, activations);
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
