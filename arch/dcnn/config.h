// SPDX-License-Identifier: Apache-2.0
// Every knob of the DCNN machine. The values stand in configs/dcnn/*.json with their sources.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/base/time.h"
#include "sim/config/field.h"

namespace arch::dcnn {

/// Which terms of a sum meet in one dot product. kernel: consecutive ones of the linearised
/// receptive field, whatever their channel and kernel position. channels: channels of one kernel
/// position only.
enum class DotProductOrder { kernel, channels };

/// Which plane is cut in equal tiles: the inputs, as in SCNN (an output belongs to the PE that
/// holds the middle of its window), or the outputs.
enum class CutPlane { input, output };

struct Config {
  int grid_rows = 0;
  int grid_columns = 0;
  double clock_mhz = 0;
  double node_nm = 0;
  double pe_pitch_mm = 0;  ///< for the length of wires

  int value_bits = 0;        ///< of a weight and of an activation
  int accumulator_bits = 0;  ///< of a sum

  int dot_width = 0;  ///< multipliers of a PE, reduced by one adder tree
  DotProductOrder order = DotProductOrder::kernel;
  int dot_stages = 0;  ///< from the operands' registers to the sum's write
  bool gates_zeros = false;

  int accumulator_sums = 0;  ///< of one set
  int accumulator_sets = 0;
  int weight_vectors = 0;  ///< that the weight buffer of a PE holds
  int activation_bytes = 0;
  CutPlane plane = CutPlane::input;
  int halo_words_per_cycle = 0;  ///< of the link to one neighbour
  int ppu_sums_per_cycle = 0;
  int broadcast_latency = 0;

  double dram_gb_per_s = 0;
  int dram_latency = 0;
  int dram_burst_bytes = 0;
  bool compresses_activations = false;
  int run_bits = 0;  ///< zero run before a stored value

  sim::config::Fields fields();
  /// Rules across parameters: (key, what is wrong).
  std::vector<std::pair<std::string, std::string>> contradictions() const;

  sim::Time period() const { return sim::period_of(clock_mhz); }
  int pes() const { return grid_rows * grid_columns; }
  int vector_bits() const { return dot_width * value_bits; }
  std::int64_t activation_words() const { return std::int64_t{activation_bytes} * 8 / value_bits; }
  double dram_bytes_per_cycle() const { return dram_gb_per_s * 1000 / clock_mhz; }
};

}  // namespace arch::dcnn
