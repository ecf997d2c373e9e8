// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/config.h"

#include <fmt/format.h>

namespace arch::dcnn {

using sim::config::above;
using sim::config::between;
using sim::config::choice;
using sim::config::field;
using sim::config::Fields;

namespace {

void append(Fields& fields, Fields more) {
  for (auto& one : more) fields.push_back(std::move(one));
}

Fields chip_fields(Config& c) {
  return {
      field("grid/rows", c.grid_rows, "rows of PEs, over which the height of a plane is cut", "PEs",
            between(1, 256)),
      field("grid/columns", c.grid_columns, "columns of PEs, over which the width is cut", "PEs",
            between(1, 256)),
      field("grid/plane",
            choice<CutPlane>(c.plane, {{"input", CutPlane::input}, {"output", CutPlane::output}}),
            "the plane that is cut in equal tiles: the input's (an output belongs to the PE that "
            "holds the middle of its window) or the output's"),
      field("grid/pitch_mm", c.pe_pitch_mm, "distance of neighbouring PEs, for the energy of wires",
            "mm", above(0))
          .only_timing(),
      field("clock_mhz", c.clock_mhz, "clock of the whole machine", "MHz", between(1, 100000))
          .only_timing(),
      field("node_nm", c.node_nm, "technology node that the figures stand for", "nm", above(0))
          .only_timing(),
      field("operands/value_bits", c.value_bits, "a weight and an activation", "bits",
            between(8, 16)),
      field("operands/accumulator_bits", c.accumulator_bits, "a sum in the accumulator buffer",
            "bits", between(16, 64)),
  };
}

Fields element_fields(Config& c) {
  return {
      field("dot_product/width", c.dot_width,
            "multipliers of a PE, whose products one adder tree reduces", "multipliers",
            between(1, 1024)),
      field("dot_product/order",
            choice<DotProductOrder>(c.order, {{"kernel", DotProductOrder::kernel},
                                              {"channels", DotProductOrder::channels}}),
            "what meets in one dot product: consecutive terms of the linearised receptive field, "
            "or channels of one kernel position"),
      field("dot_product/stages", c.dot_stages,
            "pipeline from the operands' registers to the sum's write; counts once per group",
            "cycles", between(1, 100))
          .only_timing(),
      field("dot_product/gate_zero_operands", c.gates_zeros,
            "whether a multiplier with a zero operand stands still (energy only)"),
      field("accumulator_buffer/sums", c.accumulator_sums,
            "partial sums of one set: positions of a tile times the filters of a group", "sums",
            between(1, 1 << 24)),
      field("accumulator_buffer/sets", c.accumulator_sets,
            "sets, so that one is drained while the next is filled", "sets", between(1, 16)),
      field("weight_buffer/vectors", c.weight_vectors,
            "weight vectors of a PE: the group in use and those that arrive", "vectors",
            between(2, 1 << 20)),
      field("activation_ram/bytes", c.activation_bytes,
            "activation SRAM of one PE, inputs and outputs together", "bytes", between(4, 1 << 30)),
      field("halo/words_per_cycle", c.halo_words_per_cycle,
            "activations that the link from one neighbour brings", "words/cycle", between(1, 1024))
          .only_timing(),
      field("post_processing/sums_per_cycle", c.ppu_sums_per_cycle,
            "sums that the post-processing unit of a PE takes", "sums/cycle", between(1, 1024))
          .only_timing(),
  };
}

Fields memory_fields(Config& c) {
  return {
      field("broadcast/latency_cycles", c.broadcast_latency,
            "from the arrival of weights on the chip to their visibility in the PEs", "cycles",
            between(1, 1000))
          .only_timing(),
      field("dram/bandwidth_gb_per_s", c.dram_gb_per_s, "of weights and activations together",
            "GB/s", above(0))
          .only_timing(),
      field("dram/latency_cycles", c.dram_latency,
            "before the first word of a stream; what follows is prefetched", "cycles",
            between(0, 100000))
          .only_timing(),
      field("dram/burst_bytes", c.dram_burst_bytes,
            "activations moved in one turn before another stream is served", "bytes",
            between(1, 1 << 24))
          .only_timing(),
      field("dram/compress_activations", c.compresses_activations,
            "whether activations are zero-run coded on their way to and from DRAM"),
      field("dram/run_bits", c.run_bits,
            "zeros before a stored value; a longer run takes a placeholder", "bits", between(1, 8)),
  };
}

}  // namespace

std::vector<std::pair<std::string, std::string>> Config::contradictions() const {
  std::vector<std::pair<std::string, std::string>> found;
  if (accumulator_bits < value_bits) {
    found.emplace_back("operands/accumulator_bits",
                       fmt::format("{} is too narrow: one operand has {} bits "
                                   "(operands/value_bits)",
                                   accumulator_bits, value_bits));
  }
  return found;
}

Fields Config::fields() {
  auto fields = chip_fields(*this);
  append(fields, element_fields(*this));
  append(fields, memory_fields(*this));
  return fields;
}

}  // namespace arch::dcnn
