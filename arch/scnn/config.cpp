// SPDX-License-Identifier: Apache-2.0
#include "arch/scnn/config.h"

#include <fmt/format.h>

#include <cmath>

namespace arch::scnn {

using sim::config::above;
using sim::config::at_most;
using sim::config::between;
using sim::config::field;

sim::Cycles Config::dram_cycles(double bits) const {
  return std::max<sim::Cycles>(1, std::llround(std::ceil(bits / 8 / dram_bytes_per_cycle())));
}

std::vector<std::pair<std::string, std::string>> Config::contradictions() const {
  std::vector<std::pair<std::string, std::string>> found;
  if (chunk_vectors > fifo_vectors) {
    found.emplace_back("weight_fifo/chunk_vectors",
                       fmt::format("{} vectors do not fit a FIFO of {} (weight_fifo/vectors)",
                                   chunk_vectors, fifo_vectors));
  }
  if (multipliers() > 128) {
    found.emplace_back("multipliers/weights",
                       fmt::format("{} x {} are {} multipliers in a PE, more than 128",
                                   weights_per_vector, activations_per_vector, multipliers()));
  }
  return found;
}

sim::config::Fields Config::fields() {
  return {
      field("grid/rows", grid_rows, "rows of processing elements", "PEs", between(1, 256)),
      field("grid/columns", grid_columns, "columns of processing elements", "PEs", between(1, 256)),
      field("grid/pitch_mm", pe_pitch_mm, "side of a PE: length of a link to a neighbour", "mm",
            above(0))
          .only_timing(),
      field("clock_mhz", clock_mhz, "clock of the whole machine", "MHz", between(1, 100000))
          .only_timing(),
      field("node_nm", node_nm, "technology node that the figures stand for", "nm", above(0))
          .only_timing(),
      field("multipliers/weights", weights_per_vector,
            "F: weights that meet every activation of a vector in one cycle", "weights",
            between(1, 16)),
      field("multipliers/activations", activations_per_vector,
            "I: activations that meet every weight of a vector in one cycle", "activations",
            between(1, 16)),
      field("operand_bits", operand_bits, "weight and activation", "bits", between(8, 16)),
      field("compression/run_bits", run_bits,
            "count of zeros before a value; a longer run takes placeholders", "bits",
            between(1, 16)),
      field("compression/weights", weights_compressed,
            "whether zero weights are skipped (SCNN and SparseW; not SparseA)", "", {}),
      field("compression/activations", activations_compressed,
            "whether zero activations are skipped (SCNN and SparseA; not SparseW)", "", {}),
      field("weight_fifo/vectors", fifo_vectors, "weight vectors that a PE's FIFO holds", "vectors",
            between(1, 1 << 20))
          .only_timing(),
      field("weight_fifo/chunk_vectors", chunk_vectors,
            "longest run of weight vectors that circulates while the activations pass; the rest of "
            "the FIFO receives the next one",
            "vectors", between(1, 1 << 20)),
      field("accumulators/banks", banks, "banks of one accumulator buffer", "banks",
            between(1, 128)),
      field("accumulators/entries_per_bank", bank_entries, "partial sums in one bank", "entries",
            between(1, 1 << 20)),
      field("accumulators/bits", accumulator_bits, "one partial sum", "bits", between(8, 64))
          .only_timing(),
      field("crossbar/queue_depth", queue_depth,
            "products that wait before a bank, which adds one per cycle; a vector pair is held "
            "until no queue would be longer",
            "products", between(1, 64))
          .only_timing(),
      field("crossbar/merges", merges,
            "whether products of a vector pair with the same address are added up before the "
            "crossbar (not in SCNN; for arXiv:1705.08922)",
            "", {})
          .only_timing(),
      field("pipeline/stages", pipeline_stages,
            "from the issue of a vector pair to the last sum's write, without waiting in queues",
            "stages", between(1, 100))
          .only_timing(),
      field("activation_ram/bytes", activation_ram_bytes,
            "input RAM of one PE, indices included; the output RAM is as large", "bytes",
            between(16, 1 << 30)),
      field("activation_ram/expected_output_density", expected_output_density,
            "density by which the mapper judges whether the outputs fit", "",
            above(0) && at_most(1)),
      field("ppu/halo_per_cycle", halo_per_cycle,
            "partial sums that a PE passes to its neighbours at the end of a group", "sums/cycle",
            between(1, 1024))
          .only_timing(),
      field("ppu/outputs_per_cycle", outputs_per_cycle,
            "sums that the post-processing unit rectifies, compresses and writes", "outputs/cycle",
            between(1, 1024))
          .only_timing(),
      field("broadcast/latency_cycles", broadcast_latency,
            "from the weight memory to the FIFOs of all PEs", "cycles", between(1, 1000))
          .only_timing(),
      field("dram/bandwidth_gb_per_s", dram_gb_per_s, "weights, and activations that do not fit",
            "GB/s", above(0))
          .only_timing(),
  };
}

}  // namespace arch::scnn
