// SPDX-License-Identifier: Apache-2.0
// A machine's config with a network for it, small enough to be written down or drawn at random.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "arch/memristor/memristor.h"
#include "sim/tensor/dense.h"
#include "tests/machine/layer_run.h"

namespace arch::memristor::test {

using sim::fabric::Engine;
using sim::machine::NetworkRun;
using sim::machine::test::account_for_all_time;
using sim::machine::test::count;
using sim::machine::test::figure;
using sim::machine::test::same;
using sim::machine::test::same_without_values;
using sim::workload::Convolution;
using sim::workload::FullyConnected;

/// A shipped config of the machine.
Config shipped(const std::string& name);

/// ISAAC-CE with one copy of every layer, and one round.
Config one_copy();

/// A machine of a single array, whose rows take 100 ns each; larger networks are reloaded.
Config one_array();

struct LayerCase {
  sim::workload::Layer layer;
  sim::tensor::Dense<std::int16_t> weights;  ///< (outputs, columns), the bias last if there is one
  bool has_bias = false;
  sim::workload::Vectors inputs;

  sim::workload::WeightMatrix matrix() const {
    return {sim::tensor::Csc::encode(weights), has_bias, 3};
  }
};

struct NetworkCase {
  Config config;
  std::vector<LayerCase> layers;
};

/// A layer of weights and inputs that are all 1, one vector.
LayerCase layer_of_ones(const std::string& name, const sim::workload::Shape& shape);

struct Ran {
  NetworkRun run;
  std::vector<std::vector<std::int64_t>> sums;  ///< by layer
};
Ran run(const NetworkCase& network, Engine engine = Engine::decoupled, bool values = true);

/// A figure of the whole network; sim::Fault if it has none of this name.
double figure(const NetworkRun& run, const std::string& name);

/// The cycles of one layer alone.
std::int64_t cycles(const Config& config, const LayerCase& layer);

std::vector<std::int64_t> reference(const LayerCase& layer);
/// By the machine's own definition.
std::vector<std::int64_t> definition(const Config& config, const LayerCase& layer);
/// The messages of a network that is refused, empty if it runs.
std::string refusal(const NetworkCase& network);

/// Random machines with networks of 1 to 4 layers: convolutions with groups, strides, padding and
/// pooling between them, fully connected layers; a few that take their inputs from outside.
/// `lossless`: with an ADC that has every sum.
NetworkCase any_network(bool lossless);

/// Whether the property holds for so many random networks; prints the one that it fails for.
bool holds_for_random_networks(int networks, bool lossless,
                               const std::function<void(const NetworkCase&)>& property);

std::ostream& operator<<(std::ostream& out, const NetworkCase& network);

}  // namespace arch::memristor::test
