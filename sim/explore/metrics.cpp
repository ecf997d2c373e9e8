// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/metrics.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "sim/base/units.h"
#include "sim/machine/job.h"

namespace sim::explore {
namespace {

using machine::ComponentResult;
using machine::LayerResult;

[[noreturn]] void unknown(const Evidence& evidence, const std::string& kind) {
  throw UserError(
      {{evidence.measure.place, "the machine has no " + kind + " \"" + evidence.measure.argument +
                                    "\" for metric \"" + evidence.measure.metric + '"'}});
}

template <class Part>
double sum(const Evidence& evidence, Part part) {
  double total = 0;
  for (const auto* layer : evidence.layers) total += part(*layer);
  return total;
}

double cycles(const Evidence& e) {
  if (e.network) return static_cast<double>(e.network->cycles);
  return sum(e, [](const LayerResult& layer) { return static_cast<double>(layer.cycles); });
}

// Of all slots of all layers together.
double utilization(const Evidence& e) {
  if (e.network) return e.network->utilization;
  double slots = 0, products = 0;
  for (const auto* layer : e.layers) {
    const auto effectual = static_cast<double>(layer->macs_effectual);
    products += effectual;
    if (layer->utilization > 0) slots += effectual / layer->utilization;
  }
  return slots > 0 ? products / slots : 0;
}

// The share of right classes, on the layer that has labels. A network's rounds repeat the inputs,
// which are classified once.
double accuracy(const Evidence& e) {
  const auto rounds = e.network ? e.network->rounds : 1;
  for (const auto* layer : e.layers) {
    if (!layer->correct) continue;
    return static_cast<double>(*layer->correct * rounds) / static_cast<double>(layer->vectors);
  }
  throw UserError(
      {{e.measure.place, "metric \"accuracy\" needs a layer whose inputs have labels"}});
}

double time_us(const Evidence& e) {
  if (e.network) return e.network->time_us / static_cast<double>(e.network->images);
  return sum(e, [](const LayerResult& layer) { return layer.time_us; });
}

double energy_uj(const Evidence& e) {
  const auto layers = sum(e, [](const LayerResult& layer) { return layer.energy_pj() * 1e-6; });
  if (!e.network) return layers;
  return (layers + e.network->energy_pj() * 1e-6) / static_cast<double>(e.network->images);
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
    const auto found = layer.figures.find(e.measure.argument);
    if (found == layer.figures.end()) unknown(e, "figure");
    return found->second;
  });
}

double power_w(const Evidence& e) { return energy_uj(e) / time_us(e); }

// The layers' time, or what the machine calls so: a figure such as that of one step of many.
double compared_time_us(const Evidence& e) {
  return e.measure.argument.empty() ? time_us(e) : figure(e);
}

double speedup(const Evidence& e) {
  return e.measure.baseline.value().time_us / compared_time_us(e);
}

double energy_efficiency(const Evidence& e) {
  const auto& baseline = e.measure.baseline.value();
  return baseline.time_us * baseline.power_w / (power_w(e) * compared_time_us(e));
}

const machine::PhaseResult& phase(const Evidence& e, const LayerResult& layer,
                                  const std::string& name) {
  const auto found = std::find_if(layer.phases.begin(), layer.phases.end(),
                                  [&](const auto& one) { return one.name == name; });
  if (found == layer.phases.end()) unknown(e, "phase");
  return *found;
}

// Of one passage of the phase that the argument names.
double phase_time_us(const Evidence& e) {
  return sum(e, [&](const LayerResult& layer) {
    const auto& one = phase(e, layer, e.measure.argument);
    return one.time_us / static_cast<double>(std::max<std::int64_t>(1, one.count));
  });
}

