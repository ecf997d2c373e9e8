// SPDX-License-Identifier: Apache-2.0
#include "arch/sot_mram/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace arch::sot_mram {

using sim::config::above;
using sim::config::between;
using sim::config::choice;
using sim::config::field;
using sim::config::Fields;

namespace {

Fields array_fields(Config& c) {
  return {
      field("groups", c.groups, "groups of the chip", "groups", between(1, 1024)),
      field("banks", c.banks, "banks of a group; each has a bus and a digital unit", "banks",
            between(1, 1024)),
      field("mats", c.mats, "mats of a bank", "mats", between(1, 64)),
      field("sub_arrays", c.sub_arrays, "computational sub-arrays of a mat", "sub-arrays",
            between(1, 64)),
      field("clock_mhz", c.clock_mhz, "clock of the whole machine", "MHz", between(1, 100000))
          .only_timing(),
      field("node_nm", c.node_nm, "technology node that the figures stand for", "nm", above(0))
          .only_timing(),
      field("sub_array/rows", c.rows, "rows of cells", "rows", between(4, 65536)),
      field("sub_array/columns", c.columns, "columns of cells, each with a sense amplifier",
            "columns", between(8, 65536)),
      field("sub_array/scratch_rows", c.scratch_rows, "rows that hold no operand", "rows",
            between(0, 65536)),
      field("sub_array/sense_ns", c.sense_ns, "activation of two rows until all columns are sensed",
            "ns", above(0))
          .only_timing(),
      field("sub_array/write_ns", c.write_ns, "writing of a row", "ns", above(0)).only_timing(),
      field("sub_array/pipeline_stages", c.pipeline_stages,
            "from the end of sensing to the sum: bit counter, shifter, accumulator", "stages",
            between(1, 100))
          .only_timing(),
      field("sub_array/accumulator_bits", c.accumulator_bits, "one partial sum", "bits",
            between(8, 64)),
      field("sub_array/result_buffers", c.result_buffers,
            "bursts of partial sums that wait for the digital unit", "bursts", between(1, 1024))
          .only_timing(),
  };
}

Fields cell_fields(Config& c) {
  return {
      field("cell/device", choice<Device>(c.device, {{"sot", Device::sot}, {"stt", Device::stt}}),
            "how a cell is written; decides which prices are taken"),
      field("cell/parallel_ohm", c.parallel_ohm, "resistance of a 0", "ohm", between(1, 1 << 24)),
      field("cell/antiparallel_ohm", c.antiparallel_ohm, "resistance of a 1", "ohm",
            between(1, 1 << 24)),
      field("sense_amplifier/current_ua", c.read_microamperes,
            "through the active cells of a column together", "uA", above(0)),
      field("sense_amplifier/offset_mv", c.offset_millivolts,
            "difference that a sense amplifier must at least see", "mV", above(0)),
      field("sense_amplifier/function",
            choice<Sensing>(c.sensing, {{"and", Sensing::logic_and}, {"xor", Sensing::logic_xor}}),
            "what two rows are sensed for; xor takes the bits of affine weights for -1 and +1 and "
            "needs no row of ones, but both references"),
  };
}

Fields operand_fields(Config& c) {
  using enum Encoding;
  return {
      field("activations/encoding",
            choice<Encoding>(c.activation_code, {{"unsigned", unsigned_integer},
                                                 {"twos_complement", twos_complement}}),
            "unsigned: a bit less than the workload states, for the sign"),
      field("activations/most_bits", c.most_activation_bits, "rows of an activation at most",
            "bits", between(1, 16)),
      field("weights/encoding",
            choice<Encoding>(c.weight_code, {{"unsigned", unsigned_integer},
                                             {"twos_complement", twos_complement},
                                             {"affine", affine},
                                             {"sign_magnitude", sign_magnitude}}),
            "affine: DoReFa's odd levels from -(2^n - 1) to 2^n - 1; sign_magnitude: rows of the "
            "positive weights and rows of the negative ones"),
      field("weights/most_bits", c.most_weight_bits,
            "rows of a weight at most, of one sign in sign_magnitude", "bits", between(1, 16)),
  };
}

Fields mapping_fields(Config& c) {
  return {
      field(
          "mapping/resident",
          choice<Operand>(c.resident, {{"weights", Operand::weights}, {"inputs", Operand::inputs}}),
          "the operand that stays in a sub-array while the other is written anew"),
      field("mapping/double_buffering", c.double_buffering,
            "whether some sub-arrays compute while others are written; else all do the same"),
      field("mapping/skip_zero_rows", c.skip_zero_rows,
            "whether rows of zeros are neither written nor activated"),
      field("mapping/skip_pruned", c.skip_pruned,
            "whether filters and columns without any weight are left out"),
      field("bus/bits", c.bus_bits, "that a bank's bus brings to its sub-arrays", "bits/cycle",
            between(1, 1 << 20))
          .only_timing(),
      field("digital_unit/sums_per_cycle", c.sums_per_cycle,
            "partial sums that the digital unit of a bank adds up", "sums/cycle", between(1, 4096))
          .only_timing(),
      field("image_bank/bytes", c.image_bank_bytes,
            "inputs of a layer that need no DRAM, for one image", "bytes", between(1, 1 << 30)),
      field("kernel_bank/bytes", c.kernel_bank_bytes, "weights of a layer that need no DRAM",
            "bytes", between(1, 1 << 30)),
      field("dram/bandwidth_gb_per_s", c.dram_gb_per_s, "of what does not fit the banks", "GB/s",
            above(0))
          .only_timing(),
  };
}

}  // namespace

Fields Config::fields() {
  auto all = array_fields(*this);
  for (const auto& part : {cell_fields(*this), operand_fields(*this), mapping_fields(*this)}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> Config::contradictions() const {
  std::vector<std::pair<std::string, std::string>> found;
  if (antiparallel_ohm <= parallel_ohm) {
    found.emplace_back("cell/antiparallel_ohm", fmt::format("{} is not above cell/parallel_ohm, {}",
                                                            antiparallel_ohm, parallel_ohm));
  } else {
    const SenseAmplifier amplifier(parallel_ohm, antiparallel_ohm);
    const auto margin = amplifier.least_margin_ohm() * read_microamperes * 1e-3;
    if (margin < offset_millivolts) {
      found.emplace_back("sense_amplifier/offset_mv",
                         fmt::format("{} is more than the margin of two active cells, {:.3g} mV "
                                     "(cell/*_ohm, sense_amplifier/current_ua)",
                                     offset_millivolts, margin));
    }
  }
  if (sensing == Sensing::logic_xor && weight_code != Encoding::affine) {
    found.emplace_back("sense_amplifier/function",
                       "xor is for weights whose bits are -1 and +1: affine ones "
                       "(weights/encoding)");
  }
  if (scratch_rows > rows - 2) {
    found.emplace_back("sub_array/scratch_rows",
                       fmt::format("{} of {} rows leave no two for operands", scratch_rows, rows));
  }
  return found;
}

sim::Cycles Config::cycles_of(double nanoseconds) const {
  return std::max<sim::Cycles>(1, static_cast<sim::Cycles>(std::ceil(
                                      nanoseconds * 1000 / static_cast<double>(period().count()))));
}

}  // namespace arch::sot_mram
