// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/study.h"

#include <algorithm>
#include <deque>

#include "sim/explore/pruned_variants.h"
#include "sim/explore/store.h"

namespace sim::explore {
namespace {

using workload::Network;

// Halvings of the range of densities in which a break-even is looked for.
constexpr int bisections = 7;

// Formats that a study chooses from. Entropy coding would suit some structures and not others.
std::vector<FormatChoice> plain_formats() {
  std::vector<FormatChoice> choices;
  for (const auto& format : formats()) {
    if (!format.name.ends_with("huffman")) choices.push_back({&format, {}});
  }
  return choices;
}

/// A network, and the machines that are to run it.
struct Trial {
  const Network* network = nullptr;
  std::vector<std::size_t> machines;
};

struct Smallest {
  std::string format;
  tensor::FormatBits bits;
  std::int64_t weights = 0, nonzeros = 0, dense_bits = 0;
};

class Runner {
 public:
  Runner(const StudyQuestion& question, const RunOptions& options)
      : question_(question),
        options_(options),
        base_(question.network({})),
        layers_(chosen_layers(base_, question.layers)) {
    for (const auto* setup : question.setups) refusals_.push_back(refusal_of(*setup));
  }

  const Network& base() const { return base_; }
  const std::vector<std::size_t>& layers() const { return layers_; }

  Network changed(const config::Settings& settings) const { return question_.network(settings); }

  // Machines that take the layers.
  std::vector<std::size_t> able() const {
    std::vector<std::size_t> machines;
    for (std::size_t m = 0; m < refusals_.size(); ++m) {
      if (refusals_[m].empty()) machines.push_back(m);
    }
    return machines;
  }

  // For each trial a cost for each machine of the study; of others than the trial's, the refusal.
  std::vector<std::vector<MachineCost>> costs(const std::vector<Trial>& trials) const {
    std::vector<LayerRequest> requests;
    for (const auto& trial : trials) {
      for (const auto m : trial.machines) {
        for (const auto i : layers_) {
          requests.push_back(
              {question_.setups[m], trial.network, i, requests.size() / layers_.size()});
        }
      }
    }
    const auto answers = run_layers(requests, options_);
    auto answer = answers.begin();
    std::vector<std::vector<MachineCost>> all;
    for (const auto& trial : trials) {
      auto& costs = all.emplace_back();
      for (const auto& refusal : refusals_) costs.push_back({.refusal = refusal});
      for (const auto m : trial.machines) costs[m] = sum(answer);
    }
    return all;
  }

  // The format that stores all layers in the fewest bits.
  std::vector<Smallest> storage(const std::vector<const Network*>& networks) const {
    const auto choices = plain_formats();
    std::vector<StoreRequest> requests;
    for (const auto* network : networks) {
      for (const auto layer : layers_) requests.push_back({network, layer, choices});
    }
    auto quiet = options_;
    quiet.progress = [](std::size_t, std::size_t) {};
    const auto answers = store_layers(requests, quiet);
    std::vector<Smallest> all;
    for (std::size_t n = 0; n < networks.size(); ++n) {
      all.push_back(smallest(choices, answers, n * layers_.size()));
    }
    return all;
  }

 private:
  std::string refusal_of(const machine::Setup& setup) const {
    for (const auto i : layers_) {
      const auto& layer = base_.layers[i];
      const auto why = setup.machine->refusal(layer);
      if (!why.empty()) return "layer \"" + layer.name + "\": " + why;
    }
    return "";
  }

  // Of one round of the inputs, as layers that run one after the other see them once.
  static void add_network(const machine::NetworkResult& network, MachineCost& cost) {
    const auto rounds = static_cast<double>(network.rounds);
    cost.cycles = network.cycles / network.rounds;
    cost.time_us = network.time_us / rounds;
    cost.energy_pj = (cost.energy_pj + network.energy_pj()) / rounds;
    cost.utilization = network.utilization;
  }

  MachineCost sum(std::vector<machine::LayerAnswer>::const_iterator& answer) const {
    MachineCost cost;
    double slots = 0, products = 0;
    const machine::NetworkResult* network = nullptr;
    for (std::size_t i = 0; i < layers_.size(); ++i, ++answer) {
      if (!answer->ran) {
        cost.refusal = answer->failure.message;
        continue;
      }
      const auto& result = answer->result;
      if (answer->network) network = &*answer->network;
      cost.cycles += network ? 0 : result.cycles;
      cost.time_us += network ? 0 : result.time_us;
      cost.energy_pj += result.energy_pj() + result.off_chip_energy_pj();
      const auto effectual = static_cast<double>(result.macs_effectual);
      products += effectual;
      if (result.utilization > 0) slots += effectual / result.utilization;
    }
    if (slots > 0) cost.utilization = products / slots;
    if (network) add_network(*network, cost);
    return cost;
  }

