// SPDX-License-Identifier: Apache-2.0
// A machine's config with a convolution for it, small enough to be written down or drawn at random.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "arch/pcnn/mapper.h"
#include "arch/pcnn/pcnn.h"
#include "sim/tensor/dense.h"
#include "tests/machine/layer_run.h"

namespace arch::pcnn::test {

using sim::fabric::Engine;
using sim::machine::LayerRun;
using sim::machine::test::account_for_all_time;
using sim::machine::test::count;
using sim::machine::test::figure;
using sim::machine::test::same;
using sim::machine::test::same_without_values;
using sim::workload::Convolution;

/// configs/pcnn/dac2020.json.
Config dac2020();

/// dac2020 with so many PEs, and no latencies, waits or limits but those of the lanes.
Config bare(int processing_elements);

struct LayerCase {
  Config config;
  Convolution shape;
  sim::tensor::Dense<std::int16_t> weights;  ///< (filters, columns), the bias last if there is one
  bool has_bias = false;
  sim::workload::Vectors inputs;

  sim::workload::WeightMatrix matrix() const {
    return {sim::tensor::Csc::encode(weights), has_bias, 3};
  }
  Mapping mapping() const;
};

/// Weights and inputs that are all 1, one image, no bias.
LayerCase dense(const Config& config, const Convolution& shape);

/// Kernels of `kept` weights 1 in the first positions, inputs all 1.
LayerCase pruned(const Config& config, const Convolution& shape, int kept);

LayerRun run(const LayerCase& layer, Engine engine = Engine::decoupled, bool values = true);
std::int64_t cycles(const LayerCase& layer);
/// What the reference says, image after image.
std::vector<std::int64_t> reference(const LayerCase& layer);
/// The messages of a layer that is refused, empty if it runs.
std::string refusal(const LayerCase& layer);

/// Random machines with convolutions: groups, depthwise, strides, padding, kernels of 1 x 1 to
/// 5 x 5, most of them 3 x 3 with patterns. `resident`: activations fit the memories.
LayerCase any_layer_case(bool resident);

/// Whether the property holds for so many random layers; prints the layer that it fails for.
bool holds_for_random_layers(int layers, bool resident,
                             const std::function<void(const LayerCase&)>& property);

std::ostream& operator<<(std::ostream& out, const LayerCase& layer);

}  // namespace arch::pcnn::test
