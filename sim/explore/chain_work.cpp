// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/chain_work.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "sim/machine/job.h"
#include "sim/machine/network_job.h"
#include "sim/machine/result_pack.h"

namespace sim::explore {
namespace {

using machine::LayerAnswer;
using workload::Network;
using workload::Vectors;

LayerAnswer failed(const LayerRequest& request, const std::string& message, bool users_mistake) {
  return {false, {}, {request.network->layers[request.layer].name, message, users_mistake}, {}};
}

struct Given {
  const Vectors* input;
  const machine::LayerTensors* tensors;
  const Mode& mode;
  fabric::Timeline* timeline;
};

// Runs a layer; what leaves its output stage stays in `outputs`, if anybody takes it.
LayerAnswer answer(const LayerRequest& request, const Given& given,
                   std::optional<Vectors>* outputs) {
  try {
    const machine::Task task{*request.network, request.layer,  given.input,      given.mode.engine,
                             given.tensors,    given.timeline, given.mode.values};
    auto done = machine::run_layer(*request.setup->machine, request.setup->prices, task);
    if (outputs) *outputs = machine::narrowed(done.sums, request.network->layers[request.layer]);
    return {true, std::move(done.result), {}, {}};
  } catch (const UserError& error) {
    return failed(request, error.what(), true);
  } catch (const std::bad_alloc&) {
    throw;  // its worker says it
  } catch (const std::exception& error) {
    const auto& name = request.network->layers[request.layer].name;
    return failed(request, "layer \"" + name + "\": " + error.what(), false);
  }
}

std::vector<LayerAnswer> answer_network(const std::vector<LayerRequest>& requests,
                                        const RequestChain& chain, const Flows& flows,
                                        const Mode& mode, fabric::Timeline* timeline) {
  const auto& first = requests[chain.front()];
  const auto found = flows.find(first.network);
  machine::NetworkTask task{*first.network, {}, nullptr, mode.engine, timeline, mode.values};
  if (found != flows.end()) task.flowing_inputs = &found->second;
  for (const auto i : chain) task.layers.push_back(requests[i].layer);
  return machine::run_network(*first.setup->machine, first.setup->prices, task);
}

}  // namespace

std::string work_on(const std::vector<LayerRequest>& requests, const RequestChain& chain,
                    const Known& known, const Mode& mode) {
  const auto& first = requests[chain.front()];
  const auto& tracing = known.tracing ? *known.tracing : Tracing();
  if (first.setup->machine->takes_networks()) {
    return machine::pack(run_traced(tracing, first, chain.front(), [&](auto* timeline) {
      return answer_network(requests, chain, *known.flows, mode, timeline);
    }));
  }
  std::vector<LayerAnswer> answers;
  std::optional<Vectors> handed_on;
  for (const auto i : chain) {
    const auto& request = requests[i];
    const bool flows_in = !request.network->layers[request.layer].activations;
    const auto own = std::exchange(handed_on, std::nullopt);
    const auto* input = !flows_in ? nullptr
                        : own     ? &*own
                                  : &known.flows->at(request.network)[request.layer];
    auto* const outputs = i == chain.back() ? nullptr : &handed_on;
    auto answered = run_traced(tracing, request, i, [&](auto* timeline) {
      return std::vector{answer(request, {input, known.tensors, mode, timeline}, outputs)};
    });
    answers.push_back(std::move(answered.front()));
  }
  return machine::pack(answers);
}

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

Flows flows_of(const std::vector<LayerRequest>& requests, const std::vector<RequestChain>& chains) {
  Flows flows;
  for (const auto& chain : chains) {
    for (const auto i : chain) {
      const auto* network = requests[i].network;
      if (network->layers[requests[i].layer].activations || flows.contains(network)) continue;
      flows[network] = machine::flowing_inputs(*network);
    }
  }
  return flows;
}

}  // namespace sim::explore
