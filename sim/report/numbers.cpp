// SPDX-License-Identifier: Apache-2.0
#include "sim/report/numbers.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace sim::report {
namespace {

// `value` times 1000^k with k chosen so that it lies between 1 and 1000, where there is a unit.
template <std::size_t N>
std::string with_unit(double value, const std::array<const char*, N>& units, std::size_t first) {
  std::size_t unit = first;
  while (unit + 1 < N && std::abs(value) >= 999.5) {
    value /= 1000;
    ++unit;
  }
  while (unit > 0 && value != 0 && std::abs(value) < 0.9995) {
    value *= 1000;
    --unit;
  }
  return fmt::format("{}{}{}", significant(value), *units[unit] ? " " : "", units[unit]);
}

}  // namespace

std::string grouped(std::int64_t value) {
  auto digits = std::to_string(value);
  if (value < 0) digits.erase(0, 1);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return value < 0 ? "-" + digits : digits;
}

std::string significant(double value) {
  const auto size = std::abs(value);
  if (size == 0) return "0";
  if (size >= 99.95) return fmt::format("{:.0f}", value);
  if (size >= 9.995) return fmt::format("{:.1f}", value);
  if (size >= 0.9995) return fmt::format("{:.2f}", value);
  return fmt::format("{:.3g}", value);
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string scaled(double value) {
  static constexpr std::array<const char*, 5> units = {"", "k", "M", "G", "T"};
  return with_unit(value, units, 0);
}

std::string time_text(double us) {
  static constexpr std::array<const char*, 5> units = {"ps", "ns", "us", "ms", "s"};
  return with_unit(us, units, 2);
}

std::string energy_text(double pj) {
  static constexpr std::array<const char*, 6> units = {"fJ", "pJ", "nJ", "uJ", "mJ", "J"};
  return with_unit(pj, units, 1);
}

std::string bytes_text(double bytes) {
  static constexpr std::array<const char*, 4> units = {"B", "kB", "MB", "GB"};
  return with_unit(bytes, units, 0);
}

}  // namespace sim::report