// The argument is "phase/figure".
double phase_figure(const Evidence& e) {
  const auto slash = e.measure.argument.find('/');
  if (slash == std::string::npos) unknown(e, "phase/figure");
  const auto name = e.measure.argument.substr(slash + 1);
  return sum(e, [&](const LayerResult& layer) {
    const auto& figures = phase(e, layer, e.measure.argument.substr(0, slash)).figures;
    const auto found = figures.find(name);
    if (found == figures.end()) unknown(e, "phase/figure");
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
    if (component.path != e.measure.argument &&
        !component.path.starts_with(e.measure.argument + '/')) {
      continue;
    }
    total += component.*number / static_cast<double>(component.instances);
    found = true;
  }
  if (!found) unknown(e, "component");
  return total;
}

double component_area(const Evidence& e) {
  return per_instance(e, e.area, &ComponentResult::area_um2);
}

// Of all instances together.
double total_component_area_mm2(const Evidence& e) {
  double um2 = 0;
  for (const auto& component : e.area) {
    const bool wanted = component.path == e.measure.argument ||
                        component.path.starts_with(e.measure.argument + '/');
    um2 += wanted ? component.area_um2 : 0;
  }
  if (um2 == 0) unknown(e, "component");
  return um2 * 1e-6;
}

double component_power(const Evidence& e) {
  const auto pj = sum(e, [&](const LayerResult& layer) {
    return per_instance(e, layer.components, &ComponentResult::energy_pj);
  });
  return pj / time_us(e) * 1e-3;
}

double geomean(const Evidence& e) {
  double logarithms = 0;
  for (const auto value : e.others) logarithms += std::log(value);
  return std::exp(logarithms / static_cast<double>(e.others.size()));
}

double sum_of_claims(const Evidence& e) {
  double total = 0;
  for (const auto value : e.others) total += value;
  return total;
}

double mean(const Evidence& e) { return sum_of_claims(e) / static_cast<double>(e.others.size()); }

double quotient(const Evidence& e) { return e.others.at(0) / e.others.at(1); }

// By how much the first of two is less than the second.
double saving_percent(const Evidence& e) { return 100 * (1 - quotient(e)); }

// Sums of storage over the layers; UserError with the reason if the format refuses one.
struct StorageSum {
  double dense_bits = 0, bits = 0, structure_bits = 0;
};

StorageSum storage(const Evidence& e) {
  StorageSum sum;
  for (const auto& layer : e.stored) {
    const auto& [bits, refusal, detail] = layer.storage;
    if (!refusal.empty()) {
      throw UserError(
          {{e.measure.place, "format " + layer.format + " cannot hold it: " + refusal}});
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

// Operations, two for every product of the dense layer, over the energy of the component, of all in
// the box, or of the whole chip.
double tops_per_w(const Evidence& e) {
  const double operations =
      sum(e, [](const LayerResult& layer) { return 2 * static_cast<double>(layer.macs_dense); });
  if (e.measure.argument.empty()) return operations / (energy_uj(e) * 1e6);
  const auto inside = [&](const std::string& path) {
    return path == e.measure.argument || path.starts_with(e.measure.argument + '/');
  };
  const double pj = sum(e, [&](const LayerResult& layer) {
    double energy = 0;
    for (const auto& one : layer.components) energy += inside(one.path) ? one.energy_pj : 0;
    return energy;
  });
  if (pj == 0) unknown(e, "component");
  return operations / pj;
}

double peak_gops(const Evidence& e) {
  if (e.network) return e.network->peak_gops;
  return sum(e, [](const LayerResult& layer) { return layer.peak_gops; }) /
         static_cast<double>(e.layers.size());
}

const machine::NetworkResult& network(const Evidence& e) {
  if (e.network) return *e.network;
  throw UserError({{e.measure.place, "metric \"" + e.measure.metric +
                                         "\" is of machines that run a network's layers at once"}});
}

double images_per_s(const Evidence& e) { return network(e).images_per_s; }

double first_image_us(const Evidence& e) { return network(e).first_image_us; }

double network_figure(const Evidence& e) {
  const auto& figures = network(e).figures;
  const auto found = figures.find(e.measure.argument);
  if (found == figures.end()) unknown(e, "figure");
  return found->second;
}

// Of the component, or of all in the box, that the argument names, all instances together.
double full_load_mw(const Evidence& e) {
  const auto& machine = *e.machine->machine;
  const auto period_ns = in_microseconds(to_duration(machine.period())) * 1e3;
  double pj = 0;
  bool found = false;
  for (const auto& component : machine::full_load(machine, e.machine->prices)) {
    const auto& path = component.path;
    if (path != e.measure.argument && !path.starts_with(e.measure.argument + '/')) continue;
    pj += component.energy_pj;
    found = true;
  }
  if (!found) unknown(e, "component");
  return pj / period_ns;
}

struct Metric {
  double (*value)(const Evidence&);
  ClaimNeeds needs;
};

constexpr ClaimNeeds needs_area{.machine = true};
constexpr ClaimNeeds needs_area_and_layers{.layers = true, .machine = true};
constexpr ClaimNeeds needs_layers{.layers = true};
constexpr ClaimNeeds needs_part_of_area{.argument = true, .machine = true};
constexpr ClaimNeeds needs_argument_and_layers{.layers = true, .argument = true};
constexpr ClaimNeeds needs_time{.layers = true, .baseline = true};
constexpr ClaimNeeds needs_energy{.layers = true, .baseline = true, .power = true};
constexpr ClaimNeeds needs_stored_layers{.subject = Subject::storage, .layers = true};
constexpr ClaimNeeds needs_claims{.subject = Subject::claims, .of = true};
constexpr ClaimNeeds needs_two_claims{.subject = Subject::claims, .of = true, .exactly_of = 2};

const std::map<std::string, Metric>& metrics() {
  static const std::map<std::string, Metric> table = {
      {"accuracy", {accuracy, needs_layers}},
      {"cycles", {cycles, needs_layers}},
      {"time_us", {time_us, needs_layers}},
      {"utilization", {utilization, needs_layers}},
      {"energy_uj", {energy_uj, needs_layers}},
      {"energy_with_off_chip_uj", {energy_with_off_chip_uj, needs_layers}},
      {"figure", {figure, needs_argument_and_layers}},
      {"figure_ratio",
       {[](const Evidence& e) { return figure(e) / time_us(e); }, needs_argument_and_layers}},
      {"phase_time_us", {phase_time_us, needs_argument_and_layers}},
      {"phase_figure", {phase_figure, needs_argument_and_layers}},
      {"speedup", {speedup, needs_time}},
      {"energy_efficiency", {energy_efficiency, needs_energy}},
      {"power_w", {power_w, needs_layers}},
      {"component_power_mw", {component_power, needs_argument_and_layers}},
      {"area_mm2", {[](const Evidence& e) { return e.area_mm2; }, needs_area}},
      {"component_area_um2", {component_area, needs_part_of_area}},
      {"total_component_area_mm2", {total_component_area_mm2, needs_part_of_area}},
      {"frames_per_s", {[](const Evidence& e) { return 1e6 / time_us(e); }, needs_layers}},
      {"frames_per_j", {[](const Evidence& e) { return 1e6 / energy_uj(e); }, needs_layers}},
      {"frames_per_s_per_mm2",
       {[](const Evidence& e) { return 1e6 / time_us(e) / e.area_mm2; }, needs_area_and_layers}},
      {"full_load_mw", {full_load_mw, needs_part_of_area}},
      {"images_per_s", {images_per_s, needs_layers}},
      {"first_image_us", {first_image_us, needs_layers}},
      {"network_figure", {network_figure, needs_argument_and_layers}},
      {"peak_gops", {peak_gops, needs_layers}},
      {"dense_gops", {dense_gops, needs_layers}},
      {"tops_per_w", {tops_per_w, needs_layers}},
      {"geomean", {geomean, needs_claims}},
      {"mean", {mean, needs_claims}},
      {"sum", {sum_of_claims, needs_claims}},
      {"quotient", {quotient, needs_two_claims}},
      {"saving_percent", {saving_percent, needs_two_claims}},
      {"storage_bits", {[](const Evidence& e) { return storage(e).bits; }, needs_stored_layers}},
      {"structure_bits",
       {[](const Evidence& e) { return storage(e).structure_bits; }, needs_stored_layers}},
      {"storage_percent", {storage_percent, needs_stored_layers}},
      {"compression", {compression, needs_stored_layers}},
  };
  return table;
}

}  // namespace

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const auto& [name, metric] : metrics()) names.push_back(name);
  return names;
}

const ClaimNeeds* needs_of(const std::string& metric) {
  const auto found = metrics().find(metric);
  return found == metrics().end() ? nullptr : &found->second.needs;
}

bool is_of_values(const Measure& measure) {
  const auto& figures = machine::figures_of_values;
  return measure.metric == "accuracy" ||
         std::find(figures.begin(), figures.end(), measure.argument) != figures.end();
}

double evaluate(const Evidence& evidence) {
  return metrics().at(evidence.measure.metric).value(evidence);
}

}  // namespace sim::explore
