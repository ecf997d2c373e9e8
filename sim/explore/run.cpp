// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "sim/base/nearest.h"
#include "sim/explore/workers.h"
#include "sim/machine/job.h"
#include "sim/machine/network_job.h"
#include "sim/machine/result_pack.h"

namespace sim::explore {
namespace {

using machine::LayerAnswer;
using machine::Setup;
using workload::Network;
using workload::Vectors;

using Flows = std::map<const Network*, std::vector<Vectors>>;

LayerAnswer failed(const LayerRequest& request, const std::string& message, bool users_mistake) {
  return {false, {}, {request.network->layers[request.layer].name, message, users_mistake}, {}};
}

// Runs a layer; its outputs stay in `outputs`.
LayerAnswer answer(const LayerRequest& request, const Vectors* input, fabric::Engine engine,
                   std::optional<Vectors>& outputs) {
  outputs.reset();
  try {
    const machine::Task task{*request.network, request.layer, input, engine};
    auto done = machine::run_layer(*request.setup->machine, request.setup->prices, task);
    outputs = std::move(done.outputs);
    return {true, std::move(done.result), {}, {}};
  } catch (const UserError& error) {
    return failed(request, error.what(), true);
  } catch (const std::exception& error) {
    const auto& name = request.network->layers[request.layer].name;
    return failed(request, "layer \"" + name + "\": " + error.what(), false);
  }
}

std::vector<LayerAnswer> answer_network(const std::vector<LayerRequest>& requests,
                                        const RequestChain& chain, const Flows& flows,
                                        fabric::Engine engine) {
  const auto& first = requests[chain.front()];
  const auto found = flows.find(first.network);
  machine::NetworkTask task{*first.network, {}, nullptr, engine};
  if (found != flows.end()) task.flowing_inputs = &found->second;
  for (const auto i : chain) task.layers.push_back(requests[i].layer);
  return machine::run_network(*first.setup->machine, first.setup->prices, task);
}

// One worker's answers. Within a chain, outputs of the layer before are inputs of the next.
std::string work(const std::vector<LayerRequest>& requests, const RequestChain& chain,
                 const Flows& flows, fabric::Engine engine) {
  const auto& first = requests[chain.front()];
  if (first.setup->machine->takes_networks()) {
    return machine::pack(answer_network(requests, chain, flows, engine));
  }
  std::vector<LayerAnswer> answers;
  std::optional<Vectors> handed_on;
  for (const auto i : chain) {
    const auto& request = requests[i];
    const bool flows_in = !request.network->layers[request.layer].activations;
    const auto own = std::move(handed_on);
    const auto* input = !flows_in ? nullptr
                        : own     ? &*own
                                  : &flows.at(request.network)[request.layer];
    answers.push_back(answer(request, input, engine, handed_on));
  }
  return machine::pack(answers);
}

// The answers of a worker to `chain`, which are failures if there are none.
std::vector<LayerAnswer> answers_of(const std::vector<LayerRequest>& requests,
                                    const RequestChain& chain, const Outcome& outcome) {
  std::string why = outcome.text;
  if (outcome.answered) {
    try {
      return machine::unpack(outcome.text);
    } catch (const Fault& fault) {
      why = fault.what();
    }
  }
  std::vector<LayerAnswer> answers;
  for (const auto i : chain) {
    const auto& name = requests[i].network->layers[requests[i].layer].name;
    answers.push_back(
        failed(requests[i], fmt::format("layer \"{}\" is lost: {}", name, why), false));
  }
  return answers;
}

// Inputs that flow from layer to layer are computed once, before the workers are forked.
Flows flows_of(const std::vector<LayerRequest>& requests) {
  Flows flows;
  for (const auto& request : requests) {
    const auto* network = request.network;
    if (network->layers[request.layer].activations || flows.contains(network)) continue;
    flows[network] = machine::flowing_inputs(*network);
  }
  return flows;
}

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
  const auto flows = flows_of(requests);
  const auto chains = heaviest_first(requests);
  std::vector<LayerAnswer> answers(requests.size());
  std::size_t finished = 0;
  run_in_workers(
      chains.size(), options.jobs,
      [&](std::size_t c) { return work(requests, chains[c], flows, options.engine); },
      [&](std::size_t c, const Outcome& outcome) {
        auto ended = answers_of(requests, chains[c], outcome);
        for (std::size_t i = 0; i < ended.size(); ++i) answers[chains[c][i]] = std::move(ended[i]);
        finished += ended.size();
        options.progress(finished, requests.size());
      });
  return answers;
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
