// SPDX-License-Identifier: Apache-2.0
// Every knob of the SOT-MRAM engine. The values stand in configs/sot_mram/*.json with their
// sources.
#pragma once

#include "arch/sot_mram/parts/plane_code.h"
#include "arch/sot_mram/parts/sense_amplifier.h"
#include "sim/base/time.h"
#include "sim/config/field.h"

namespace arch::sot_mram {

/// How a cell is written: by spin-orbit torque, or by spin-transfer torque.
enum class Device { sot, stt };

/// One of them stays in a sub-array while the other is written again and again.
enum class Operand { weights, inputs };

struct Config {
  int groups = 0, banks = 0, mats = 0, sub_arrays = 0;  ///< each in one of the level above
  double clock_mhz = 0;
  double node_nm = 0;

  Device device = Device::sot;
  int parallel_ohm = 0, antiparallel_ohm = 0;
  double read_microamperes = 0;  ///< through the two cells of a column together
  double offset_millivolts = 0;  ///< of a sense amplifier
  Sensing sensing = Sensing::logic_and;

  int rows = 0, columns = 0;
  int scratch_rows = 0;  ///< that hold no operand
  double sense_ns = 0, write_ns = 0;
  int pipeline_stages = 0;
  int accumulator_bits = 0;
  int result_buffers = 0;

  Encoding activation_code = Encoding::unsigned_integer;
  Encoding weight_code = Encoding::twos_complement;
  int most_activation_bits = 0, most_weight_bits = 0;

  Operand resident = Operand::weights;
  bool double_buffering = true;
  bool skip_zero_rows = false;
  bool skip_pruned = true;

  int bus_bits = 0;
  int sums_per_cycle = 0;
  int image_bank_bytes = 0, kernel_bank_bytes = 0;
  double dram_gb_per_s = 0;

  sim::config::Fields fields();
  /// Rules across parameters: (key, what is wrong).
  std::vector<std::pair<std::string, std::string>> contradictions() const;

  sim::Time period() const { return sim::period_of(clock_mhz); }
  std::int64_t bank_count() const { return std::int64_t{groups} * banks; }
  std::int64_t sub_arrays_per_bank() const { return std::int64_t{mats} * sub_arrays; }
  std::int64_t sub_array_count() const { return bank_count() * sub_arrays_per_bank(); }
  /// Cycles of a two-row activation, and of the writing of a row.
  sim::Cycles sense_cycles() const { return cycles_of(sense_ns); }
  sim::Cycles write_cycles() const { return cycles_of(write_ns); }
  /// Whether a row of ones counts what affine weights add up to; XOR does without.
  bool has_row_of_ones() const {
    return weight_code == Encoding::affine && sensing == Sensing::logic_and;
  }
  /// A row of zeros adds nothing, unless it is one of weights and XOR takes it for -1s.
  bool skips_zero_rows(Operand of) const {
    return skip_zero_rows && (sensing == Sensing::logic_and || of == Operand::inputs);
  }
  /// Rows for operands.
  int operand_rows() const { return rows - scratch_rows; }
  double dram_bits_per_cycle() const { return dram_gb_per_s * 8000 / clock_mhz; }

 private:
  sim::Cycles cycles_of(double nanoseconds) const;
};

}  // namespace arch::sot_mram
