// SPDX-License-Identifier: Apache-2.0
// Physical quantities whose dimensions the compiler checks: energy, power, area and wall time
// cannot be mixed up, and power times time is an energy.
#pragma once

#include <boost/units/quantity.hpp>
#include <boost/units/systems/si/area.hpp>
#include <boost/units/systems/si/energy.hpp>
#include <boost/units/systems/si/power.hpp>
#include <boost/units/systems/si/time.hpp>

#include "sim/base/time.h"

namespace sim {

using Energy = boost::units::quantity<boost::units::si::energy>;
using Power = boost::units::quantity<boost::units::si::power>;
using Area = boost::units::quantity<boost::units::si::area>;
using Duration = boost::units::quantity<boost::units::si::time>;

inline Energy picojoules(double value) { return value * 1e-12 * boost::units::si::joules; }
inline Power milliwatts(double value) { return value * 1e-3 * boost::units::si::watts; }
inline Area square_micrometres(double value) {
  return value * 1e-12 * boost::units::si::square_meters;
}
inline Duration to_duration(Time t) {
  return static_cast<double>(t.count()) * 1e-12 * boost::units::si::seconds;
}

inline double in_picojoules(Energy energy) { return energy.value() * 1e12; }
inline double in_milliwatts(Power power) { return power.value() * 1e3; }
inline double in_square_millimetres(Area area) { return area.value() * 1e6; }
inline double in_square_micrometres(Area area) { return area.value() * 1e12; }
inline double in_microseconds(Duration time) { return time.value() * 1e6; }

}  // namespace sim
