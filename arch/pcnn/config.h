// SPDX-License-Identifier: Apache-2.0
// Every knob of the PCNN machine. The values stand in configs/pcnn/*.json with their sources.
#pragma once

#include "sim/base/time.h"
#include "sim/config/field.h"

namespace arch::pcnn {

/// What the multipliers of a PE work on at the same time: as many pixels with one weight, or as
/// many weights of the packed stream at one pixel.
enum class Lanes { pixel, nonzero };

/// What stays in a PE while a slab is worked on: a kernel for all groups of pixels, or the sums of
/// a group for all kernels. The other is fetched anew. Lanes over non-zeros keep the sums of a
/// pixel.
enum class Stationary { kernel, sums };

/// What sparsity I/O does about a zero activation: nothing, no switching, or no slot.
enum class ZeroActivations { off, gate, skip };

struct Config {
  int processing_elements = 0;
  int lanes = 0;  ///< multipliers of a PE
  Lanes lanes_over = Lanes::pixel;
  Stationary stationary = Stationary::sums;
  double clock_mhz = 0;
  double node_nm = 0;

  int operand_bits = 0;
  int accumulator_bits = 0;
  bool pattern_mode = true;
  ZeroActivations zero_activations = ZeroActivations::gate;

  int tile_rows = 0, tile_columns = 0;
  int accumulator_sets = 0;
  int pipeline_stages = 0;

  int table_entries = 0;
  int kernels_per_cycle = 0;  ///< that the SPM decoder takes

  int weight_bytes = 0;       ///< all banks together, one bank for every PE
  int weight_width_bits = 0;  ///< of a bank
  int spm_bytes = 0;
  int spm_width_bits = 0;
  int portion_kernels = 0;

  int activation_bytes = 0;  ///< input and output memory together, which are equal
  int activation_banks = 0;  ///< of each of the two
  int activation_width_bits = 0;
  int buffer_bytes = 0;  ///< of one half of the activation buffer
  int broadcast_latency = 0;

  double dram_gb_per_s = 0;
  int dram_burst_bytes = 0;
  int reference_bits = 0;

  sim::config::Fields fields();
  /// Rules across parameters: (key, what is wrong).
  std::vector<std::pair<std::string, std::string>> contradictions() const;

  sim::Time period() const { return sim::period_of(clock_mhz); }
  int tile_pixels() const { return tile_rows * tile_columns; }
  bool keeps_kernel() const {
    return lanes_over == Lanes::pixel && stationary == Stationary::kernel;
  }
  bool skips() const { return zero_activations == ZeroActivations::skip; }
  std::int64_t weight_bank_bits() const {
    return std::int64_t{weight_bytes} * 8 / processing_elements;
  }
  std::int64_t spm_bank_bits() const { return std::int64_t{spm_bytes} * 8 / processing_elements; }
  /// Activations that the input memory (or the output memory) holds.
  std::int64_t memory_activations() const {
    return std::int64_t{activation_bytes} / 2 * 8 / operand_bits;
  }
  /// Activations in one word of a bank of these.
  int word_activations() const { return activation_width_bits / operand_bits; }
  /// Activations that one half of the activation buffer holds.
  std::int64_t buffer_activations() const { return std::int64_t{buffer_bytes} * 8 / operand_bits; }
  double dram_bytes_per_cycle() const { return dram_gb_per_s * 1000 / clock_mhz; }
};

}  // namespace arch::pcnn
