// SPDX-License-Identifier: Apache-2.0
// The tensors of a network's layers, and what flows from one layer to the next.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "sim/fabric/simulation.h"
#include "sim/workload/layer_data.h"
#include "sim/workload/lstm_weights.h"

namespace sim::machine {

struct LayerTensors {
  workload::WeightMatrix weights;  ///< of a layer that is no LSTM
  workload::LstmWeights lstm;      ///< of one that is
  workload::Vectors inputs;
  std::optional<std::vector<int>> labels;  ///< of the inputs, on the last layer if there are any
  std::optional<std::vector<std::int64_t>> sums;  ///< the reference's, if somebody has them already
};

/// What one layer's run needs beside the machine.
struct Task {
  const workload::Network& network;
  std::size_t layer = 0;
  const workload::Vectors* flowing_input = nullptr;  ///< null: the layer's own activations
  fabric::Engine engine = fabric::Engine::decoupled;
  const LayerTensors* tensors = nullptr;  ///< null: they are made
  fabric::Timeline* timeline = nullptr;   ///< records the waits of all blocks
  bool values = true;                     ///< false: not computed, where the machine can do without
};

/// The tensors of a layer. UserError with the problems of all of them.
LayerTensors load_tensors(const Task& task);

/// The reference's sums before the output stage, vector after vector; an LSTM's outputs.
std::vector<std::int64_t> reference_sums(const workload::Layer& layer, const LayerTensors& tensors);

/// The sums as they leave the layer's output stage.
workload::Vectors narrowed(const std::vector<std::int64_t>& sums, const workload::Layer& layer);

/// The inputs of every layer that takes the outputs of the layer before it, as the reference
/// computes them; empty for layers with activations of their own. Every machine's outputs are
/// proved equal to the reference's, so layers need not run one after the other. UserError with the
/// problems of all layers' tensors.
std::vector<workload::Vectors> flowing_inputs(const workload::Network& network);

}  // namespace sim::machine
