// SPDX-License-Identifier: Apache-2.0
// Every knob of the ESE machine. The values stand in configs/ese/*.json with their sources.
#pragma once

#include "sim/base/time.h"
#include "sim/config/field.h"

namespace arch::ese {

/// Of inputs, outputs, states and gates (sim/workload: LstmFormats).
inline constexpr int value_bits = 16;

struct Config {
  int channels = 0;
  int processing_elements = 0;  ///< of one channel
  double clock_mhz = 0;
  double node_nm = 0;

  int weight_bits = 0;
  int index_bits = 0;

  int queue_entries = 0;
  int broadcast_latency = 0;

  int buffers = 0;  ///< 2: one is filled while the other is used
  int weight_entries = 0;
  int pointers = 0;
  int pointer_bits = 0;
  int vector_elements = 0;

  int pointer_read_cycles = 0;
  int matrix_read_cycles = 0;
  int arithmetic_stages = 0;

  int elements_per_cycle = 0;
  int dsp_slices = 0;  ///< of a channel, beside those of its PEs
  int buffer_read_cycles = 0;
  int multiply_cycles = 0;
  int adder_tree_cycles = 0;
  int table_cycles = 0;
  int buffer_write_cycles = 0;
  int table_samples = 0;

  int switch_cycles = 0;

  double dram_gb_per_s = 0;
  int dram_latency = 0;

  sim::config::Fields fields();
  /// Rules across parameters: (key, what is wrong).
  std::vector<std::pair<std::string, std::string>> contradictions() const;

  sim::Time period() const { return sim::period_of(clock_mhz); }
  int entry_bits() const { return weight_bits + index_bits; }
  /// Cycles from the issue of the last entry to its sum's write.
  int drain_cycles() const {
    return pointer_read_cycles + matrix_read_cycles + arithmetic_stages - 1;
  }
  /// Cycles from the first element's address to its result in the vector buffer.
  int element_wise_depth() const {
    return buffer_read_cycles + multiply_cycles + adder_tree_cycles + table_cycles +
           buffer_write_cycles;
  }
  /// Rows of the longest vector that belong to one PE.
  int local_rows() const {
    return (vector_elements + processing_elements - 1) / processing_elements;
  }
  /// Cycles in which one memory moves so many bits.
  sim::Cycles dram_cycles(std::int64_t bits) const;
};

}  // namespace arch::ese
