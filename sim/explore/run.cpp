// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "sim/base/nearest.h"
#include "sim/explore/answer_keys.h"
#include "sim/explore/chain_work.h"
#include "sim/explore/workers.h"
#include "sim/machine/job.h"

namespace sim::explore {
namespace {

using machine::LayerAnswer;
using machine::Setup;
using workload::Network;
using workload::Vectors;

// All answers, some of which may be known already.
class Answers {
 public:
  Answers(const std::vector<LayerRequest>& requests, const RunOptions& options)
      : requests_(requests), options_(options), answers_(requests.size()) {
    const bool seen = options.engine == fabric::Engine::lockstep || options.tracing.wanted();
    if (!seen) store_ = options.store;
  }

  // The chains that nobody has run before.
  std::vector<RequestChain> unknown(std::vector<RequestChain> chains) {
    if (store_ == nullptr) return chains;
    std::erase_if(chains, [&](const auto& chain) {
      auto& key = keys_[chain.front()];
      // A file that cannot be read is the business of whoever runs the layer.
      try {
        key = key_maker_.of(requests_, chain, options_.values);
      } catch (const UserError&) {
        return false;
      }
      auto found = store_->find(key);
      if (found) take(chain, std::move(*found));
      return found.has_value();
    });
    return chains;
  }

  void take_new(const RequestChain& chain, std::vector<LayerAnswer> ended) {
    const auto key = keys_.find(chain.front());
    if (key != keys_.end() && !key->second.empty()) store_->keep(key->second, ended);
    take(chain, std::move(ended));
  }

  std::vector<LayerAnswer> all() { return std::move(answers_); }

 private:
  void take(const RequestChain& chain, std::vector<LayerAnswer> ended) {
    for (std::size_t i = 0; i < ended.size(); ++i) answers_[chain[i]] = std::move(ended[i]);
    finished_ += ended.size();
    options_.progress(finished_, requests_.size());
  }

  const std::vector<LayerRequest>& requests_;
  const RunOptions& options_;
  std::vector<LayerAnswer> answers_;
  AnswerStore* store_ = nullptr;
  AnswerKeys key_maker_;
  std::map<std::size_t, std::string> keys_;  // by a chain's first request
  std::size_t finished_ = 0;
};

// As many chips as the network took.
void take_network(machine::NetworkResult network, machine::RunResult& run) {
  run.area = network.components;
  for (auto& component : run.area) component.energy_pj = 0;
  run.area_standing = network.area_standing;
  run.area_mm2 = network.area_mm2;
  run.network = std::move(network);
}

}  // namespace

std::vector<std::size_t> chosen_layers(const Network& network,
                                       const std::vector<std::string>& names) {
  const auto known = network.layer_names();
  Problems problems;
  for (const auto& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    problems.add({"--layer", 0, 0, ""},
                 network.name + " has no layer \"" + name + '"' + did_you_mean(name, known));
  }
  problems.raise_if_any();
  std::vector<std::size_t> layers;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (names.empty() || std::find(names.begin(), names.end(), known[i]) != names.end()) {
      layers.push_back(i);
    }
  }
  return layers;
}

std::vector<LayerAnswer> run_layers(const std::vector<LayerRequest>& requests,
                                    const RunOptions& options) {
  Answers answers(requests, options);
  const auto chains = answers.unknown(heaviest_first(requests));
  const auto flows = flows_of(requests, chains);
  run_in_workers(
      chains.size(), options.jobs,
      [&](std::size_t c) {
        return work_on(requests, chains[c], {&flows, nullptr, &options.tracing},
                       {options.engine, options.values});
      },
      [&](std::size_t c, const Outcome& outcome) {
        answers.take_new(chains[c], answers_of(requests, chains[c], outcome));
      });
  return answers.all();
}

machine::RunResult run_network(const Setup& setup, const Network& network,
                               const std::vector<std::string>& layers, const RunOptions& options) {
  std::vector<LayerRequest> requests;
  for (const auto layer : chosen_layers(network, layers)) {
    requests.push_back({&setup, &network, layer});
  }
  machine::RunResult run;
  run.machine = setup.machine_name;
  run.config = setup.name;
  run.config_title = setup.title;
  run.workload = network.name;
  run.workload_title = network.title;
  run.engine = options.engine == fabric::Engine::decoupled ? "decoupled" : "lockstep";
  run.prices = setup.prices.name;
  run.prices_title = setup.prices.title;
  machine::add_area(*setup.machine, setup.prices, run);
  for (auto& one : run_layers(requests, options)) {
    if (one.network) take_network(std::move(*one.network), run);
    if (one.ran) {
      run.layers.push_back(std::move(one.result));
    } else {
      run.failures.push_back(std::move(one.failure));
    }
  }
  return run;
}

}  // namespace sim::explore
