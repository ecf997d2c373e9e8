// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/config.h"

#include <fmt/format.h>

#include <cmath>

namespace arch::ese {

using sim::config::above;
using sim::config::between;
using sim::config::field;
using sim::config::Fields;

namespace {

Fields memory_fields(Config& c) {
  return {
      field("weight_buffer/buffers", c.buffers,
            "weight and pointer buffers of a PE: one is filled while the others are used", "",
            between(2, 16)),
      field("weight_buffer/entries", c.weight_entries, "entries of one weight buffer of a PE",
            "entries", between(1, 1 << 24)),
      field("pointer_buffer/pointers", c.pointers, "column pointers of one pointer buffer of a PE",
            "pointers", between(2, 1 << 24)),
      field("pointer_buffer/pointer_bits", c.pointer_bits, "one column pointer", "bits",
            between(4, 32)),
      field("vector_buffer/elements", c.vector_elements, "longest vector of a layer", "elements",
            between(1, 1 << 20)),
      field("dram/bandwidth_gb_per_s", c.dram_gb_per_s,
            "of each of the two memories: one streams the weights, the other pointers, inputs and "
            "outputs",
            "GB/s", above(0)),
      field("dram/latency_cycles", c.dram_latency, "from a read's last word to the buffer",
            "cycles", between(1, 100000)),
  };
}

Fields element_wise_fields(Config& c) {
  return {
      field("element_wise/elements_per_cycle", c.elements_per_cycle,
            "elements that the element-wise unit of a channel begins in a cycle", "elements",
            between(1, 1024)),
      field("element_wise/dsp_slices", c.dsp_slices, "multipliers of a channel beside its PEs'",
            "DSP slices", between(2, 1 << 20)),
      field("element_wise/buffer_read_cycles", c.buffer_read_cycles, "read of a vector buffer",
            "cycles", between(0, 100)),
      field("element_wise/multiply_cycles", c.multiply_cycles, "the multipliers", "cycles",
            between(0, 100)),
      field("element_wise/adder_tree_cycles", c.adder_tree_cycles, "the adder tree", "cycles",
            between(0, 100)),
      field("element_wise/table_cycles", c.table_cycles, "the sigmoid and tanh tables", "cycles",
            between(0, 100)),
      field("element_wise/buffer_write_cycles", c.buffer_write_cycles,
            "rounding, and write of a vector buffer", "cycles", between(0, 100)),
      field("element_wise/table_samples", c.table_samples, "room of each of the two tables",
            "samples", between(2, 1 << 20)),
  };
}

}  // namespace

// The PE that is ahead must not need pointers whose buffer the one behind still needs: the queues
// let them be so many columns apart.
std::vector<std::pair<std::string, std::string>> Config::contradictions() const {
  const auto columns = std::int64_t{buffers - 1} * (pointers - 1);
  if (columns > queue_entries) return {};
  return {{"pointer_buffer/pointers",
           fmt::format("{} pointers are too few: beside the one in use, the buffers must hold more "
                       "columns than the queues, {} (activation_queue/entries), but they hold {}",
                       pointers, queue_entries, columns)}};
}

Fields Config::fields() {
  Fields all = {
      field("channels", channels,
            "channels: each has PEs of its own and its own input sequence; all share the stream of "
            "weights",
            "channels", between(1, 4096)),
      field("processing_elements", processing_elements,
            "PEs of one channel; row i of a matrix belongs to PE i mod N", "PEs",
            between(1, 65536)),
      field("clock_mhz", clock_mhz, "clock of the whole machine", "MHz", between(1, 100000)),
      field("node_nm", node_nm, "technology node of the chip", "nm", above(0)),
      field("weights/value_bits", weight_bits, "one weight", "bits", between(2, 16)),
      field("weights/index_bits", index_bits,
            "count of zeros before an entry in its PE's part of the column", "bits", between(1, 8)),
      field("activation_queue/entries", queue_entries, "activation queue in each PE", "entries",
            between(1, 1 << 20)),
      field("broadcast/latency_cycles", broadcast_latency,
            "from the read of an activation to its visibility in the queues; also of a command to "
            "the element-wise unit",
            "cycles", between(1, 1000)),
      field("pipeline/pointer_read_cycles", pointer_read_cycles, "pointer buffer read", "cycles",
            between(0, 100)),
      field("pipeline/matrix_read_cycles", matrix_read_cycles, "weight buffer read", "cycles",
            between(0, 100)),
      field("pipeline/arithmetic_stages", arithmetic_stages,
            "stages of the arithmetic unit, to the write of the sum", "stages", between(1, 100)),
      field("controller/switch_cycles", switch_cycles,
            "from the end of a state's last work to the beginning of the next state", "cycles",
            between(0, 100000)),
  };
  for (auto& one : memory_fields(*this)) all.push_back(std::move(one));
  for (auto& one : element_wise_fields(*this)) all.push_back(std::move(one));
  return all;
}

sim::Cycles Config::dram_cycles(std::int64_t bits) const {
  const auto bits_per_cycle = dram_gb_per_s * 8000 / clock_mhz;
  return static_cast<sim::Cycles>(std::ceil(static_cast<double>(bits) / bits_per_cycle));
}

}  // namespace arch::ese
