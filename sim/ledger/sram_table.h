// SPDX-License-Identifier: Apache-2.0
// A table of SRAM arrays by size and width (as CACTI computes them), and the interpolation between
// its points: linear in the logarithms of size, width and price.
// Outside the table: a width beyond the widest or narrowest is priced as that one (a 16-bit read
// costs what the narrowest, a 32-bit read, does); a size beyond the last two points continues their
// slope.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace sim::ledger {

class SramTable {
 public:
  enum class Column { read_pj, write_pj, leak_mw, area_mm2 };

  /// Reads the rows of one technology node and device type from a CSV with the columns node_nm,
  /// device, bytes, width_bits, read_pJ, write_pJ, leak_mW, area_mm2. UserError if it cannot.
  static SramTable read(const std::filesystem::path& file, double node_nm,
                        const std::string& device);

  double at(double bytes, double width_bits, Column column) const;

 private:
  struct Point {
    double value[4];
  };
  using Sizes = std::map<double, Point>;  ///< by bytes
  static double at_width(const Sizes& sizes, double bytes, Column column);

  std::map<double, Sizes> widths_;  ///< by width in bits
};

}  // namespace sim::ledger
