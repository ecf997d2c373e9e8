// SPDX-License-Identifier: Apache-2.0
#include "tests/eie/plain_counts.h"

#include "tests/eie/plain_plan.h"

namespace arch::eie::test {
namespace {

/// What one PE's reads and updates remember from one column to the next.
struct Memory {
  int entries_before = 0;  ///< in the SRAM since the batch of rows or the load began
  int line = -1;           ///< in the register
  int row = -1;            ///< updated by the entry before
};

void count_column(const LayerCase& layer, const std::vector<StoredEntry>& entries, Memory& memory,
                  Counts& counts) {
  const auto& config = layer.config;
  const auto per_line = config.matrix_width_bits / (config.code_bits + config.index_bits);
  auto position = memory.entries_before;
  for (const auto& entry : entries) {
    const auto line = position++ / per_line;
    counts["processing_element/matrix_read/matrix_sram: read"] += line != memory.line;
    memory.line = line;
    counts["processing_element/arithmetic_unit/codebook: read"] += 1;
    const bool bypassed = !entry.filler && entry.local_row == memory.row;
    counts["processing_element/arithmetic_unit/multiplier: multiply"] += !entry.filler;
    counts["processing_element/activation_read_write/destination_registers: read"] +=
        !entry.filler && !bypassed;
    memory.row = entry.filler ? -1 : entry.local_row;
  }
}

// The PEs' part of one batch.
void count_batch(const LayerCase& layer, const Product& product, const Batch& batch, int pe,
                 Memory& memory, Counts& counts) {
  for (int column = batch.first_column; column < batch.end_column; ++column) {
    const auto entries = stored_entries(layer, batch, pe, column);
    if (is_active(layer, product, column)) count_column(layer, entries, memory, counts);
    memory.entries_before += static_cast<int>(entries.size());
  }
  const auto& config = layer.config;
  const std::string box = "processing_element/activation_read_write/";
  const auto end = std::min(batch.end_column, layer.input_count());
  counts[box + "activation_sram: read"] +=
      accesses(config, share_of(config, batch.first_column, end, pe));
  if (!batch.last_of_rows) return;
  const auto rows = share_of(config, batch.first_row, batch.end_row, pe);
  counts[box + "activation_sram: write"] += accesses(config, rows);
  counts[box + "destination_registers: read"] += rows;
}

// The control unit's part.
void count_broadcasts(const LayerCase& layer, const Product& product, const Batch& batch,
                      Counts& counts) {
  for (int column = batch.first_column; column < batch.end_column; ++column) {
    counts["broadcasts"] += is_active(layer, product, column);
    counts["processing_element/activation_read_write/source_registers: write"] +=
        column < layer.input_count();
  }
}

// Counters that follow from others.
void derive(const Config& config, Counts& counts) {
  const auto broadcasts = counts["broadcasts"];
  counts.erase("broadcasts");
  const std::string pe = "processing_element/", unit = pe + "arithmetic_unit/";
  for (const char* verb : {"read", "write"}) {
    counts[pe + "activation_queue/queue: " + verb] = broadcasts * config.processing_elements;
  }
  counts[pe + "pointer_read/pointer_sram: read"] = 2 * broadcasts * config.processing_elements;
  counts[pe + "matrix_read/line_register: write"] = counts[pe + "matrix_read/matrix_sram: read"];
  counts[unit + "address_adder: add"] = counts[unit + "codebook: read"];
  counts[unit + "accumulator: add"] = counts[unit + "multiplier: multiply"];
  counts[pe + "activation_read_write/source_registers: read"] = broadcasts;
  counts[pe + "activation_read_write/destination_registers: write"] =
      counts[unit + "multiplier: multiply"];
  int levels = 1;
  for (int lanes = config.lnzd_fan_in; lanes < config.processing_elements; ++levels) {
    lanes *= config.lnzd_fan_in;
  }
  counts["leading_nonzero_detection/node: detect"] = broadcasts * levels;
}

}  // namespace

Counts plain_counts(const LayerCase& layer) {
  const auto plan = plan_of(layer);
  const auto window_bits = layer.convolution ? layer.config.value_bits : 0;
  Counts counts;
  const Batch* loaded = nullptr;
  for (const auto& product : products_of(layer)) {
    std::vector<Memory> memories(static_cast<std::size_t>(layer.config.processing_elements));
    for (const auto& batch : plan.batches) {
      if (batch.group != product.group) continue;
      const bool loads = batch.begins_load && loaded != &batch;
      for (int pe = 0; pe < layer.config.processing_elements; ++pe) {
        auto& memory = memories[static_cast<std::size_t>(pe)];
        if (batch.first_column == 0) memory = {};
        if (loads) memory = {0, -1, memory.row};
        count_batch(layer, product, batch, pe, memory, counts);
      }
      count_broadcasts(layer, product, batch, counts);
      counts["off_chip/dram: read"] += loads ? batch.load_bits : 0;
      if (loads) loaded = &batch;
    }
    counts["off_chip/dram: read"] += window_bits * layer.input_count();
    counts["off_chip/dram: write"] += window_bits * layer.rows() / layer.groups();
  }
  derive(layer.config, counts);
  return counts;
}

Counts counts_of(const sim::ledger::Ledger& ledger) {
  Counts counts;
  for (const auto& account : ledger.accounts()) {
    for (const auto& event : account.events)
      counts[account.path() + ": " + event.verb] += event.count;
  }
  return counts;
}

double plain_theoretical_cycles(const LayerCase& layer) {
  double entries = 0;
  const auto plan = plan_of(layer);
  for (const auto& product : products_of(layer)) {
    for (const auto& batch : plan.batches) {
      for (int column = batch.first_column; column < batch.end_column; ++column) {
        if (batch.group != product.group || !is_active(layer, product, column)) continue;
        for (int pe = 0; pe < layer.config.processing_elements; ++pe) {
          entries += static_cast<double>(stored_entries(layer, batch, pe, column).size());
        }
      }
    }
  }
  return entries / layer.config.processing_elements;
}

}  // namespace arch::eie::test
