// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/run.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "sim/base/nearest.h"
#include "sim/explore/workers.h"
#include "sim/machine/result_pack.h"

namespace sim::explore {
namespace {

using machine::Setup;
using workload::Network;
using workload::Vectors;

// The first character of a worker's answer says what follows.
constexpr char result_mark = 'r', mistake_mark = 'u', fault_mark = 'f';

using Flows = std::map<const Network*, std::vector<Vectors>>;

std::string work(const LayerRequest& request, const Flows& flows, fabric::Engine engine) {
  try {
    const auto& layer = request.network->layers[request.layer];
    const auto* flowing = layer.activations ? nullptr : &flows.at(request.network)[request.layer];
    const machine::Task task{*request.network, request.layer, flowing, engine};
    const auto result = run_layer(*request.setup->machine, request.setup->prices, task);
    return result_mark + machine::pack(result);
  } catch (const UserError& error) {
    return mistake_mark + std::string(error.what());
  } catch (const std::exception& error) {
    const auto& name = request.network->layers[request.layer].name;
    return fault_mark + ("layer \"" + name + "\": " + error.what());
  }
}

LayerAnswer answer(const LayerRequest& request, const Outcome& outcome) {
  const auto& name = request.network->layers[request.layer].name;
  LayerAnswer answer;
  const auto lost = [&](const std::string& why) {
    answer.failure = {name, "layer \"" + name + "\" is lost: " + why, false};
  };
  if (!outcome.answered) {
    lost(outcome.text);
    return answer;
  }
  const auto body = outcome.text.substr(1);
  if (outcome.text.front() != result_mark) {
    answer.failure = {name, body, outcome.text.front() == mistake_mark};
    return answer;
  }
  try {
    answer.result = machine::unpack(body);
    answer.ran = true;
  } catch (const Fault& fault) {
    lost(fault.what());
  }
  return answer;
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

std::vector<std::size_t> heaviest_first(const std::vector<LayerRequest>& requests) {
  std::vector<std::size_t> order(requests.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto macs = [&](std::size_t i) {
    return macs_of(requests[i].network->layers[requests[i].layer].shape);
  };
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return macs(a) > macs(b); });
  return order;
}

std::vector<LayerAnswer> run_layers(const std::vector<LayerRequest>& requests,
                                    const RunOptions& options) {
  const auto flows = flows_of(requests);
  const auto order = heaviest_first(requests);
  std::vector<LayerAnswer> answers(requests.size());
  std::size_t finished = 0;
  run_in_workers(
      requests.size(), options.jobs,
      [&](std::size_t i) { return work(requests[order[i]], flows, options.engine); },
      [&](std::size_t i, const Outcome& outcome) {
        answers[order[i]] = answer(requests[order[i]], outcome);
        options.progress(++finished, requests.size());
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
    if (one.ran) {
      run.layers.push_back(std::move(one.result));
    } else {
      run.failures.push_back(std::move(one.failure));
    }
  }
  return run;
}

}  // namespace sim::explore
