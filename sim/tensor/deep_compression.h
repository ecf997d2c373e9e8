// SPDX-License-Identifier: Apache-2.0
// Deep Compression (Han et al., ICLR 2016): every weight as the code of a shared value and the
// number of zeros before it (section 2, Fig. 2), both perhaps with Huffman codes (section 4). The
// matrix is one sequence, column after column; there are no pointers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/tensor/codebook.h"
#include "sim/tensor/csc.h"
#include "sim/tensor/huffman.h"

namespace sim::tensor {

/// After pruning and quantisation.
struct DeepCompression {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int index_bits = 4;
  Codebook codebook;
  std::vector<std::uint8_t> code;   ///< of every entry; 0 for a filler
  std::vector<std::uint8_t> zeros;  ///< before every entry

  /// The least width of codes that name all values, 0 included; above 8 there is no codebook.
  static int least_code_bits(const Csc& matrix);
  /// More values than codes.
  static std::optional<std::string> refusal(const Csc& matrix, int index_bits, int code_bits);
  /// `code_bits` and `index_bits` are 1..8.
  static DeepCompression encode(const Csc& matrix, int index_bits, int code_bits);
  Dense<std::int16_t> decode() const;
  /// (z + fillers) (code bits + index bits), and a codebook of 2^code bits values of 32 bits.
  FormatBits bits() const;
};

/// After Huffman coding, too.
struct DeepCompressionHuffman {
  std::int32_t rows = 0;
  std::int32_t columns = 0;
  int index_bits = 4;
  Codebook codebook;
  Huffman code;
  Huffman zeros;

  static std::optional<std::string> refusal(const Csc& matrix, int index_bits, int code_bits);
  static DeepCompressionHuffman encode(const Csc& matrix, int index_bits, int code_bits);
  Dense<std::int16_t> decode() const;
  /// The coded streams, the codebook, and the lengths of all codes, which the paper does not count.
  FormatBits bits(bool with_code_tables = true) const;
};

}  // namespace sim::tensor
