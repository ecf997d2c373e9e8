// SPDX-License-Identifier: Apache-2.0
#include "sim/report/totals.h"

namespace sim::report {
namespace {

// Its layers ran at the same time.
void add_network(const machine::NetworkResult& network, Totals& totals) {
  totals.cycles = network.cycles;
  totals.time_us = network.time_us;
  totals.energy_pj += network.energy_pj();
  auto& standing = totals.energy_standing;
  standing.published += network.energy_standing.published * network.energy_pj();
  standing.derived += network.energy_standing.derived * network.energy_pj();
  standing.assumed += network.energy_standing.assumed * network.energy_pj();
}

}  // namespace

std::int64_t classified(const machine::LayerResult& layer, const machine::RunResult& run) {
  return layer.vectors / (run.network ? run.network->rounds : 1);
}

double energy_of(const machine::RunResult& run, const std::string& component) {
  double energy = 0;
  const auto add = [&](const std::vector<machine::ComponentResult>& components) {
    for (const auto& used : components) {
      if (used.path == component) energy += used.energy_pj;
    }
  };
  for (const auto& layer : run.layers) add(layer.components);
  if (run.network) add(run.network->components);
  return energy;
}

Totals totals_of(const machine::RunResult& run) {
  Totals totals;
  totals.verified = run.failures.empty() && !run.layers.empty();
  auto& standing = totals.energy_standing;
  for (const auto& layer : run.layers) {
    totals.cycles += layer.cycles;
    totals.time_us += layer.time_us;
    totals.macs_dense += layer.macs_dense;
    totals.macs_effectual += layer.macs_effectual;
    totals.energy_pj += layer.energy_pj();
    totals.off_chip_energy_pj += layer.off_chip_energy_pj();
    if (!layer.values) totals.verified.reset();
    if (totals.verified) totals.verified = *totals.verified && layer.verified;
    standing.published += layer.energy_standing.published * layer.energy_pj();
    standing.derived += layer.energy_standing.derived * layer.energy_pj();
    standing.assumed += layer.energy_standing.assumed * layer.energy_pj();
    if (layer.correct && layer.vectors > 0) {
      totals.accuracy =
          static_cast<double>(*layer.correct) / static_cast<double>(classified(layer, run));
    }
  }
  if (run.network) add_network(*run.network, totals);
  for (auto* share : {&standing.published, &standing.derived, &standing.assumed}) {
    *share = totals.energy_pj > 0 ? *share / totals.energy_pj : 0;
  }
  return totals;
}

}  // namespace sim::report
