// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/relative_csc.h"

#include <algorithm>
#include <utility>

#include "sim/tensor/relative_csc_encoder.h"

namespace sim::tensor {

using Entry = RelativeCsc::Entry;

std::optional<RelativeCsc> RelativeCsc::encode_naming(const Csc& matrix, Codebook& codebook,
                                                      int processing_elements, int index_bits,
                                                      std::int32_t row_begin, std::int32_t row_end,
                                                      RelativeCscColumns* columns) {
  if (processing_elements < 1) throw Fault("relative csc: no processing element");
  if (index_bits < 1 || index_bits > 8) throw Fault("relative csc: indices have 1 to 8 bits");
  if (row_begin < 0 || row_begin > row_end || row_end > matrix.rows) {
    throw Fault("relative csc: no such rows");
  }
  if (row_begin % processing_elements != 0) {
    throw Fault("relative csc: the first row must belong to the first processing element");
  }
  RelativeCsc result{row_end - row_begin,
                     matrix.columns,
                     index_bits,
                     std::move(codebook),
                     std::vector<std::vector<Entry>>(processing_elements),
                     {}};
  if (!RelativeCscEncoder(result, matrix, static_cast<std::uint32_t>(row_begin), columns).run()) {
    return std::nullopt;
  }
  codebook = result.codebook;
  return result;
}

RelativeCsc RelativeCsc::encode(const Csc& matrix, const Codebook& codebook,
                                int processing_elements, int index_bits, std::int32_t row_begin,
                                std::int32_t row_end) {
  auto growing = codebook;
  auto result = encode_naming(matrix, growing, processing_elements, index_bits, row_begin, row_end);
  if (!result || growing.size() != codebook.size()) {
    throw Fault("relative csc: the codebook does not name every value");
  }
  return *std::move(result);
}

RelativeCsc RelativeCsc::encode(const Dense<std::int16_t>& matrix, int processing_elements,
                                int index_bits, int code_bits) {
  const auto csc = Csc::encode(matrix);
  const auto codebook = Codebook::of(csc, code_bits);
  if (!codebook) throw Fault("relative csc: more distinct values than codes");
  return encode(csc, *codebook, processing_elements, index_bits, 0, csc.rows);
}

Csc RelativeCsc::to_csc() const {
  Csc result{rows, columns, {0}, {}, {}};
  std::vector<std::pair<std::uint32_t, std::int16_t>> column;
  for (std::int32_t j = 0; j < columns; ++j) {
    column.clear();
    for (int pe = 0; pe < processing_elements(); ++pe) {
      std::uint32_t local_row = 0;
      for (const auto entry : entries_of(pe, j)) {
        local_row += entry.zeros;
        const auto row = local_row * static_cast<std::uint32_t>(processing_elements()) + pe;
        if (entry.code != 0) column.emplace_back(row, codebook.value(entry.code));
        ++local_row;
      }
    }
    std::sort(column.begin(), column.end());
    for (const auto& [row, value] : column) {
      result.row.push_back(row);
      result.value.push_back(value);
    }
    result.start.push_back(static_cast<std::uint32_t>(result.row.size()));
  }
  return result;
}

std::int64_t RelativeCsc::stored() const {
  std::int64_t sum = 0;
  for (const auto& of_pe : entries) sum += static_cast<std::int64_t>(of_pe.size());
  return sum;
}

std::int64_t RelativeCsc::fillers() const {
  std::int64_t sum = 0;
  for (const auto& of_pe : entries) {
    sum += std::count_if(of_pe.begin(), of_pe.end(), [](Entry entry) { return entry.code == 0; });
  }
  return sum;
}

FormatBits RelativeCsc::bits(int pointer_bits) const {
  const auto pointers = static_cast<std::int64_t>(start.size());
  return {.values = stored() * codebook.bits(),
          .indices = stored() * index_bits,
          .tables = pointers * pointer_bits + (std::int64_t{16} << codebook.bits())};
}

}  // namespace sim::tensor