  Smallest smallest(const std::vector<FormatChoice>& choices,
                    const std::vector<StoreAnswer>& answers, std::size_t first) const {
    Smallest best;
    for (std::size_t i = first; i < first + layers_.size(); ++i) {
      if (!answers[i].failure.empty()) throw UserError(answers[i].failure);
      best.weights += answers[i].elements;
      best.nonzeros += answers[i].nonzeros;
      best.dense_bits += answers[i].elements * answers[i].value_bits;
    }
    for (std::size_t f = 0; f < choices.size(); ++f) {
      tensor::FormatBits bits;
      bool holds = true;
      for (std::size_t i = first; i < first + layers_.size(); ++i) {
        const auto& storage = answers[i].formats[f];
        holds = holds && storage.refusal.empty();
        bits.values += storage.bits.values;
        bits.indices += storage.bits.indices;
        bits.tables += storage.bits.tables;
      }
      if (!holds || (!best.format.empty() && bits.total() >= best.bits.total())) continue;
      best.format = choices[f].format->name;
      best.bits = bits;
    }
    return best;
  }

  const StudyQuestion& question_;
  const RunOptions& options_;
  Network base_;
  std::vector<std::size_t> layers_;
  std::vector<std::string> refusals_;
};

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

std::vector<StructureCost> costs_of_structures(const Runner& runner, double density) {
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

// What each unstructured network costs in the quantity of its break-even.
std::vector<double> quantities(const Runner& runner, const std::vector<const Network*>& networks,
                               const Study& study) {
  std::vector<Trial> trials;
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const auto& config = study.break_even[i].config;
    const auto at = std::find(study.configs.begin(), study.configs.end(), config);
    trials.push_back({networks[i], {}});
    if (at == study.configs.end()) continue;
    trials.back().machines = {static_cast<std::size_t>(at - study.configs.begin())};
  }
  const auto costs = runner.costs(trials);
  std::vector<double> result;
  for (std::size_t i = 0; i < networks.size(); ++i) {
    const auto& wanted = study.break_even[i];
    result.push_back(trials[i].machines.empty()
                         ? static_cast<double>(runner.storage({networks[i]}).front().bits.total())
                         : quantity_of(wanted.quantity, costs[i][trials[i].machines.front()]));
  }
  return result;
}

// Looks for all break-evens at the same time, so that every core has work.
void find_break_even(const Runner& runner, Study& study) {
  std::vector<Range> ranges(study.break_even.size());
  for (int step = 0; step < bisections; ++step) {
    std::deque<Network> networks;
    std::vector<const Network*> pointers;
    for (const auto& range : ranges) {
      networks.push_back(
          runner.changed(unstructured_settings(runner.base(), runner.layers(), range.middle())));
      pointers.push_back(&networks.back());
    }
    const auto found = quantities(runner, pointers, study);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const bool fits = found[i] <= study.break_even[i].target;
      (fits ? ranges[i].low : ranges[i].high) = ranges[i].middle();
    }
  }
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const auto& range = ranges[i];
    if (range.low > 0) study.break_even[i].density = range.high == 1 ? 1 : range.low;
  }
}

}  // namespace

Study study(const StudyQuestion& question, const RunOptions& options) {
  const Runner runner(question, options);
  Study study;
  study.workload = runner.base().name;
  study.density = question.density;
  study.rows = whole_rows(runner.base(), runner.layers());
  for (const auto i : runner.layers()) study.layers.push_back(runner.base().layers[i].name);
  for (const auto* setup : question.setups) study.configs.push_back(setup->name);
  study.structures = costs_of_structures(runner, question.density);
  const auto dense = runner.storage({&runner.base()}).front();
  study.weights = dense.weights;
  study.dense_bits = dense.dense_bits;

  const auto target = std::find_if(study.structures.begin(), study.structures.end(),
                                   [&](const auto& cost) { return cost.structure == study.rows; });
  if (target == study.structures.end() || !target->refusal.empty()) return study;
  study.break_even.push_back({"storage", "", "", static_cast<double>(target->bits.total()), {}});
  for (const std::string quantity : {"time", "energy"}) {
    add_break_evens(quantity, target->machines, study);
  }
  find_break_even(runner, study);
  return study;
}

}  // namespace sim::explore
