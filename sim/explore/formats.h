// SPDX-License-Identifier: Apache-2.0
// The storage formats by name, and what a weight matrix takes in each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/config/field.h"
#include "sim/tensor/csc.h"

namespace sim::explore {

/// What formats leave open. One set for all formats: each takes what it needs.
struct FormatOptions {
  int value_bits = 0;
  int index_bits = 4;
  int code_bits = 0;
  bool code_tables = true;
  int processing_elements = 64;
  int pointer_bits = 16;
  int filters_per_block = 8;
  int block_rows = 4;
  int block_columns = 4;
  int largest_block = 64;
  int group_channels = 4;
  int most_patterns = 256;

  config::Fields fields();
  auto operator<=>(const FormatOptions&) const = default;
};

/// Weights without their bias.
struct StoredMatrix {
  tensor::Csc weights;
  int kernel_area = 1;
  int kernel_width = 1;
  int value_bits = 16;  ///< of a weight as it is, without options

  std::int64_t elements() const { return std::int64_t{weights.rows} * weights.columns; }
};

struct Storage {
  tensor::FormatBits bits;
  std::string refusal;  ///< why the format cannot hold the matrix; bits are 0 then
  std::string detail;   ///< what the format chose: "2:4"
};

struct FormatEntry {
  std::string name;
  std::string title;
  std::string source;
  Storage (*store)(const StoredMatrix&, const FormatOptions&);
};

/// All of them, the uncompressed matrix first.
const std::vector<FormatEntry>& formats();
std::vector<std::string> format_names();
/// UserError with the nearest name if there is none.
const FormatEntry& format_called(const std::string& name);

}  // namespace sim::explore
