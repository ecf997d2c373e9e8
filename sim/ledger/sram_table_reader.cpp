// SPDX-License-Identifier: Apache-2.0
// Reads the CSV of an SRAM table; every problem at once, each at its line and column.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <set>
#include <vector>

#include "sim/base/errors.h"
#include "sim/ledger/sram_table.h"

namespace sim::ledger {
namespace {

const std::string header = "node_nm,device,bytes,width_bits,read_pJ,write_pJ,leak_mW,area_mm2";
constexpr std::size_t columns = 8;

struct Cell {
  std::string text;
  int column;
};

std::vector<Cell> cells_of(const std::string& line) {
  std::vector<Cell> cells(1, Cell{"", 1});
  int column = 1;
  for (const char c : line) {
    ++column;
    if (c == ',') {
      cells.push_back({"", column});
    } else {
      cells.back().text += c;
    }
  }
  return cells;
}

}  // namespace

class SramTableReader {
 public:
  SramTableReader(const std::filesystem::path& file, double node_nm, std::string device)
      : file_(file), node_nm_(node_nm), device_(std::move(device)) {}

  SramTable read() {
    std::ifstream in(file_);
    if (!in) throw UserError({{{file_.string()}, "cannot open this table"}});
    for (std::string line; std::getline(in, line);) {
      ++line_;
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (line_ == 1) check_header(line);
      if (line_ > 1 && !line.empty()) read_row(cells_of(line));
    }
    if (line_ == 0) check_header("");
    problems_.raise_if_any();
    if (table_.widths_.empty()) throw UserError({{{file_.string()}, what_it_has()}});
    return std::move(table_);
  }

 private:
  // Of a file that is something else, no further line would make sense.
  void check_header(const std::string& line) const {
    if (line == header || line.starts_with(header + ',')) return;
    throw UserError({{{file_.string(), 1, 1}, "expected a table with the columns " + header}});
  }

  void read_row(const std::vector<Cell>& cells) {
    if (cells.size() < columns) {
      return report(1, fmt::format("expected {} columns, got {}", columns, cells.size()));
    }
    const auto before = problems_.count();
    std::array<double, columns> value{};
    for (std::size_t i = 0; i < columns; ++i) {
      if (i != 1) value[i] = number(cells[i]);
    }
    if (problems_.count() > before) return;
    others_.insert(cells[1].text + fmt::format(" at {} nm", value[0]));
    if (value[0] != node_nm_ || cells[1].text != device_) return;
    const SramTable::Point point{{value[4], value[5], value[6], value[7]}};
    if (!table_.widths_[value[3]].emplace(value[2], point).second) {
      report(1, fmt::format("{} bytes of {} bits are given twice", value[2], value[3]));
    }
  }

  // Above 0, because its logarithm is taken.
  double number(const Cell& cell) {
    double value = 0;
    const auto* end = cell.text.data() + cell.text.size();
    const auto result = std::from_chars(cell.text.data(), end, value);
    if (result.ec != std::errc{} || result.ptr != end || !std::isfinite(value) || value <= 0) {
      report(cell.column, "expected a number above 0, got \"" + cell.text + '"');
    }
    return value;
  }

  void report(int column, std::string text) {
    problems_.add({file_.string(), line_, column}, std::move(text));
  }

  std::string what_it_has() const {
    auto text = fmt::format("has no row for {} at {} nm", device_, node_nm_);
    if (!others_.empty()) text += fmt::format(", only for {}", fmt::join(others_, ", "));
    return text;
  }

  std::filesystem::path file_;
  double node_nm_;
  std::string device_;
  int line_ = 0;
  SramTable table_;
  std::set<std::string> others_;
  Problems problems_;
};

SramTable SramTable::read(const std::filesystem::path& file, double node_nm,
                          const std::string& device) {
  return SramTableReader(file, node_nm, device).read();
}

}  // namespace sim::ledger
