// SPDX-License-Identifier: Apache-2.0
#include "arch/sot_mram/sub_array.h"

#include <algorithm>
#include <cmath>

#include "arch/sot_mram/parts/plane_product.h"
#include "sim/base/quotient_up.h"

namespace arch::sot_mram {

using sim::Cycles;
using sim::fabric::Behaviour;

namespace {

// Rows that are there for an item's segment: all, or those that have a 1.
Cycles rows_of(const Config& config, Operand what, const OperandPlanes& operand,
               std::size_t segment, std::size_t item) {
  return config.skips_zero_rows(what) ? operand.rows_with_ones(segment, item) : operand.planes();
}

Operand other(Operand one) { return one == Operand::weights ? Operand::inputs : Operand::weights; }

}  // namespace

SubArray::SubArray(sim::fabric::Simulation& simulation, const Config& config,
                   const Mapping& mapping, std::size_t position, Shared bus, Shared dram,
                   sim::fabric::Barrier& phase_end, OutputSums& outputs)
    : Process(simulation, "sub_array_" + std::to_string(position), config.period()),
      config_(config),
      mapping_(mapping),
      bus_(bus),
      dram_(dram),
      phase_end_(phase_end),
      outputs_(outputs) {
  for (const auto& tile : mapping.tiles) {
    if (tile.position == position) tiles_.push_back(&tile);
  }
}

std::size_t SubArray::bursts() const {
  std::size_t bursts = 0;
  for (const auto* tile : tiles_) {
    bursts += (tile->written.count + mapping_.burst - 1) / mapping_.burst;
  }
  return bursts;
}

Behaviour SubArray::run() {
  const auto stays = config_.resident;
  const auto moves = other(stays);
  std::size_t phase = 0;
  for (const auto* tile : tiles_) {
    co_await write(*tile, stays, tile->resident);
    count_resident_rows(*tile);
    for (auto at = tile->written.first; at < tile->written.end(); at += mapping_.burst) {
      const Items burst{at, std::min(mapping_.burst, tile->written.end() - at)};
      co_await write(*tile, moves, burst);
      co_await end_phase();
      co_await spend(passes(*tile, burst) * config_.sense_cycles());
      if (outputs_.wanted()) compute(*tile, burst);
      co_await sums.push(finished(*tile, burst));
      co_await end_phase();
      ++phase;
    }
  }
  sums.close();
  for (; phase < phases_; ++phase) {
    co_await end_phase();
    co_await end_phase();
  }
}

Behaviour SubArray::end_phase() {
  if (!config_.double_buffering) co_await phase_end_.arrive(*this);
}

void SubArray::count_resident_rows(const Tile& tile) {
  const auto& resident = mapping_.products[tile.product].resident;
  resident_rows_ = mapping_.weights_stay && tile.unit_row ? 1 : 0;
  for (auto i = tile.resident.first; i < tile.resident.end(); ++i) {
    resident_rows_ += rows_of(config_, config_.resident, resident, tile.segment, i);
  }
}

// Fetches rows over the bus, and writes each as soon as it is there and the one before is written.
Behaviour SubArray::write(const Tile& tile, Operand what, Items items) {
  const auto& product = mapping_.products[tile.product];
  const auto& operand = what == config_.resident ? product.resident : product.written;
  const auto rows = static_cast<Cycles>(items.count) * operand.planes();
  const auto bits = rows * tile.columns;
  const bool weights = what == Operand::weights;
  if (weights ? mapping_.weights_from_dram : mapping_.inputs_from_dram) {
    const auto hold =
        static_cast<Cycles>(std::ceil(static_cast<double>(bits) / config_.dram_bits_per_cycle()));
    co_await dram_.arbiter.request(*this, dram_.client, hold);
    co_await spend(hold);
    counts_.dram_bits += bits;
  } else {
    (weights ? counts_.kernel_bits : counts_.image_bits) += bits;
  }
  co_await bus_.arbiter.request(*this, bus_.client, rows * transfer_cycles(tile));
  co_await spend(write_rows(tile, what, operand, items));
}

// Of a row.
Cycles SubArray::transfer_cycles(const Tile& tile) const {
  return sim::quotient_up(Cycles{tile.columns}, Cycles{config_.bus_bits});
}

Cycles SubArray::write_rows(const Tile& tile, Operand what, const OperandPlanes& operand,
                            Items items) {
  const auto transfer = transfer_cycles(tile), each = config_.write_cycles();
  Cycles arrived = 0, written = 0;
  for (auto item = items.first; item < items.end(); ++item) {
    for (int p = 0; p < operand.planes(); ++p) {
      arrived += transfer;
      if (config_.skips_zero_rows(what) && !operand.any(tile.segment, p, item)) continue;
      written = std::max(arrived, written) + each;
      ++counts_.rows_written;
      counts_.cells_written += tile.columns;
    }
  }
  return std::max(arrived, written);
}

// One for every resident row and every row just written.
Cycles SubArray::passes(const Tile& tile, Items burst) {
  const auto& written = mapping_.products[tile.product].written;
  // In the other mapping the row of ones is written like an item, before all others.
  Cycles rows = !mapping_.weights_stay && tile.unit_row && burst.first == 0 ? 1 : 0;
  Cycles all = 0;
  for (auto item = burst.first; item < burst.end(); ++item) {
    rows += rows_of(config_, other(config_.resident), written, tile.segment, item);
    all += written.planes();
  }
  const auto passes = rows * resident_rows_;
  counts_.passes += passes;
  counts_.columns_sensed += passes * tile.columns;
  const auto dense = all * static_cast<Cycles>(tile.resident.count) *
                     mapping_.products[tile.product].resident.planes();
  counts_.dense_passes += dense;
  return passes;
}

void SubArray::compute(const Tile& tile, Items burst) {
  const auto& [resident, written, filters, terms, effectual] = mapping_.products[tile.product];
  for (auto item = burst.first; item < burst.end(); ++item) {
    auto* const row = outputs_.row(tile.product, item) + tile.resident.first;
    if (config_.sensing == Sensing::logic_and) {
      add_products(resident, tile.resident.first, tile.resident.count, written, item, tile.segment,
                   row);
    } else {
      add_level_products(resident, tile.resident.first, tile.resident.count, written, item,
                         tile.segment, mapping_.weights_stay, row);
    }
  }
  if (!tile.unit_row) return;
  const auto offset = mapping_.weight_code.offset();
  if (mapping_.weights_stay) {
    for (auto item = burst.first; item < burst.end(); ++item) {
      const auto correction = offset * written.sum(tile.segment, item);
      auto* const row = outputs_.row(tile.product, item);
      for (std::size_t i = 0; i < resident.items(); ++i) row[i] += correction;
    }
  } else if (burst.first == 0) {
    for (auto i = tile.resident.first; i < tile.resident.end(); ++i) {
      const auto correction = offset * resident.sum(tile.segment, i);
      for (std::size_t item = 0; item < written.items(); ++item) {
        outputs_.row(tile.product, item)[i] += correction;
      }
    }
  }
}

PartialSums SubArray::finished(const Tile& tile, Items burst) const {
  const auto& windows = mapping_.weights_stay ? burst : tile.resident;
  return {static_cast<std::int64_t>(burst.count * tile.resident.count),
          windows.first / mapping_.pixels, (windows.end() - 1) / mapping_.pixels + 1};
}

}  // namespace arch::sot_mram
