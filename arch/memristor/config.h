// SPDX-License-Identifier: Apache-2.0
// Every knob of the memristor machine. The values stand in configs/memristor/*.json with their
// sources.
#pragma once

#include <optional>
#include <string>

#include "arch/memristor/parts/crossbar_matrix.h"
#include "sim/base/time.h"
#include "sim/config/field.h"

namespace arch::memristor {

/// How often a layer's weights stand on the machine: once, or so often that all layers of a network
/// keep pace.
enum class Copies { one, balanced };

/// Where the weights of a network stand that need more arrays than a chip has: on more chips, or in
/// turn on those that there are.
enum class Short { more_chips, reload };

/// What ISAAC's 22 cycles consist of beside the reads: cycles of each stage of a window's way.
struct Stages {
  int fetch = 0;          ///< from the eDRAM over the bus to the input registers
  int convert = 0;        ///< from the last read to its last conversion
  int shift_and_add = 0;  ///< to the unit's output register
  int collect = 0;        ///< over the bus to the tile's shift-and-add
  int activate = 0;       ///< sigmoid
  int write = 0;          ///< to the eDRAM
  int pool = 0;           ///< more, where outputs are pooled
};

struct Config {
  double node_nm = 0;

  int chips = 0;   ///< of the machine, at most
  int tiles = 0;   ///< of a chip
  int units = 0;   ///< of a tile
  int arrays = 0;  ///< of a unit
  CrossbarDesign design;
  std::string adc_price;  ///< kind of the ADC in the price list
  int adcs = 0;           ///< of an array
  double adc_gs_per_s = 0;
  double read_ns = 0;  ///< that an array needs to settle
  bool synchronised = false;
  Stages stages;

  double digital_mhz = 0;  ///< clock of eDRAM, bus, and the tile's digital units
  int input_register_bytes = 0;
  int output_register_bytes = 0;
  int edram_bytes = 0;
  int edram_width_bits = 0;
  int bus_bits = 0;
  int sigmoids = 0;
  int tile_register_bytes = 0;
  int tiles_per_router = 0;
  int flit_bits = 0;
  int router_cycles = 0;
  int links = 0;
  double link_gb_per_s = 0;  ///< of one link
  bool images_counted = false;

  Copies copies = Copies::one;
  int last_copies = 1;
  bool drop_zeros = false;
  Short short_of_arrays = Short::more_chips;
  int rounds = 1;

  double pulse_ns = 0;     ///< of programming
  int pulses = 1;          ///< until a row of cells has its levels
  int arrays_at_once = 1;  ///< that a tile programs

  bool ideal = true;
  DeviceEffects devices;
  double on_off_ratio = 0;  ///< 0: infinite
  std::int64_t seed = 0;

  sim::config::Fields fields();
  /// Rules across parameters: (key, what is wrong).
  std::vector<std::pair<std::string, std::string>> contradictions() const;

  /// The design of the arrays, with the devices unless they are ideal.
  CrossbarDesign crossbar_design() const;
  /// A read of an array with the conversion of all its columns: the cycle of the machine.
  sim::Time cycle() const;
  int units_per_chip() const { return tiles * units; }
  /// Whole weights in a row of an array.
  int weights_per_row() const { return design.columns / design.weight.slices(); }
  /// Arrays that a block of weights takes: a differential pair takes two.
  int arrays_per_block() const { return design.encoding == Encoding::differential ? 2 : 1; }
  /// Rows that a read activates.
  int active_rows() const {
    return design.encoding == Encoding::fragments ? design.fragment_rows : design.rows;
  }
  int input_bytes() const { return (design.input.bits + 7) / 8; }
  double digital_cycles_per_cycle() const;
  /// Whether no sum can ever be beyond the ADC's range, whatever the weights.
  bool lossless() const;
  /// Cycles from the last read of a window to the last of its outputs in the eDRAM.
  int cycles_after_reads() const {
    return stages.convert + stages.shift_and_add + stages.collect + stages.activate + stages.write;
  }
};

}  // namespace arch::memristor
