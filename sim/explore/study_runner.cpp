// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/study_runner.h"

namespace sim::explore {
namespace {

// Formats that a study chooses from. Entropy coding would suit some structures and not others.
std::vector<FormatChoice> plain_formats() {
  std::vector<FormatChoice> choices;
  for (const auto& format : formats()) {
    if (!format.name.ends_with("huffman")) choices.push_back({&format, {}});
  }
  return choices;
}

// Of one round of the inputs, as layers that run one after the other see them once.
void add_network(const machine::NetworkResult& network, MachineCost& cost) {
  const auto rounds = static_cast<double>(network.rounds);
  cost.cycles = network.cycles / network.rounds;
  cost.time_us = network.time_us / rounds;
  cost.energy_pj = (cost.energy_pj + network.energy_pj()) / rounds;
  cost.utilization = network.utilization;
}

}  // namespace

StudyRunner::StudyRunner(const StudyQuestion& question, const RunOptions& options)
    : question_(question),
      options_(options),
      base_(question.network({})),
      layers_(chosen_layers(base_, question.layers)) {
  for (const auto* setup : question.setups) refusals_.push_back(refusal_of(*setup));
}

std::vector<std::size_t> StudyRunner::able() const {
  std::vector<std::size_t> machines;
  for (std::size_t m = 0; m < refusals_.size(); ++m) {
    if (refusals_[m].empty()) machines.push_back(m);
  }
  return machines;
}

std::vector<std::vector<MachineCost>> StudyRunner::costs(const std::vector<Trial>& trials) {
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

std::vector<Smallest> StudyRunner::storage(
    const std::vector<const workload::Network*>& networks) const {
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

std::string StudyRunner::refusal_of(const machine::Setup& setup) const {
  for (const auto i : layers_) {
    const auto& layer = base_.layers[i];
    const auto why = setup.machine->refusal(layer);
    if (!why.empty()) return "layer \"" + layer.name + "\": " + why;
  }
  return "";
}

MachineCost StudyRunner::sum(std::vector<machine::LayerAnswer>::const_iterator& answer) {
  MachineCost cost;
  double slots = 0, products = 0;
  const machine::NetworkResult* network = nullptr;
  for (std::size_t i = 0; i < layers_.size(); ++i, ++answer) {
    if (!answer->ran) {
      cost.refusal = answer->failure.message;
      if (!answer->failure.users_mistake) faults_.insert(cost.refusal);
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

Smallest StudyRunner::smallest(const std::vector<FormatChoice>& choices,
                               const std::vector<StoreAnswer>& answers, std::size_t first) const {
  Smallest best;
  for (std::size_t i = first; i < first + layers_.size(); ++i) {
    if (const auto& failure = answers[i].failure; !failure.empty()) {
      if (answers[i].users_mistake) throw UserError(failure);
      throw Fault(failure);
    }
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

}  // namespace sim::explore
