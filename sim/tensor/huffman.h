// SPDX-License-Identifier: Apache-2.0
// Canonical Huffman codes of 8-bit symbols (Huffman 1952): the lengths of the codes are all that
// has to be stored beside the coded symbols.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace sim::tensor {

struct Huffman {
  std::array<std::uint8_t, 256> length{};  ///< of every symbol's code; 0 if it does not occur
  std::vector<std::uint64_t> stream;       ///< codes one after the other, first bit lowest
  std::uint64_t stream_bits = 0;
  std::size_t symbols = 0;

  static Huffman encode(std::span<const std::uint8_t> symbols);
  std::vector<std::uint8_t> decode() const;
  /// What it takes to tell the codes of `alphabet` symbols: the length of each, of the width that
  /// the longest needs.
  std::int64_t table_bits(std::size_t alphabet) const;
};

}  // namespace sim::tensor
