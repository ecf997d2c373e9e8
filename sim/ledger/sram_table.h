// SPDX-License-Identifier: Apache-2.0
// A table of SRAM arrays by size and width (as CACTI computes them), and the interpolation between
// its points: linear in the logarithms of size, width and price. A point of the table has exactly
// its price.
// Outside the table: narrower than the narrowest is priced as that (a 16-bit read costs what a
// 32-bit read does); wider than the widest is several of the widest side by side, which share the
// bytes; a size beyond the last two points continues their slope.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace sim::ledger {

class SramTable {
 public:
  enum class Column { read_pj, write_pj, leak_mw, area_mm2 };

  /// Reads the rows of one technology node and device type from a CSV whose first columns are
  /// node_nm, device, bytes, width_bits, read_pJ, write_pJ, leak_mW, area_mm2. UserError with every
  /// problem; one without a line is about the whole file, or about what was asked of it.
  static SramTable read(const std::filesystem::path& file, double node_nm,
                        const std::string& device);

  /// In the unit of the column; `bytes` and `width_bits` are above 0. UserError if the table has a
  /// single size at a width that is needed, and it is another one: there is no slope to follow.
  double at(double bytes, double width_bits, Column column) const;

 private:
  friend class SramTableReader;
  struct Point {
    double value[4];  ///< by Column
  };
  using Sizes = std::map<double, Point>;  ///< by bytes
  static double at_width(const std::pair<const double, Sizes>& width, double bytes, Column column);

  std::map<double, Sizes> widths_;  ///< by width in bits; neither it nor the sizes are empty
};

}  // namespace sim::ledger
