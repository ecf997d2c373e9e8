// SPDX-License-Identifier: Apache-2.0
// Numbers as people read them.
#pragma once

#include <cstdint>
#include <string>

namespace sim::report {

/// "23,681".
std::string grouped(std::int64_t value);
/// Three or four significant digits: "0.0123", "1.23", "12.3", "123", "1234".
std::string significant(double value);
/// "95.3 %".
std::string percent(double share);
/// "1.23 M", "4.56 G": thousands in steps of 1000.
std::string scaled(double value);
/// A time in us, an energy in pJ, with the unit that suits: "29.6 us", "1.2 ms", "17.4 uJ".
std::string time_text(double us);
std::string energy_text(double pj);
/// "42 kB".
std::string bytes_text(double bytes);

}  // namespace sim::report
