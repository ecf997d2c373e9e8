// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/result.h"

namespace sim::machine {
namespace {

double energy_of(const std::vector<ComponentResult>& components, bool off_chip) {
  double sum = 0;
  for (const auto& component : components) {
    if (component.off_chip == off_chip) sum += component.energy_pj;
  }
  return sum;
}

}  // namespace

double LayerResult::energy_pj() const { return energy_of(components, false); }

double LayerResult::off_chip_energy_pj() const { return energy_of(components, true); }

double NetworkResult::energy_pj() const { return energy_of(components, false); }

}  // namespace sim::machine
