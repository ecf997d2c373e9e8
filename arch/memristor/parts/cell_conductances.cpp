// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/parts/cell_conductances.h"

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <cmath>

#include "sim/base/errors.h"
#include "sim/base/philox.h"

namespace arch::memristor {
namespace {

void check(const DeviceEffects& effects) {
  const auto probability = [](double p) { return p >= 0 && p <= 1; };
  const bool fits = effects.on_off_ratio > 1 && effects.sigma >= 0 && effects.read_noise >= 0 &&
                    probability(effects.stuck_on) && probability(effects.stuck_off) &&
                    probability(effects.stuck_on + effects.stuck_off) && effects.on_ohm > 0 &&
                    effects.wire_ohm >= 0;
  if (!fits) throw sim::Fault("device effects out of bounds");
}

double varied(double conductance, const DeviceEffects& effects, sim::PhiloxStream random) {
  if (effects.variation == Variation::none) return conductance;
  boost::random::normal_distribution<double> normal(0, effects.sigma);
  const auto deviation = normal(random);
  if (effects.variation == Variation::log_normal) return conductance * std::exp(deviation);
  return conductance * std::max(0.0, 1 + deviation);
}

double perhaps_stuck(double conductance, double off, double on, const DeviceEffects& effects,
                     sim::PhiloxStream random) {
  const double chance = boost::random::uniform_01<double>()(random);
  if (chance < effects.stuck_on) return on;
  return chance < effects.stuck_on + effects.stuck_off ? off : conductance;
}

}  // namespace

std::uint64_t stream_of(std::uint32_t array, Draw draw, std::size_t row, std::size_t column) {
  return std::uint64_t{array} << 40 | static_cast<std::uint64_t>(draw) << 36 |
         std::uint64_t{row} << 18 | std::uint64_t{column};
}

double off_conductance(const DeviceEffects& effects, int cell_bits) {
  return ((1 << cell_bits) - 1) / (effects.on_off_ratio - 1);
}

sim::tensor::Dense<double> program(const Levels& levels, int cell_bits,
                                   const DeviceEffects& effects, std::uint32_t array) {
  check(effects);
  const double off = off_conductance(effects, cell_bits), on = off + ((1 << cell_bits) - 1);
  sim::tensor::Dense<double> conductances(levels.shape());
  for (std::size_t r = 0; r < levels.shape()[0]; ++r) {
    for (std::size_t c = 0; c < levels.shape()[1]; ++c) {
      const auto random = [&](Draw draw) {
        return sim::PhiloxStream(effects.seed, stream_of(array, draw, r, c));
      };
      auto& conductance = conductances(r, c);
      conductance = varied(off + levels(r, c), effects, random(Draw::variation));
      conductance = perhaps_stuck(conductance, off, on, effects, random(Draw::stuck_at));
    }
  }
  return conductances;
}

}  // namespace arch::memristor
