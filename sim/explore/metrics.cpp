// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/metrics.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace sim::explore {
namespace {

using machine::ComponentResult;
using machine::LayerResult;

[[noreturn]] void lacks(const Evidence& evidence, const std::string& what) {
  throw UserError(
      {{evidence.claim.place, "metric \"" + evidence.claim.metric + "\" needs " + what}});
}

template <class Part>
double sum(const Evidence& evidence, Part part) {
  if (evidence.layers.empty()) lacks(evidence, "\"workload\" and \"layers\"");
  double total = 0;
  for (const auto* layer : evidence.layers) total += part(*layer);
  return total;
}

double time_us(const Evidence& e) {
  return sum(e, [](const LayerResult& layer) { return layer.time_us; });
}

double energy_uj(const Evidence& e) {
  return sum(e, [](const LayerResult& layer) { return layer.energy_pj() * 1e-6; });
}

double energy_with_off_chip_uj(const Evidence& e) {
  return sum(e, [](const LayerResult& layer) {
    double pj = 0;
    for (const auto& component : layer.components) pj += component.energy_pj;
    return pj * 1e-6;
  });
}

// A number that only the machine knows, summed over the layers.
double figure(const Evidence& e) {
  return sum(e, [&](const LayerResult& layer) {
    const auto found = layer.figures.find(e.claim.argument);
    if (found == layer.figures.end()) {
      lacks(e, "the figure \"" + e.claim.argument + "\" as \"argument\"");
    }
    return found->second;
  });
}

const Baseline& baseline(const Evidence& e) {
  if (!e.claim.baseline) lacks(e, "a \"baseline\"");
  return *e.claim.baseline;
}

double power_w(const Evidence& e) { return energy_uj(e) / time_us(e); }

// The layers' time, or what the machine calls so: a figure such as that of one step of many.
double compared_time_us(const Evidence& e) {
  return e.claim.argument.empty() ? time_us(e) : figure(e);
}

double speedup(const Evidence& e) { return baseline(e).time_us / compared_time_us(e); }

double energy_efficiency(const Evidence& e) {
  return baseline(e).time_us * baseline(e).power_w / (power_w(e) * compared_time_us(e));
}

const machine::PhaseResult& phase(const Evidence& e, const LayerResult& layer,
                                  const std::string& name) {
  const auto found = std::find_if(layer.phases.begin(), layer.phases.end(),
                                  [&](const auto& one) { return one.name == name; });
  if (found == layer.phases.end()) lacks(e, "the phase \"" + name + "\" in \"argument\"");
  return *found;
}

// Of one passage of the phase that the argument names.
double phase_time_us(const Evidence& e) {
  return sum(e, [&](const LayerResult& layer) {
    const auto& one = phase(e, layer, e.claim.argument);
    return one.time_us / static_cast<double>(std::max<std::int64_t>(1, one.count));
  });
}

// The argument is "phase/figure".
double phase_figure(const Evidence& e) {
  const auto slash = e.claim.argument.find('/');
  if (slash == std::string::npos) lacks(e, "a phase and its figure, \"phase/figure\"");
  const auto name = e.claim.argument.substr(slash + 1);
  return sum(e, [&](const LayerResult& layer) {
    const auto& figures = phase(e, layer, e.claim.argument.substr(0, slash)).figures;
    const auto found = figures.find(name);
    if (found == figures.end()) lacks(e, "the figure \"" + name + "\" of a phase as \"argument\"");
    return found->second;
  });
}

// Adds up one number of the component, or of all in the box, that the argument names, each per
// instance.
double per_instance(const Evidence& e, const std::vector<ComponentResult>& components,
                    double ComponentResult::*number) {
  double total = 0;
  bool found = false;
  for (const auto& component : components) {
    if (component.path != e.claim.argument && !component.path.starts_with(e.claim.argument + '/')) {
      continue;
    }
    total += component.*number / static_cast<double>(component.instances);
    found = true;
  }
  if (!found) lacks(e, "the component \"" + e.claim.argument + "\" as \"argument\"");
  return total;
}

double component_area(const Evidence& e) {
  return per_instance(e, e.area, &ComponentResult::area_um2);
}

// Of all instances together.
double total_component_area_mm2(const Evidence& e) {
  double um2 = 0;
  for (const auto& component : e.area) {
    const bool wanted =
        component.path == e.claim.argument || component.path.starts_with(e.claim.argument + '/');
    um2 += wanted ? component.area_um2 : 0;
  }
  if (um2 == 0) lacks(e, "the component \"" + e.claim.argument + "\" as \"argument\"");
  return um2 * 1e-6;
}

double component_power(const Evidence& e) {
  const auto pj = sum(e, [&](const LayerResult& layer) {
    return per_instance(e, layer.components, &ComponentResult::energy_pj);
  });
  return pj / time_us(e) * 1e-3;
}

double geomean(const Evidence& e) {
  if (e.others.empty()) lacks(e, "ids of claims in \"of\"");
  double logarithms = 0;
  for (const auto value : e.others) logarithms += std::log(value);
  return std::exp(logarithms / static_cast<double>(e.others.size()));
}

double mean(const Evidence& e) {
  if (e.others.empty()) lacks(e, "ids of claims in \"of\"");
  double total = 0;
  for (const auto value : e.others) total += value;
  return total / static_cast<double>(e.others.size());
}

double quotient(const Evidence& e) {
  if (e.others.size() != 2) lacks(e, "two ids of claims in \"of\"");
  return e.others[0] / e.others[1];
}

// By how much the first of two is less than the second.
double saving_percent(const Evidence& e) { return 100 * (1 - quotient(e)); }

// Sums of storage over the layers; UserError with the reason if the format refuses one.
struct StorageSum {
  double dense_bits = 0, bits = 0, structure_bits = 0;
};

StorageSum storage(const Evidence& e) {
  if (e.stored.empty()) lacks(e, "\"workload\" and \"layers\"");
  StorageSum sum;
  for (const auto& layer : e.stored) {
    const auto& [bits, refusal, detail] = layer.storage;
    if (!refusal.empty()) {
      throw UserError(
          {{e.claim.place, "format " + e.claim.format + " cannot hold it: " + refusal}});
    }
    sum.dense_bits += static_cast<double>(layer.dense_bits);
    sum.bits += static_cast<double>(bits.total());
    sum.structure_bits += static_cast<double>(bits.indices + bits.tables);
  }
  return sum;
}

double storage_percent(const Evidence& e) {
  const auto sum = storage(e);
  return 100 * sum.bits / sum.dense_bits;
}

double compression(const Evidence& e) { return 100 / storage_percent(e); }

double dense_gops(const Evidence& e) {
  return sum(e,
             [](const LayerResult& layer) {
               return 2e-3 * static_cast<double>(layer.macs_dense);
             }) /
         time_us(e);
}

const std::map<std::string, double (*)(const Evidence&)>& metrics() {
  static const std::map<std::string, double (*)(const Evidence&)> table = {
      {"time_us", time_us},
      {"energy_uj", energy_uj},
      {"energy_with_off_chip_uj", energy_with_off_chip_uj},
      {"figure", figure},
      {"figure_ratio", [](const Evidence& e) { return figure(e) / time_us(e); }},
      {"phase_time_us", phase_time_us},
      {"phase_figure", phase_figure},
      {"speedup", speedup},
      {"energy_efficiency", energy_efficiency},
      {"power_w", power_w},
      {"component_power_mw", component_power},
      {"area_mm2", [](const Evidence& e) { return e.area_mm2; }},
      {"component_area_um2", component_area},
      {"total_component_area_mm2", total_component_area_mm2},
      {"frames_per_s", [](const Evidence& e) { return 1e6 / time_us(e); }},
      {"frames_per_j", [](const Evidence& e) { return 1e6 / energy_uj(e); }},
      {"frames_per_s_per_mm2", [](const Evidence& e) { return 1e6 / time_us(e) / e.area_mm2; }},
      {"peak_gops",
       [](const Evidence& e) {
         return sum(e, [](const LayerResult& layer) { return layer.peak_gops; }) /
                static_cast<double>(e.layers.size());
       }},
      {"dense_gops", dense_gops},
      {"geomean", geomean},
      {"mean", mean},
      {"quotient", quotient},
      {"saving_percent", saving_percent},
      {"storage_bits", [](const Evidence& e) { return storage(e).bits; }},
      {"structure_bits", [](const Evidence& e) { return storage(e).structure_bits; }},
      {"storage_percent", storage_percent},
      {"compression", compression},
  };
  return table;
}

}  // namespace

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const auto& [name, function] : metrics()) names.push_back(name);
  return names;
}

Subject subject_of(const std::string& metric) {
  const auto is_one_of = [&](std::initializer_list<const char*> names) {
    return std::find(names.begin(), names.end(), metric) != names.end();
  };
  if (is_one_of({"storage_bits", "structure_bits", "storage_percent", "compression"})) {
    return Subject::storage;
  }
  const bool of_claims = is_one_of({"geomean", "mean", "quotient", "saving_percent"});
  return of_claims ? Subject::claims : Subject::machine;
}

double evaluate(const Evidence& evidence) { return metrics().at(evidence.claim.metric)(evidence); }

}  // namespace sim::explore
