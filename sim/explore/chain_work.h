// SPDX-License-Identifier: Apache-2.0
// What a worker does with a chain of layers, and what its answer means.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sim/explore/layer_jobs.h"
#include "sim/explore/tracing.h"
#include "sim/explore/workers.h"
#include "sim/fabric/simulation.h"
#include "sim/machine/layer_tensors.h"
#include "sim/machine/result.h"

namespace sim::explore {

/// Of every network, the inputs that flow into each of its layers: see machine::flowing_inputs().
using Flows = std::map<const workload::Network*, std::vector<workload::Vectors>>;

/// Of the networks of these chains that have layers without activations of their own.
Flows flows_of(const std::vector<LayerRequest>& requests, const std::vector<RequestChain>& chains);

/// What is known before the worker begins.
struct Known {
  const Flows* flows = nullptr;
  const machine::LayerTensors* tensors = nullptr;  ///< of the only layer of the chain; may be null
  const Tracing* tracing = nullptr;                ///< null: nothing is traced
};

struct Mode {
  fabric::Engine engine = fabric::Engine::decoupled;
  bool values = true;  ///< false: not computed, on machines that can do without
};

/// One worker's answers, packed. Within a chain, outputs of the layer before are inputs of the
/// next.
std::string work_on(const std::vector<LayerRequest>& requests, const RequestChain& chain,
                    const Known& known, const Mode& mode);

/// The answers of a worker to `chain`, which are failures if there are none.
std::vector<machine::LayerAnswer> answers_of(const std::vector<LayerRequest>& requests,
                                             const RequestChain& chain, const Outcome& outcome);

}  // namespace sim::explore
