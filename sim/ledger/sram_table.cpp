// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/sram_table.h"

#include <fmt/format.h>

#include <cmath>

#include "sim/base/errors.h"

namespace sim::ledger {
namespace {

double interpolate(double x, double x0, double y0, double x1, double y1) {
  const auto t = (std::log(x) - std::log(x0)) / (std::log(x1) - std::log(x0));
  return std::exp(std::log(y0) + t * (std::log(y1) - std::log(y0)));
}

}  // namespace

double SramTable::at_width(const std::pair<const double, Sizes>& width, double bytes,
                           Column column) {
  const auto& sizes = width.second;
  const auto value = [column](const Sizes::value_type& size) {
    return size.second.value[static_cast<int>(column)];
  };
  // A point of the table itself: by way of the logarithms it would be off by a rounding.
  auto above = sizes.lower_bound(bytes);
  if (above != sizes.end() && above->first == bytes) return value(*above);
  if (sizes.size() == 1) {
    throw UserError(fmt::format("the table has {} bits wide arrays of {} bytes only, not of {}",
                                width.first, sizes.begin()->first, bytes));
  }
  if (above == sizes.begin()) ++above;
  if (above == sizes.end()) --above;
  const auto below = std::prev(above);
  return interpolate(bytes, below->first, value(*below), above->first, value(*above));
}

double SramTable::at(double bytes, double width_bits, Column column) const {
  const auto above = widths_.lower_bound(width_bits);
  if (above == widths_.end()) {
    const auto& widest = *widths_.rbegin();
    const auto arrays = width_bits / widest.first;
    return arrays * at_width(widest, bytes / arrays, column);
  }
  if (above->first == width_bits || above == widths_.begin()) {
    return at_width(*above, bytes, column);
  }
  const auto below = std::prev(above);
  return interpolate(width_bits, below->first, at_width(*below, bytes, column), above->first,
                     at_width(*above, bytes, column));
}

}  // namespace sim::ledger
