// SPDX-License-Identifier: Apache-2.0
#include "sim/base/philox_words.h"

#include "sim/base/vectorised.h"

namespace sim {

// Arrays and simple loops, which compilers vectorise; as many lanes as hide the latency of the
// multiplications.
NZSIM_VECTORISED
void philox_words(PhiloxBlock first, std::array<std::uint32_t, 2> key,
                  std::span<std::uint32_t, philox_words_at_once> words) {
  constexpr std::uint32_t lanes = philox_words_at_once / 4, mul0 = 0xD2511F53u, mul1 = 0xCD9E8D57u;
  std::uint32_t c0[lanes], c1[lanes], c2[lanes], c3[lanes];
  for (std::uint32_t i = 0; i < lanes; ++i) {
    c0[i] = first[0] + i;
    c1[i] = first[1];
    c2[i] = first[2];
    c3[i] = first[3];
  }
  for (int round = 0; round < 10; ++round) {
    for (std::uint32_t i = 0; i < lanes; ++i) {
      const auto high0 = static_cast<std::uint32_t>((std::uint64_t{mul0} * c0[i]) >> 32);
      const auto high1 = static_cast<std::uint32_t>((std::uint64_t{mul1} * c2[i]) >> 32);
      const auto low0 = mul0 * c0[i], low1 = mul1 * c2[i];
      c0[i] = high1 ^ c1[i] ^ key[0];
      c1[i] = low1;
      c2[i] = high0 ^ c3[i] ^ key[1];
      c3[i] = low0;
    }
    key[0] += 0x9E3779B9u;
    key[1] += 0xBB67AE85u;
  }
  auto* word = words.data();
  for (std::uint32_t i = 0; i < lanes; ++i) {
    word[4 * i] = c0[i];
    word[4 * i + 1] = c1[i];
    word[4 * i + 2] = c2[i];
    word[4 * i + 3] = c3[i];
  }
}

}  // namespace sim
