// SPDX-License-Identifier: Apache-2.0
// A machine's config with a layer for it, small enough to be written down or drawn at random.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "arch/cap_ram/cap_ram.h"
#include "arch/cap_ram/mapper.h"
#include "sim/tensor/dense.h"
#include "tests/machine/layer_run.h"

namespace arch::cap_ram::test {

using sim::fabric::Engine;
using sim::machine::LayerRun;
using sim::machine::test::account_for_all_time;
using sim::machine::test::count;
using sim::machine::test::figure;
using sim::machine::test::same;
using sim::machine::test::same_without_values;
using sim::workload::Convolution;

/// A config of configs/cap_ram.
Config shipped(const std::string& name);
inline Config jssc2021() { return shipped("jssc2021"); }

/// A digital macro of `slices` x `circuits` x `planes` ternary digits, all in one cycle: no waits
/// but those of the macros.
Config bare(int slices, int circuits, int planes);

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
LayerCase ones(const Config& config, const Convolution& shape);
/// A fully connected layer of the same.
LayerCase ones(const Config& config, int inputs, int outputs);

LayerRun run(const LayerCase& layer, Engine engine = Engine::decoupled, bool values = true);
std::int64_t cycles(const LayerCase& layer);
/// What the reference says, image after image, and what the machine's definition does.
std::vector<std::int64_t> reference(const LayerCase& layer);
std::vector<std::int64_t> definition(const LayerCase& layer);
/// The messages of a layer that is refused, empty if it runs.
std::string refusal(const LayerCase& layer);

/// Random machines with layers: all encodings and converters, several macros, rounds, groups,
/// strides, padding. `lossy`: with converters, some of them with effects.
LayerCase any_layer_case(bool lossy);

/// Whether the property holds for so many random layers; prints the layer that it fails for.
bool holds_for_random_layers(int layers, bool lossy,
                             const std::function<void(const LayerCase&)>& property);

std::ostream& operator<<(std::ostream& out, const LayerCase& layer);

}  // namespace arch::cap_ram::test
