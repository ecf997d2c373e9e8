// SPDX-License-Identifier: Apache-2.0
// A machine's config with a convolution for it, small enough to be written down or drawn at random.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "arch/sot_mram/mapper.h"
#include "arch/sot_mram/sot_mram.h"
#include "sim/tensor/dense.h"
#include "tests/machine/layer_run.h"

namespace arch::sot_mram::test {

using sim::fabric::Engine;
using sim::machine::LayerRun;
using sim::machine::test::account_for_all_time;
using sim::machine::test::count;
using sim::machine::test::figure;
using sim::machine::test::same;
using sim::machine::test::same_without_values;
using sim::workload::Convolution;

/// configs/sot_mram/imce.json.
Config imce();

/// imce with so many banks of one sub-array, rows of 64 columns, 1 ns a cycle, writes of 2.
Config small(int banks);

struct LayerCase {
  Config config;
  Convolution shape;
  sim::tensor::Dense<std::int16_t> weights;  ///< (filters, columns), the bias last if there is one
  int weight_bits = 3, input_bits = 4;       ///< signed widths, as a workload states them
  bool has_bias = false;
  sim::workload::Vectors inputs;

  sim::workload::WeightMatrix matrix() const {
    return {sim::tensor::Csc::encode(weights), has_bias, 3};
  }
  sim::workload::Layer layer() const;
  Mapping mapping() const;
};

/// Weights and inputs that are all 1, one image, no bias.
LayerCase ones(const Config& config, const Convolution& shape);
/// A fully connected layer of such a kind.
LayerCase ones(const Config& config, int inputs, int outputs);

LayerRun run(const LayerCase& layer, Engine engine = Engine::decoupled, bool values = true);
std::int64_t cycles(const LayerCase& layer);
/// What the reference says, image after image.
std::vector<std::int64_t> reference(const LayerCase& layer);
/// The messages of a layer that is refused, empty if it runs.
std::string refusal(const LayerCase& layer);

/// Random machines with convolutions in every encoding and mapping. `alone`: no sub-array shares
/// its bus, and nothing comes from DRAM.
LayerCase any_layer_case(bool alone);

/// Whether the property holds for so many random layers; prints the layer that it fails for.
bool holds_for_random_layers(int layers, bool alone,
                             const std::function<void(const LayerCase&)>& property);

std::ostream& operator<<(std::ostream& out, const LayerCase& layer);

}  // namespace arch::sot_mram::test
