// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/layer_tensors.h"

#include <fmt/format.h>

#include "sim/reference/layer.h"
#include "sim/reference/lstm.h"
#include "sim/workload/output_stage.h"

namespace sim::machine {
namespace {

using workload::Network;
using workload::Vectors;

void check_count(const Network& network, std::size_t labels, std::size_t inputs) {
  if (labels == inputs) return;
  throw UserError(
      {{network.labels->place, fmt::format("{} labels for {} input vectors", labels, inputs)}});
}

}  // namespace

LayerTensors load_tensors(const Task& task) {
  const auto& layer = task.network.layers[task.layer];
  const bool last = task.layer + 1 == task.network.layers.size();
  LayerTensors tensors;
  Problems problems;
  problems.attempt([&] {
    if (std::holds_alternative<workload::Lstm>(layer.shape)) {
      tensors.lstm = workload::load_lstm_weights(layer);
    } else {
      tensors.weights = workload::load_weights(layer);
    }
  });
  problems.attempt([&] {
    tensors.inputs = task.flowing_input ? *task.flowing_input : workload::load_activations(layer);
  });
  problems.attempt([&] {
    if (last && task.network.labels) tensors.labels = workload::load_labels(*task.network.labels);
  });
  problems.raise_if_any();
  // No inputs: those of a layer before have a problem already.
  if (tensors.labels && tensors.inputs.count() > 0) {
    check_count(task.network, tensors.labels->size(), tensors.inputs.count());
  }
  return tensors;
}

std::vector<std::int64_t> reference_sums(const workload::Layer& layer,
                                         const LayerTensors& tensors) {
  if (tensors.sums) return *tensors.sums;
  const auto* lstm = std::get_if<workload::Lstm>(&layer.shape);
  std::vector<std::int64_t> sums;
  for (std::size_t v = 0; v < tensors.inputs.count(); ++v) {
    const auto input = tensors.inputs.vector(v);
    const auto one = lstm ? reference::lstm(*lstm, layer.lstm.formats, tensors.lstm, input)
                          : reference::layer(layer.shape, tensors.weights, input);
    sums.insert(sums.end(), one.begin(), one.end());
  }
  return sums;
}

Vectors narrowed(const std::vector<std::int64_t>& sums, const workload::Layer& layer) {
  Vectors outputs{static_cast<std::size_t>(outputs_of(layer.shape)), {}};
  outputs.values.reserve(sums.size());
  for (const auto sum : sums) outputs.values.push_back(workload::narrow(sum, layer.output));
  return outputs;
}

std::vector<Vectors> flowing_inputs(const Network& network) {
  const auto& layers = network.layers;
  std::vector<Vectors> inputs(layers.size());
  Problems problems;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const bool feeds_next = i + 1 < layers.size() && !layers[i + 1].activations;
    const bool flows_in = !layers[i].activations;
    // A layer that feeds nobody is loaded by whoever runs it; after a problem nobody will.
    if (!feeds_next && problems.empty()) continue;
    problems.attempt([&] {
      const auto tensors = load_tensors({network, i, flows_in ? &inputs[i] : nullptr});
      if (feeds_next && problems.empty())
        inputs[i + 1] = narrowed(reference_sums(layers[i], tensors), layers[i]);
    });
  }
  problems.raise_if_any();
  return inputs;
}

}  // namespace sim::machine
