// SPDX-License-Identifier: Apache-2.0
// Every knob of the EIE machine. The values stand in configs/eie/*.json with their sources.
#pragma once

#include "sim/base/time.h"
#include "sim/config/field.h"

namespace arch::eie {

struct Config {
  int processing_elements = 0;
  double clock_mhz = 0;
  double node_nm = 0;

  int code_bits = 0;   ///< of a shared weight's code
  int index_bits = 0;  ///< of the relative row index
  int value_bits = 0;  ///< of a decoded weight and of an activation

  int queue_slots = 0;  ///< of the activation queue's ring; one stays free to tell full from empty
  int broadcast_latency = 0;
  int lnzd_fan_in = 0;

  int pointer_bytes = 0;
  int pointer_bits = 0;
  int matrix_bytes = 0;
  int matrix_width_bits = 0;
  int activation_bytes = 0;
  int activation_width_bits = 0;
  int activation_registers = 0;  ///< entries of the source and of the destination register file

  int pointer_read_cycles = 0;
  int matrix_read_cycles = 0;
  int arithmetic_stages = 0;

  bool io_counted = false;
  double io_gb_per_s = 0;

  sim::config::Fields fields();
  /// Rules across parameters: (key, what is wrong).
  std::vector<std::pair<std::string, std::string>> contradictions() const;

  sim::Time period() const { return sim::period_of(clock_mhz); }
  int usable_queue_slots() const { return queue_slots - 1; }
  int entry_bits() const { return code_bits + index_bits; }
  /// Entries that one read of the matrix SRAM delivers.
  int entries_per_line() const { return matrix_width_bits / entry_bits(); }
  /// Cycles from the issue of the last entry to its sum's write.
  int drain_cycles() const {
    return pointer_read_cycles + matrix_read_cycles + arithmetic_stages - 1;
  }
  /// Activations moved per cycle between the activation SRAM and the register files.
  int activations_per_access() const { return activation_width_bits / value_bits; }
  /// Inputs (and outputs) of one batch: what the register files of all PEs hold.
  int batch_length() const { return processing_elements * activation_registers; }
};

}  // namespace arch::eie
