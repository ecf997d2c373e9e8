// SPDX-License-Identifier: Apache-2.0
// A machine's config with a convolution for it, small enough to be written down or drawn at random.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <iostream>
#include <string>
#include <vector>

#include "arch/dcnn/dcnn.h"
#include "arch/dcnn/mapper.h"
#include "sim/tensor/dense.h"
#include "tests/machine/layer_run.h"

namespace arch::dcnn::test {

using sim::fabric::Engine;
using sim::machine::LayerRun;
using sim::machine::test::account_for_all_time;
using sim::machine::test::count;
using sim::machine::test::figure;
using sim::machine::test::same;
using sim::machine::test::same_without_values;
using sim::workload::Convolution;

/// configs/dcnn/isca2017.json.
Config isca2017();

/// isca2017 with another grid, and no latencies, waits or limits but those of the array itself.
Config bare(int grid_rows, int grid_columns);

struct LayerCase {
  Config config;
  Convolution shape;
  sim::workload::WeightMatrix weights;
  sim::workload::Vectors inputs;

  int images() const { return static_cast<int>(inputs.count()); }
  Mapping mapping() const { return map_layer(config, shape, weights, {}); }
};

/// Weights and inputs that are all 1, one image, no bias.
LayerCase dense(const Config& config, const Convolution& shape);

LayerRun run(const LayerCase& layer, Engine engine = Engine::decoupled, bool values = true);
std::int64_t cycles(const LayerCase& layer);

/// Random grids of 1 to 3 x 1 to 3 PEs with convolutions that fit them: groups, depthwise, strides,
/// padding, kernels of 1 x 1 to 5 x 5, planes smaller than the grid, with a bias or without.
/// `resident`: all activations fit the RAMs.
LayerCase any_layer_case(bool resident);

/// Whether the property holds for so many random layers; prints the layer that it fails for.
bool holds_for_random_layers(int layers, bool resident,
                             const std::function<void(const LayerCase&)>& property);

std::ostream& operator<<(std::ostream& os, const LayerCase& layer);

}  // namespace arch::dcnn::test
