// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/memory_streams.h"

namespace arch::ese {

using sim::fabric::Behaviour;

WeightStream::WeightStream(sim::fabric::Simulation& simulation, const Config& config,
                           const Mapping& mapping)
    : Process(simulation, "weight_stream", config.period()), config_(config), mapping_(mapping) {}

Behaviour WeightStream::run() {
  for (std::int64_t pass = 0; pass < mapping_.passes(); ++pass) {
    for (const auto& state : mapping_.states) {
      if (!state.multiplies()) continue;
      for (const auto words : mapping_.matrices[state.matrix_number()].chunks) {
        const auto bits = words * config_.processing_elements * config_.entry_bits();
        const auto cycles = config_.dram_cycles(bits);
        const bool first = counts_.read_bits == 0;
        co_await chunks.push({}, {1, cycles});
        if (first) co_await first_chunk.push({}, {1, cycles});
        co_await spend(cycles);
        counts_.read_bits += bits;
      }
    }
  }
  // Nobody waits for ever for the first of no weights.
  first_chunk.close();
}

VectorStream::VectorStream(sim::fabric::Simulation& simulation, const Config& config,
                           const Mapping& mapping)
    : Process(simulation, "vector_stream", config.period()), config_(config), mapping_(mapping) {}

Behaviour VectorStream::run() {
  for (std::int64_t pass = 0; pass < mapping_.passes(); ++pass) {
    co_await fetch_inputs(pass);
    co_await fetch_pointers(pass);
  }
  if (mapping_.passes() > 0) co_await write_outputs(mapping_.passes() - 1);
}

Behaviour VectorStream::fetch_inputs(std::int64_t pass) {
  const std::int64_t cells = mapping_.shape.cells;
  const auto resident = cells * (sim::workload::lstm_gates + (mapping_.shape.peepholes ? 3 : 0));
  const auto elements =
      mapping_.shape.inputs * mapping_.lanes_of_pass(pass, config_) + (pass == 0 ? resident : 0);
  const auto cycles = config_.dram_cycles(elements * value_bits);
  counts_.read_bits += elements * value_bits;
  co_await inputs.push({}, {1, cycles});
  co_await spend(cycles);
}

Behaviour VectorStream::fetch_pointers(std::int64_t pass) {
  bool first = true;
  for (const auto& state : mapping_.states) {
    if (!state.multiplies()) continue;
    for (const auto& tile : mapping_.matrices[state.matrix_number()].tiles) {
      const auto bits = tile.pointers() * config_.processing_elements * config_.pointer_bits;
      const auto cycles = config_.dram_cycles(bits);
      counts_.read_bits += bits;
      co_await pointers.push({}, {1, cycles});
      if (first && pass == 0) co_await first_pointers.push({}, {1, cycles});
      co_await spend(cycles);
      // The PEs have the pointers of a tile of this step to begin with: the memory has time.
      if (first && pass > 0) co_await write_outputs(pass - 1);
      first = false;
    }
  }
}

Behaviour VectorStream::write_outputs(std::int64_t pass) {
  co_await outputs.pop();
  const auto bits = mapping_.shape.outputs() * mapping_.lanes_of_pass(pass, config_) * value_bits;
  counts_.written_bits += bits;
  co_await spend(config_.dram_cycles(bits));
  written_.push_back(local_time());
}

}  // namespace arch::ese
