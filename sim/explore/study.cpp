// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/study.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <map>

#include "sim/explore/pruned_variants.h"
#include "sim/explore/study_runner.h"

namespace sim::explore {
namespace {

using workload::Network;

// Halvings of the range of densities in which a break-even is looked for.
constexpr int bisections = 7;

double quantity_of(const std::string& quantity, const MachineCost& cost) {
  return quantity == "time" ? cost.time_us : cost.energy_pj;
}

// Of each machine against itself, and against the best one.
void add_break_evens(const std::string& quantity, const std::vector<MachineCost>& rows,
                     Study& study) {
  std::optional<std::size_t> best;
  for (std::size_t m = 0; m < rows.size(); ++m) {
    if (!rows[m].refusal.empty()) continue;
    if (!best || quantity_of(quantity, rows[m]) < quantity_of(quantity, rows[*best])) best = m;
  }
  for (std::size_t m = 0; m < rows.size(); ++m) {
    if (!rows[m].refusal.empty()) continue;
    for (const auto against : m == *best ? std::vector{m} : std::vector{m, *best}) {
      study.break_even.push_back({quantity, study.configs[m], study.configs[against],
                                  quantity_of(quantity, rows[against]), std::nullopt});
    }
  }
}

std::vector<StructureCost> costs_of_structures(StudyRunner& runner, double density, Study& study) {
  const auto variants = pruned_variants(runner.base(), runner.layers(), density);
  std::vector<StructureCost> costs;
  std::deque<Network> networks;
  std::vector<const Network*> possible;
  std::vector<Trial> trials;
  std::vector<std::size_t> rows;
  for (const auto& variant : variants) {
    costs.push_back({.structure = variant.structure, .detail = variant.detail});
    try {
      possible.push_back(&networks.emplace_back(runner.changed(variant.settings)));
      const auto* run = possible.back();
      if (!variant.smaller.empty()) run = &networks.emplace_back(runner.changed(variant.smaller));
      trials.push_back({run, runner.able()});
      rows.push_back(costs.size() - 1);
    } catch (const UserError& error) {
      costs.back().refusal = error.problems().front().text;
    }
  }
  const auto machines = runner.costs(trials);
  const auto stored = runner.storage(possible);
  if (!stored.empty()) {
    study.weights = stored.front().weights;
    study.dense_bits = stored.front().dense_bits;
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto& cost = costs[rows[i]];
    cost.format = stored[i].format;
    cost.bits = stored[i].bits;
    cost.density = static_cast<double>(stored[i].nonzeros) / static_cast<double>(stored[i].weights);
    cost.machines = machines[i];
  }
  return costs;
}

struct Range {
  double low = 0, high = 1;
  double middle() const { return (low + high) / 2; }
};

// What unstructured weights cost, at each density and on each machine only once.
class Unstructured {
 public:
  Unstructured(StudyRunner& runner, const Study& study) : runner_(runner), study_(study) {}

  // Simulates what is not known yet of the break-evens at these densities.
  void prepare(const std::vector<double>& densities) {
    std::deque<Network> networks;
    std::map<double, Trial> trials;
    std::vector<Key> keys;
    for (std::size_t i = 0; i < densities.size(); ++i) {
      const auto key = key_of(study_.break_even[i], densities[i]);
      if (costs_.contains(key) || std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
      keys.push_back(key);
      auto& trial = trials[densities[i]];
      if (trial.network == nullptr) trial.network = &networks.emplace_back(at(densities[i]));
      if (key.first) trial.machines.push_back(*key.first);
    }
    store(keys, trials);
  }

  // Infinite where there is no figure.
  double quantity(const BreakEven& wanted, double density) const {
    const auto& cost = costs_.at(key_of(wanted, density));
    if (wanted.quantity == "storage") return static_cast<double>(cost.bits);
    if (!cost.machine.refusal.empty()) return std::numeric_limits<double>::infinity();
    return quantity_of(wanted.quantity, cost.machine);
  }

 private:
  // A machine, or none for storage; a density.
  using Key = std::pair<std::optional<std::size_t>, double>;
  struct Cost {
    MachineCost machine;
    std::int64_t bits = 0;
  };

  Key key_of(const BreakEven& wanted, double density) const {
    const auto& configs = study_.configs;
    const auto found = std::find(configs.begin(), configs.end(), wanted.config);
    if (found == configs.end()) return {std::nullopt, density};
    return {static_cast<std::size_t>(found - configs.begin()), density};
  }

  Network at(double density) const {
    return runner_.changed(unstructured_settings(runner_.base(), runner_.layers(), density));
  }

  void store(const std::vector<Key>& keys, const std::map<double, Trial>& trials) {
    std::vector<Trial> list;
    for (const auto& [density, trial] : trials) list.push_back(trial);
    const auto machines = runner_.costs(list);
    for (const auto& [machine, density] : keys) {
      const auto row =
          static_cast<std::size_t>(std::distance(trials.begin(), trials.find(density)));
      auto& cost = costs_[{machine, density}];
      if (machine) {
        cost.machine = machines[row][*machine];
      } else {
        cost.bits = runner_.storage({list[row].network}).front().bits.total();
      }
    }
  }

  StudyRunner& runner_;
  const Study& study_;
  std::map<Key, Cost> costs_;
};

// Looks for all break-evens at the same time, so that every core has work.
void find_break_even(StudyRunner& runner, Study& study) {
  Unstructured unstructured(runner, study);
  std::vector<Range> ranges(study.break_even.size());
  for (int step = 0; step < bisections; ++step) {
    std::vector<double> middles;
    for (const auto& range : ranges) middles.push_back(range.middle());
    unstructured.prepare(middles);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const auto& wanted = study.break_even[i];
      const bool fits = unstructured.quantity(wanted, middles[i]) <= wanted.target;
      (fits ? ranges[i].low : ranges[i].high) = middles[i];
    }
  }
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const auto& range = ranges[i];
    if (range.low > 0) study.break_even[i].density = range.high == 1 ? 1 : range.low;
  }
}

void add_all_break_evens(StudyRunner& runner, Study& study) {
  const auto target = std::find_if(study.structures.begin(), study.structures.end(),
                                   [&](const auto& cost) { return cost.structure == study.rows; });
  if (target == study.structures.end() || !target->refusal.empty()) return;
  study.break_even.push_back({"storage", "", "", static_cast<double>(target->bits.total()), {}});
  for (const std::string quantity : {"time", "energy"}) {
    add_break_evens(quantity, target->machines, study);
  }
  find_break_even(runner, study);
}

}  // namespace

Study study(const StudyQuestion& question, const RunOptions& options) {
  StudyRunner runner(question, options);
  Study study;
  study.workload = runner.base().name;
  study.density = question.density;
  study.rows = whole_rows(runner.base(), runner.layers());
  for (const auto i : runner.layers()) study.layers.push_back(runner.base().layers[i].name);
  for (const auto* setup : question.setups) study.configs.push_back(setup->name);
  study.structures = costs_of_structures(runner, question.density, study);
  add_all_break_evens(runner, study);
  study.faults.assign(runner.faults().begin(), runner.faults().end());
  return study;
}

}  // namespace sim::explore
