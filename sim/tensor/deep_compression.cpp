// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/deep_compression.h"

#include "sim/tensor/zero_run.h"

namespace sim::tensor {
namespace {

std::int64_t codebook_bits(const Codebook& codebook) { return std::int64_t{32} << codebook.bits(); }

}  // namespace

int DeepCompression::least_code_bits(const Csc& matrix) {
  return std::max(1, index_width(distinct_values(matrix).size() + 1));
}

std::optional<std::string> DeepCompression::refusal(const Csc& matrix, int, int code_bits) {
  const auto values = distinct_values(matrix).size();
  if (values <= Codebook::capacity(code_bits)) return std::nullopt;
  return std::to_string(values) + " different values, but codes of " + std::to_string(code_bits) +
         " bits name " + std::to_string(Codebook::capacity(code_bits));
}

DeepCompression DeepCompression::encode(const Csc& matrix, int index_bits, int code_bits) {
  if (index_bits < 1 || index_bits > 8) throw Fault("deep compression: indices have 1 to 8 bits");
  auto codebook = Codebook::of(matrix, code_bits);
  if (!codebook) throw Fault("deep compression: more values than codes");
  DeepCompression result{matrix.rows, matrix.columns, index_bits, std::move(*codebook), {}, {}};
  result.code.reserve(matrix.value.size());
  result.zeros.reserve(matrix.value.size());
  std::uint64_t next = 0;
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    const auto first = static_cast<std::uint64_t>(j) * static_cast<std::uint64_t>(matrix.rows);
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      const auto at = first + matrix.row[k];
      const auto run = zero_run(at - next, index_bits);
      if (run.fillers > 0) {
        result.code.insert(result.code.end(), run.fillers, 0);
        result.zeros.insert(result.zeros.end(), run.fillers, filler_zeros(index_bits));
      }
      result.code.push_back(result.codebook.code(matrix.value[k]));
      result.zeros.push_back(run.zeros);
      next = at + 1;
    }
  }
  return result;
}

Dense<std::int16_t> DeepCompression::decode() const {
  const auto height = static_cast<std::size_t>(rows);
  Dense<std::int16_t> matrix({height, static_cast<std::size_t>(columns)});
  std::size_t at = 0;
  for (std::size_t k = 0; k < code.size(); ++k, ++at) {
    at += zeros[k];
    if (code[k] != 0) matrix(at % height, at / height) = codebook.value(code[k]);
  }
  return matrix;
}

FormatBits DeepCompression::bits() const {
  const auto entries = static_cast<std::int64_t>(code.size());
  return {.values = entries * codebook.bits(),
          .indices = entries * index_bits,
          .tables = codebook_bits(codebook)};
}

std::optional<std::string> DeepCompressionHuffman::refusal(const Csc& matrix, int index_bits,
                                                           int code_bits) {
  return DeepCompression::refusal(matrix, index_bits, code_bits);
}

DeepCompressionHuffman DeepCompressionHuffman::encode(const Csc& matrix, int index_bits,
                                                      int code_bits) {
  const auto plain = DeepCompression::encode(matrix, index_bits, code_bits);
  return {plain.rows,
          plain.columns,
          index_bits,
          plain.codebook,
          Huffman::encode(plain.code),
          Huffman::encode(plain.zeros)};
}

Dense<std::int16_t> DeepCompressionHuffman::decode() const {
  return DeepCompression{rows, columns, index_bits, codebook, code.decode(), zeros.decode()}
      .decode();
}

FormatBits DeepCompressionHuffman::bits(bool with_code_tables) const {
  FormatBits bits{.values = static_cast<std::int64_t>(code.stream_bits),
                  .indices = static_cast<std::int64_t>(zeros.stream_bits),
                  .tables = codebook_bits(codebook)};
  if (with_code_tables) {
    bits.tables += code.table_bits(std::size_t{1} << codebook.bits());
    bits.tables += zeros.table_bits(std::size_t{1} << index_bits);
  }
  return bits;
}

}  // namespace sim::tensor
