// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/config.h"

#include <fmt/format.h>

namespace arch::eie {

using sim::config::above;
using sim::config::between;
using sim::config::field;

std::vector<std::pair<std::string, std::string>> Config::contradictions() const {
  std::vector<std::pair<std::string, std::string>> found;
  if (matrix_width_bits < entry_bits()) {
    found.emplace_back("matrix_memory/width_bits",
                       fmt::format("{} is too narrow: one entry has {} bits (weights/code_bits + "
                                   "weights/index_bits)",
                                   matrix_width_bits, entry_bits()));
  }
  if (activation_width_bits < value_bits) {
    found.emplace_back("activation_memory/width_bits",
                       fmt::format("{} is too narrow: one activation has {} bits "
                                   "(weights/value_bits)",
                                   activation_width_bits, value_bits));
  }
  return found;
}

sim::config::Fields Config::fields() {
  return {
      field("processing_elements", processing_elements,
            "number of PEs; row i of the matrix and activation i belong to PE i mod N", "PEs",
            between(1, 65536)),
      field("clock_mhz", clock_mhz, "clock of the whole machine", "MHz", between(1, 100000))
          .only_timing(),
      field("node_nm", node_nm, "technology node that the figures stand for", "nm", above(0))
          .only_timing(),
      field("weights/code_bits", code_bits,
            "code of a shared weight; code 0 is the weight 0, the others name 2^n - 1 values",
            "bits", between(1, 8)),
      field("weights/index_bits", index_bits,
            "count of zeros before an entry in its PE's part of the column", "bits", between(1, 8)),
      field("weights/value_bits", value_bits, "decoded weight and activation", "bits",
            between(8, 16)),
      field("activation_queue/slots", queue_slots,
            "ring slots of the activation queue in each PE; one stays free, so that a full queue "
            "differs from an empty one",
            "entries", between(2, 1 << 20))
          .only_timing(),
      field("broadcast/latency_cycles", broadcast_latency,
            "from the detection of a non-zero to its visibility in the queues", "cycles",
            between(1, 1000))
          .only_timing(),
      field("leading_nonzero/fan_in", lnzd_fan_in,
            "lanes or nodes under one node of the leading non-zero detection tree", "lanes",
            between(2, 64))
          .only_timing(),
      field("pointer_memory/bytes", pointer_bytes, "pointer SRAM of one PE, both banks", "bytes",
            between(4, 1 << 30)),
      field("pointer_memory/pointer_bits", pointer_bits, "one column pointer", "bits",
            between(4, 32)),
      field("matrix_memory/bytes", matrix_bytes, "sparse matrix SRAM of one PE", "bytes",
            between(4, 1 << 30)),
      field("matrix_memory/width_bits", matrix_width_bits, "one read of the sparse matrix SRAM",
            "bits", between(8, 4096)),
      field("activation_memory/bytes", activation_bytes, "activation SRAM of one PE", "bytes",
            between(4, 1 << 30)),
      field("activation_memory/width_bits", activation_width_bits,
            "one access of the activation SRAM", "bits", between(8, 4096))
          .only_timing(),
      field("activation_registers/entries", activation_registers,
            "entries of the source and of the destination register file of one PE; longer vectors "
            "run in batches",
            "entries", between(1, 65535)),
      field("pipeline/pointer_read_cycles", pointer_read_cycles, "pointer SRAM read", "cycles",
            between(0, 100))
          .only_timing(),
      field("pipeline/matrix_read_cycles", matrix_read_cycles, "sparse matrix SRAM read", "cycles",
            between(0, 100))
          .only_timing(),
      field("pipeline/arithmetic_stages", arithmetic_stages,
            "stages of the arithmetic unit, from decoding to the write of the sum", "stages",
            between(1, 100))
          .only_timing(),
      field("io/counted", io_counted,
            "whether filling the SRAMs with weights takes time (the paper loads once and does not "
            "count it); the windows of a convolution, which come all the time, always take theirs",
            "", {})
          .only_timing(),
      field("io/bandwidth_gb_per_s", io_gb_per_s,
            "DRAM bandwidth in I/O mode: weights, windows of a convolution and their outputs",
            "GB/s", above(0))
          .only_timing(),
  };
}

}  // namespace arch::eie
