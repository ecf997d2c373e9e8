// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/huffman.h"

#include <algorithm>
#include <numeric>
#include <queue>

#include "sim/tensor/format.h"

namespace sim::tensor {
namespace {

using Lengths = std::array<std::uint8_t, 256>;

// The depth of every symbol in the tree; of equal weights, the node that was made first.
Lengths lengths_of(const std::array<std::uint64_t, 256>& count) {
  struct Node {
    std::uint64_t weight;
    std::size_t id;
    bool operator>(const Node& other) const {
      return weight != other.weight ? weight > other.weight : id > other.id;
    }
  };
  std::priority_queue<Node, std::vector<Node>, std::greater<>> open;
  std::vector<std::size_t> parent(count.size());
  for (std::size_t s = 0; s < count.size(); ++s) {
    if (count[s] > 0) open.push({count[s], s});
  }
  Lengths length{};
  if (open.size() == 1) length[open.top().id] = 1;
  if (open.size() < 2) return length;
  while (open.size() > 1) {
    const auto a = open.top();
    open.pop();
    const auto b = open.top();
    open.pop();
    parent[a.id] = parent[b.id] = parent.size();
    open.push({a.weight + b.weight, parent.size()});
    parent.push_back(0);
  }
  std::vector<std::uint8_t> depth(parent.size());  // parents have higher numbers
  for (auto node = parent.size() - 1; node-- > 0;) {
    if (node >= count.size() || count[node] > 0) {
      depth[node] = static_cast<std::uint8_t>(depth[parent[node]] + 1);
    }
  }
  std::copy_n(depth.begin(), length.size(), length.begin());
  return length;
}

std::vector<std::uint8_t> by_length(const Lengths& length) {
  std::vector<std::uint8_t> symbols;
  for (std::size_t s = 0; s < length.size(); ++s) {
    if (length[s] > 0) symbols.push_back(static_cast<std::uint8_t>(s));
  }
  std::stable_sort(symbols.begin(), symbols.end(),
                   [&](auto a, auto b) { return length[a] < length[b]; });
  return symbols;
}

// Codes ascend with the length and then with the symbol; highest bit first.
std::array<std::uint64_t, 256> codes_of(const Lengths& length) {
  std::array<std::uint64_t, 256> code{};
  std::uint64_t next = 0;
  int last = 0;
  for (const auto symbol : by_length(length)) {
    next <<= length[symbol] - last;
    last = length[symbol];
    code[symbol] = next++;
  }
  return code;
}

std::uint64_t reversed(std::uint64_t code, int length) {
  std::uint64_t result = 0;
  for (int i = 0; i < length; ++i) result |= (code >> i & 1) << (length - 1 - i);
  return result;
}

}  // namespace

Huffman Huffman::encode(std::span<const std::uint8_t> symbols) {
  std::array<std::uint64_t, 256> count{};
  for (const auto symbol : symbols) ++count[symbol];
  Huffman result;
  result.symbols = symbols.size();
  result.length = lengths_of(count);
  auto code = codes_of(result.length);
  std::uint64_t bits = 0;
  for (std::size_t s = 0; s < code.size(); ++s) {
    code[s] = reversed(code[s], result.length[s]);
    bits += count[s] * result.length[s];
  }
  result.stream.resize(bits / 64 + 2);
  for (const auto symbol : symbols) {
    const auto word = result.stream_bits / 64, shift = result.stream_bits % 64;
    result.stream[word] |= code[symbol] << shift;
    if (shift != 0) result.stream[word + 1] |= code[symbol] >> (64 - shift);
    result.stream_bits += result.length[symbol];
  }
  return result;
}

std::vector<std::uint8_t> Huffman::decode() const {
  const auto order = by_length(length);
  std::array<std::size_t, 65> of_length{};
  for (const auto symbol : order) ++of_length[length[symbol]];
  std::vector<std::uint8_t> result;
  std::uint64_t at = 0;
  while (result.size() < symbols) {
    std::uint64_t code = 0, first = 0;
    std::size_t before = 0, bits = 0;
    do {  // codes of one length are consecutive numbers
      before += of_length[bits];
      first = (first + of_length[bits]) << 1;
      code = code << 1 | (stream[at / 64] >> (at % 64) & 1);
      ++at;
      ++bits;
    } while (code - first >= of_length[bits]);
    result.push_back(order[before + (code - first)]);
  }
  return result;
}

std::int64_t Huffman::table_bits(std::size_t alphabet) const {
  const std::uint64_t longest = *std::max_element(length.begin(), length.end());
  return static_cast<std::int64_t>(alphabet) * index_width(longest + 1);
}

}  // namespace sim::tensor
