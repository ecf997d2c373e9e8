// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/config.h"

#include <fmt/format.h>

namespace arch::pcnn {

using sim::config::above;
using sim::config::between;
using sim::config::choice;
using sim::config::field;
using sim::config::Fields;

namespace {

Fields array_fields(Config& c) {
  return {
      field("processing_elements", c.processing_elements, "PEs; each has filters of its own", "PEs",
            between(1, 4096)),
      field("lanes/count", c.lanes, "multipliers of a PE", "lanes", between(1, 64)),
      field("lanes/over",
            choice<Lanes>(c.lanes_over, {{"pixel", Lanes::pixel}, {"nonzero", Lanes::nonzero}}),
            "pixel: the lanes share a weight, each has a pixel; nonzero: the lanes share a pixel, "
            "each has a weight of the packed stream"),
      field("lanes/stationary",
            choice<Stationary>(c.stationary,
                               {{"kernel", Stationary::kernel}, {"sums", Stationary::sums}}),
            "what stays while a slab of channels is worked on: kernel: its weights and pointers, "
            "for all groups of pixels; sums: those of a group, for all kernels"),
      field("clock_mhz", c.clock_mhz, "clock of the whole machine", "MHz", between(1, 100000))
          .only_timing(),
      field("node_nm", c.node_nm, "technology node that the figures stand for", "nm", above(0))
          .only_timing(),
      field("operand_bits", c.operand_bits, "weight and activation", "bits", between(2, 16)),
      field("accumulator_bits", c.accumulator_bits, "one partial sum", "bits", between(8, 64)),
      field("sparsity/patterns", c.pattern_mode,
            "whether 3 x 3 kernels are run by their patterns; else every layer is run dense"),
      field("sparsity/zero_activations",
            choice<ZeroActivations>(c.zero_activations, {{"off", ZeroActivations::off},
                                                         {"gate", ZeroActivations::gate},
                                                         {"skip", ZeroActivations::skip}}),
            "off: multiplied; gate: the multiplier does not switch; skip: takes no slot, in "
            "pattern mode"),
      field("tile/rows", c.tile_rows, "output rows that a PE accumulates at a time", "rows",
            between(1, 256)),
      field("tile/columns", c.tile_columns, "output columns that a PE accumulates at a time",
            "columns", between(1, 256)),
      field("accumulators/sets", c.accumulator_sets,
            "sets of sums, one for each pixel of a tile: one is drained while the next is filled",
            "sets", between(1, 16)),
      field("pipeline/stages", c.pipeline_stages, "from a code's fetch to its products' sum",
            "stages", between(1, 100))
          .only_timing(),
  };
}

Fields kernel_fields(Config& c) {
  return {
      field("pattern_table/entries", c.table_entries, "patterns that a layer may have", "patterns",
            between(1, 1 << 16)),
      field("spm_decoder/kernels_per_cycle", c.kernels_per_cycle,
            "codes that the decoder of a PE takes in a cycle", "kernels/cycle", between(1, 64)),
      field("weight_sram/bytes", c.weight_bytes, "kept weights; a bank for every PE", "bytes",
            between(1, 1 << 30)),
      field("weight_sram/width_bits", c.weight_width_bits, "one access of a bank", "bits",
            between(1, 4096)),
      field("weight_sram/portion_kernels", c.portion_kernels,
            "kernels of a PE that are brought from DRAM in one go, if they are used once",
            "kernels", between(1, 1 << 20)),
      field("spm_sram/bytes", c.spm_bytes, "codes; a bank for every PE", "bytes",
            between(1, 1 << 30)),
      field("spm_sram/width_bits", c.spm_width_bits, "one access of a bank", "bits",
            between(1, 4096)),
  };
}

Fields activation_fields(Config& c) {
  return {
      field("activation_sram/bytes", c.activation_bytes,
            "input and output memory together, which change places from layer to layer", "bytes",
            between(2, 1 << 30)),
      field("activation_sram/banks", c.activation_banks,
            "of the input memory, and of the output memory; words are dealt out in turn", "banks",
            between(1, 1024)),
      field("activation_sram/width_bits", c.activation_width_bits, "one access of a bank", "bits",
            between(1, 4096)),
      field("activation_buffer/bytes", c.buffer_bytes,
            "patches of some channels, which are worked on while the next arrive in as much again",
            "bytes", between(1, 1 << 24)),
      field("broadcast/latency_cycles", c.broadcast_latency,
            "from the activation memory, and from DRAM, to the PEs", "cycles", between(1, 1000))
          .only_timing(),
      field("dram/bandwidth_gb_per_s", c.dram_gb_per_s,
            "weights and codes, and activations that do not fit", "GB/s", above(0))
          .only_timing(),
      field("dram/burst_bytes", c.dram_burst_bytes,
            "activations moved in one turn before another stream is served", "bytes",
            between(1, 1 << 24))
          .only_timing(),
      field("report/reference_bits", c.reference_bits,
            "width of a weight for the compression that is reported; the hardware's is "
            "operand_bits",
            "bits", between(1, 64)),
  };
}

}  // namespace

std::vector<std::pair<std::string, std::string>> Config::contradictions() const {
  std::vector<std::pair<std::string, std::string>> found;
  if (accumulator_bits < operand_bits) {
    found.emplace_back("accumulator_bits",
                       fmt::format("{} is too narrow: one operand has {} bits (operand_bits)",
                                   accumulator_bits, operand_bits));
  }
  if (weight_width_bits < operand_bits) {
    found.emplace_back("weight_sram/width_bits",
                       fmt::format("{} is too narrow: one operand has {} bits (operand_bits)",
                                   weight_width_bits, operand_bits));
  }
  if (activation_width_bits < operand_bits) {
    found.emplace_back("activation_sram/width_bits",
                       fmt::format("{} is too narrow: one operand has {} bits (operand_bits)",
                                   activation_width_bits, operand_bits));
  }
  return found;
}

Fields Config::fields() {
  auto fields = array_fields(*this);
  for (auto* part : {&kernel_fields, &activation_fields}) {
    auto more = part(*this);
    fields.insert(fields.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
  }
  return fields;
}

}  // namespace arch::pcnn
