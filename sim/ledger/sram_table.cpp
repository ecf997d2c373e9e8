// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/sram_table.h"

#include <cmath>
#include <fstream>
#include <sstream>
#include <vector>

#include "sim/base/errors.h"

namespace sim::ledger {
namespace {

double interpolate(double x, double x0, double y0, double x1, double y1) {
  const auto t = (std::log(x) - std::log(x0)) / (std::log(x1) - std::log(x0));
  return std::exp(std::log(y0) + t * (std::log(y1) - std::log(y0)));
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream row(line);
  for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
  return cells;
}

double number(const std::vector<std::string>& cells, std::size_t i,
              const std::filesystem::path& file, int line) {
  try {
    return std::stod(cells.at(i));
  } catch (const std::exception&) {
    throw UserError(
        {{{file.string(), line, 1, ""}, "expected a number in column " + std::to_string(i + 1)}});
  }
}

}  // namespace

SramTable SramTable::read(const std::filesystem::path& file, double node_nm,
                          const std::string& device) {
  std::ifstream in(file);
  if (!in) throw UserError({{{file.string(), 0, 0, ""}, "cannot open this table"}});
  SramTable table;
  int number_of_line = 0;
  for (std::string line; std::getline(in, line);) {
    if (++number_of_line == 1) continue;  // the header
    const auto cells = cells_of(line);
    const auto value = [&](std::size_t i) { return number(cells, i, file, number_of_line); };
    if (value(0) != node_nm || cells[1] != device) continue;
    table.widths_[value(3)][value(2)] = {{value(4), value(5), value(6), value(7)}};
  }
  if (table.widths_.empty()) {
    throw UserError(
        {{{file.string(), 0, 0, ""},
          "has no row for device \"" + device + "\" at " + std::to_string(node_nm) + " nm"}});
  }
  return table;
}

double SramTable::at_width(const Sizes& sizes, double bytes, Column column) {
  const auto value = [&](const Sizes::value_type& p) {
    return p.second.value[static_cast<int>(column)];
  };
  auto above = sizes.lower_bound(bytes);
  if (above != sizes.end() && above->first == bytes) return value(*above);
  if (sizes.size() == 1) return value(*sizes.begin());
  if (above == sizes.begin()) ++above;
  if (above == sizes.end()) --above;
  const auto below = std::prev(above);
  return interpolate(bytes, below->first, value(*below), above->first, value(*above));
}

double SramTable::at(double bytes, double width_bits, Column column) const {
  const auto above = widths_.lower_bound(width_bits);
  if (above == widths_.end()) return at_width(widths_.rbegin()->second, bytes, column);
  if (above->first == width_bits || above == widths_.begin()) {
    return at_width(above->second, bytes, column);
  }
  const auto below = std::prev(above);
  return interpolate(width_bits, below->first, at_width(below->second, bytes, column), above->first,
                     at_width(above->second, bytes, column));
}

}  // namespace sim::ledger
