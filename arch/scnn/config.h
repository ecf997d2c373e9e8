// SPDX-License-Identifier: Apache-2.0
// Every knob of the SCNN machine. The values stand in configs/scnn/*.json with their sources.
#pragma once

#include "sim/base/time.h"
#include "sim/config/field.h"

namespace arch::scnn {

struct Config {
  int grid_rows = 0, grid_columns = 0;
  double pe_pitch_mm = 0;
  double clock_mhz = 0;
  double node_nm = 0;

  int weights_per_vector = 0;      ///< F
  int activations_per_vector = 0;  ///< I
  int operand_bits = 0;
  int run_bits = 0;  ///< of the count of zeros before a value
  bool weights_compressed = true;
  bool activations_compressed = true;

  int fifo_vectors = 0;
  int chunk_vectors = 0;

  int banks = 0;
  int bank_entries = 0;
  int accumulator_bits = 0;
  int queue_depth = 0;
  bool merges = false;  ///< equal addresses of a pair, before the crossbar
  int pipeline_stages = 0;

  int activation_ram_bytes = 0;  ///< IARAM, and OARAM as well
  double expected_output_density = 0;

  int halo_per_cycle = 0;
  int outputs_per_cycle = 0;

  int broadcast_latency = 0;
  double dram_gb_per_s = 0;

  sim::config::Fields fields();
  /// Rules across parameters: (key, what is wrong).
  std::vector<std::pair<std::string, std::string>> contradictions() const;

  sim::Time period() const { return sim::period_of(clock_mhz); }
  int processing_elements() const { return grid_rows * grid_columns; }
  int multipliers() const { return weights_per_vector * activations_per_vector; }
  int accumulators() const { return banks * bank_entries; }
  int element_bits() const { return operand_bits + run_bits; }
  /// Elements, zero-run placeholders included, that one activation RAM holds.
  std::int64_t ram_elements() const {
    return std::int64_t{activation_ram_bytes} * 8 / element_bits();
  }
  double dram_bytes_per_cycle() const { return dram_gb_per_s * 1000 / clock_mhz; }
  /// Cycles that so many bits take from or to DRAM, at least 1.
  sim::Cycles dram_cycles(double bits) const;
};

}  // namespace arch::scnn
