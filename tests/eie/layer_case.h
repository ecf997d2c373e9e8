// SPDX-License-Identifier: Apache-2.0
// A machine's config with a layer for it, small enough to be written down or drawn at random.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "arch/eie/eie.h"
#include "sim/tensor/dense.h"
#include "tests/machine/layer_run.h"

namespace arch::eie::test {

using Matrix = sim::tensor::Dense<std::int16_t>;
using sim::fabric::Engine;
using sim::machine::LayerRun;
using sim::machine::test::account_for_all_time;
using sim::machine::test::figure;
using sim::machine::test::same;
using sim::machine::test::same_without_values;

/// configs/eie/isca2016.json.
inline Config isca2016() {
  return {.processing_elements = 64,
          .clock_mhz = 800,
          .node_nm = 45,
          .code_bits = 4,
          .index_bits = 4,
          .value_bits = 16,
          .queue_slots = 8,
          .broadcast_latency = 1,
          .lnzd_fan_in = 4,
          .pointer_bytes = 32768,
          .pointer_bits = 16,
          .matrix_bytes = 131072,
          .matrix_width_bits = 64,
          .activation_bytes = 2048,
          .activation_width_bits = 64,
          .activation_registers = 64,
          .pointer_read_cycles = 1,
          .matrix_read_cycles = 1,
          .arithmetic_stages = 4,
          .io_counted = false,
          .io_gb_per_s = 12.8};
}

inline Config with_processing_elements(int n) {
  auto config = isca2016();
  config.processing_elements = n;
  return config;
}

struct LayerCase {
  Config config;
  Matrix matrix;  ///< (rows, columns), the bias being the last column
  bool has_bias = false;
  std::int16_t bias_input = 1;
  sim::workload::Vectors inputs;
  std::optional<sim::workload::Convolution> convolution = {};  ///< else fully connected

  sim::workload::Shape shape() const;
  int groups() const { return convolution ? convolution->groups : 1; }
  int rows() const { return static_cast<int>(matrix.shape()[0]); }
  int columns() const { return static_cast<int>(matrix.shape()[1]); }
  int input_count() const { return columns() - has_bias; }
  std::int16_t weight(int row, int column) const {
    return matrix(static_cast<std::size_t>(row), static_cast<std::size_t>(column));
  }
};

/// Weights and inputs that are all 1, one vector, no bias.
LayerCase dense(const Config& config, std::size_t rows, std::size_t columns);

sim::workload::WeightMatrix weights_of(const LayerCase& layer);
LayerRun run(const LayerCase& layer, Engine engine = Engine::decoupled, bool values = true);

/// Random configs of 1 to 9 PEs with layers that fit them, with and without batches and loads;
/// every third is a convolution.
LayerCase any_layer_case();
std::ostream& operator<<(std::ostream& os, const LayerCase& layer);

/// Whether the property holds for so many random layers; prints the one that it fails for.
bool holds_for_random_layers(int layers, const std::function<void(const LayerCase&)>& property);

}  // namespace arch::eie::test
