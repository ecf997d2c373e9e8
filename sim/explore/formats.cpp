// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/formats.h"

#include <algorithm>

#include "sim/base/nearest.h"
#include "sim/config/rule.h"
#include "sim/tensor/aligned_csc.h"
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
#include "sim/tensor/relative_csc.h"
#include "sim/tensor/run_length.h"
#include "sim/tensor/spm.h"
#include "sim/tensor/structured.h"
#include "sim/tensor/ternary.h"
#include "sim/tensor/unified.h"

namespace sim::explore {
namespace {

using Matrix = StoredMatrix;
using Options = FormatOptions;

int value_bits(const Matrix& matrix, const Options& options) {
  return options.value_bits > 0 ? options.value_bits : matrix.value_bits;
}

// Formats whose values have the width of the weights.
template <class F, class... Parameters>
Storage stored(const Matrix& matrix, const Options& options, Parameters... parameters) {
  if constexpr (requires { F::refusal(matrix.weights, parameters...); }) {
    if (const auto why = F::refusal(matrix.weights, parameters...)) return {{}, *why, ""};
  }
  return {F::encode(matrix.weights, parameters...).bits(value_bits(matrix, options)), "", ""};
}

// Its size needs no encoding, which would write every zero.
Storage dense(const Matrix& matrix, const Options& options) {
  return {{.values = matrix.elements() * value_bits(matrix, options)}, "", ""};
}

Storage csc(const Matrix& matrix, const Options& options) {
  return {matrix.weights.bits(value_bits(matrix, options)), "", ""};
}

Storage csr(const Matrix& matrix, const Options& options) {
  return {tensor::Csr::encode(matrix.weights).bits(value_bits(matrix, options), options.field_bits),
          "", ""};
}

Storage spm(const Matrix& matrix, const Options& options) {
  const int area = matrix.kernel_area;
  if (area < 2 || area > tensor::Spm::most_positions) {
    return {{},
            "patterns are for kernels of 2 to " + std::to_string(tensor::Spm::most_positions) +
                " weights",
            ""};
  }
  const auto encoded = tensor::Spm::encode(matrix.weights, area, matrix.weights.columns);
  return {encoded.bits(value_bits(matrix, options)), "",
          std::to_string(encoded.weights_per_kernel) + " of " + std::to_string(area) + ", " +
              std::to_string(encoded.patterns.size()) + " patterns"};
}

Storage fkw(const Matrix& matrix, const Options& options) {
  const auto patterns = options.most_patterns;
  if (const auto why = tensor::Fkw::refusal(matrix.weights, matrix.kernel_area, patterns)) {
    return {{}, *why, ""};
  }
  const auto encoded = tensor::Fkw::encode(matrix.weights, matrix.kernel_area, patterns);
  return {encoded.bits(value_bits(matrix, options), options.field_bits), "",
          std::to_string(encoded.pattern.size()) + " patterns"};
}

int code_bits(const Matrix& matrix, const Options& options) {
  if (options.code_bits > 0) return options.code_bits;
  if (matrix.codebook_bits > 0) return matrix.codebook_bits;
  return std::min(8, tensor::DeepCompression::least_code_bits(matrix.weights));
}

std::string coded(const Matrix& matrix, const Options& options) {
  return std::to_string(code_bits(matrix, options)) + " + " + std::to_string(options.index_bits) +
         " bits";
}

Storage relative_csc(const Matrix& matrix, const Options& options) {
  const auto& weights = matrix.weights;
  const auto codes = code_bits(matrix, options);
  if (const auto why = tensor::DeepCompression::refusal(weights, options.index_bits, codes)) {
    return {{}, *why, ""};
  }
  const auto encoded =
      tensor::RelativeCsc::encode(weights, *tensor::Codebook::of(weights, codes),
                                  options.processing_elements, options.index_bits, 0, weights.rows);
  return {encoded.bits(options.pointer_bits), "",
          coded(matrix, options) + ", " + std::to_string(options.processing_elements) + " PEs"};
}

Storage aligned_csc(const Matrix& matrix, const Options& options) {
  const auto encoded = tensor::AlignedCsc::encode(matrix.weights, options.processing_elements,
                                                  options.index_bits, {});
  return {encoded.bits(value_bits(matrix, options), options.pointer_bits), "",
          std::to_string(options.processing_elements) + " PEs"};
}

template <class F, class... Counting>
Storage deep_compression(const Matrix& matrix, const Options& options, Counting... counting) {
  const auto codes = code_bits(matrix, options);
  if (const auto why = F::refusal(matrix.weights, options.index_bits, codes)) {
    return {{}, *why, ""};
  }
  return {F::encode(matrix.weights, options.index_bits, codes).bits(counting...), "",
          coded(matrix, options)};
}

Storage ternary(const Matrix& matrix, const Options&) {
  if (const auto why = tensor::Ternary::refusal(matrix.weights)) return {{}, *why, ""};
  return {tensor::Ternary::encode(matrix.weights).bits(), "", ""};
}

// With the smallest n that holds the matrix.
Storage n_of_m(const Matrix& matrix, const Options& options) {
  const auto m = options.group_channels;
  const auto n = tensor::NOfM::fullest_group(matrix.weights, matrix.kernel_area, m);
  if (n == m) {
    return {{}, "a group of " + std::to_string(m) + " channels has no zero", ""};
  }
  auto storage = stored<tensor::NOfM>(matrix, options, matrix.kernel_area, n, m);
  storage.detail = std::to_string(n) + ":" + std::to_string(m);
  return storage;
}

std::string by(int rows, int columns) {
  return std::to_string(rows) + " x " + std::to_string(columns);
}

template <class F>
Storage blocks(const Matrix& matrix, const Options& options) {
  auto storage = stored<F>(matrix, options, options.block_rows, options.block_columns);
  storage.detail = by(options.block_rows, options.block_columns);
  return storage;
}

Storage groups(const Matrix& matrix, const Options& options, int group) {
  auto storage =
      stored<tensor::Granular>(matrix, options, matrix.kernel_area, group, options.index_bits);
  storage.detail = "groups of " + std::to_string(group);
  return storage;
}

}  // namespace

config::Fields FormatOptions::fields() {
  using config::at_least;
  using config::between;
  using config::field;
  return {
      field("value_bits", value_bits, "width of a value; 0: as the workload says", "bits",
            between(0, 64))
          .optional(),
      field("index_bits", index_bits, "width of relative indices", "bits", between(1, 8))
          .optional(),
      field("field_bits", field_bits,
            "indices of csr and fkw take multiples of this width; 0: as few as do", "bits",
            between(0, 32))
          .optional(),
      field("code_bits", code_bits,
            "width of codes of shared values; 0: as the workload says, else as few as do", "bits",
            between(0, 8))
          .optional(),
      field("code_tables", code_tables, "whether the lengths of Huffman codes are counted")
          .optional(),
      field("processing_elements", processing_elements, "rows are interleaved over so many", "",
            at_least(1))
          .optional(),
      field("pointer_bits", pointer_bits, "width of their column pointers", "bits", between(1, 32))
          .optional(),
      field("filters_per_block", filters_per_block, "filters of one run-length block", "",
            between(1, 65536))
          .optional(),
      field("block_rows", block_rows, "rows of a block", "", between(1, 64)).optional(),
      field("block_columns", block_columns, "columns of a block", "", between(1, 64)).optional(),
      field("largest_block", largest_block, "weights of the largest DARB block", "",
            between(1, 65536) && config::power_of_two())
          .optional(),
      field("group_channels", group_channels, "m of N:M", "", between(2, 256)).optional(),
      field("most_patterns", most_patterns, "patterns that FKW tells apart", "", between(1, 65536))
          .optional()};
}

const std::vector<FormatEntry>& formats() {
  static const std::vector<FormatEntry> all = {
      {"dense", "every weight", "", dense},
      {"coo", "coordinates of every non-zero", "",
       [](const Matrix& m, const Options& o) { return stored<tensor::Coo>(m, o); }},
      {"csr", "compressed sparse row", "", csr},
      {"csc", "compressed sparse column", "", csc},
      {"relative_csc", "interleaved columns with zero runs and a codebook", "EIE, ISCA 2016",
       relative_csc},
      {"aligned_csc", "the same without a codebook, in words of all PEs", "ESE, FPGA 2017",
       aligned_csc},
      {"run_length", "zero runs in blocks of filters", "SCNN, ISCA 2017",
       [](const Matrix& m, const Options& o) {
         return stored<tensor::RunLength>(m, o, m.kernel_area, o.filters_per_block, o.index_bits);
       }},
      {"bitmap", "a bit for every weight", "",
       [](const Matrix& m, const Options& o) { return stored<tensor::Bitmap>(m, o); }},
      {"spm", "as many weights in every kernel, a code for its pattern", "PCNN, DAC 2020", spm},
      {"fkw", "pruned kernels, grouped by pattern", "PatDNN, ASPLOS 2020", fkw},
      {"bsr", "whole blocks that have a non-zero", "", blocks<tensor::Bsr>},
      {"pruned_blocks", "blocks without their pruned rows and columns", "BLK-REW, 2020",
       blocks<tensor::PrunedBlocks>},
      {"bspc", "bands of rows that share their columns", "RTMobile, DAC 2020",
       [](const Matrix& m, const Options& o) { return stored<tensor::Bspc>(m, o, o.block_rows); }},
      {"darb", "one weight of each block, sized by row", "DARB, AAAI 2020",
       [](const Matrix& m, const Options& o) {
         return stored<tensor::Darb>(m, o, o.largest_block);
       }},
      {"structured", "kept rows and columns", "",
       [](const Matrix& m, const Options& o) { return stored<tensor::Structured>(m, o); }},
      {"ternary", "two bits for every weight", "TTQ, ICLR 2017", ternary},
      {"n_of_m", "n of every m channels", "NVIDIA 2:4, 2021", n_of_m},
      {"vector", "rows of kernels with a zero run each", "Mao et al., 2017",
       [](const Matrix& m, const Options& o) { return groups(m, o, m.kernel_width); }},
      {"kernel", "kernels with a zero run each", "Mao et al., 2017",
       [](const Matrix& m, const Options& o) { return groups(m, o, m.kernel_area); }},
      {"unified", "small blocks of one magnitude", "2106.08301",
       [](const Matrix& m, const Options& o) {
         return stored<tensor::Unified>(m, o, o.block_rows);
       }},
      {"deep_compression", "codes and zero runs", "Deep Compression, ICLR 2016",
       [](const Matrix& m, const Options& o) {
         return deep_compression<tensor::DeepCompression>(m, o);
       }},
      {"deep_compression_huffman", "the same, Huffman coded", "Deep Compression, ICLR 2016",
       [](const Matrix& m, const Options& o) {
         return deep_compression<tensor::DeepCompressionHuffman>(m, o, o.code_tables);
       }},
  };
  return all;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const auto& format : formats()) names.push_back(format.name);
  return names;
}

const FormatEntry& format_called(const std::string& name) {
  for (const auto& format : formats()) {
    if (format.name == name) return format;
  }
  throw UserError("no format is called \"" + name + '"' + did_you_mean(name, format_names()));
}

}  // namespace sim::explore
