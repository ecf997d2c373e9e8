// SPDX-License-Identifier: Apache-2.0
#include "tests/sot_mram/plain_time.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>

#include "sim/workload/patches.h"

namespace arch::sot_mram::test {
namespace {

using std::int64_t;

// One sub-array with its bank's digital unit.
struct Bank {
  int64_t array = 0;               ///< local time of the sub-array
  int64_t unit = 0;                ///< and of the digital unit
  std::vector<int64_t> slot_free;  ///< of every burst so far
  std::vector<std::pair<const Tile*, Items>> bursts;
};

class PlainEngine {
 public:
  explicit PlainEngine(const LayerCase& layer) : config_(layer.config), mapping_(layer.mapping()) {
    for (int g = 0; g < layer.shape.groups; ++g) take_group(layer, g);
    for (const auto& tile : mapping_.tiles) {
      auto& bank = banks_[tile.position];
      for (auto at = tile.written.first; at < tile.written.end(); at += mapping_.burst) {
        bank.bursts.push_back({&tile, {at, std::min(mapping_.burst, tile.written.end() - at)}});
      }
    }
  }

  int64_t run() {
    std::size_t phases = 0;
    for (const auto& [position, bank] : banks_) phases = std::max(phases, bank.bursts.size());
    for (std::size_t i = 0; i < phases; ++i) {
      for (auto& [position, bank] : banks_) write(bank, i);
      meet();
      for (auto& [position, bank] : banks_) work(bank, i);
      meet();
    }
    int64_t end = 0;
    for (const auto& [position, bank] : banks_) end = std::max({end, bank.array, bank.unit});
    // The digital unit sees the end of the stream, too.
    for (const auto& [position, bank] : banks_) {
      end = std::max(end, last_push_.at(position) + config_.pipeline_stages);
    }
    return end;
  }

 private:
  // All of an operand's values, by item and term; the same order as the mapper's.
  void take_group(const LayerCase& layer, int group) {
    const auto& product = mapping_.products[static_cast<std::size_t>(group)];
    sim::workload::Vectors filters{product.terms.size(), {}}, windows{product.terms.size(), {}};
    for (const auto f : product.filters) {
      for (const auto t : product.terms) {
        filters.values.push_back(layer.weights(static_cast<std::size_t>(f), t));
      }
    }
    const auto patches = sim::workload::gather_patches(layer.shape, layer.inputs, group);
    for (std::size_t i = 0; i < patches.count(); ++i) {
      for (const auto t : product.terms) windows.values.push_back(patches.vector(i)[t]);
    }
    resident_.push_back(mapping_.weights_stay ? filters : windows);
    written_.push_back(mapping_.weights_stay ? windows : filters);
  }

  // Which rows of an item's segment have a 1.
  std::vector<bool> rows(const Tile& tile, const sim::workload::Vectors& items,
                         const PlaneCode& code, std::size_t item, bool weights) const {
    const auto first = tile.segment * static_cast<std::size_t>(config_.columns);
    std::uint32_t any = 0;
    for (std::size_t t = first; t < first + static_cast<std::size_t>(tile.columns); ++t) {
      any |= code.pattern(items.vector(item)[t]);
    }
    std::vector<bool> there;
    for (int p = 0; p < code.planes(); ++p) {
      const bool levels = weights && config_.sensing == Sensing::logic_xor;
      there.push_back(!config_.skip_zero_rows || levels || (any >> p & 1) != 0);
    }
    return there;
  }
  std::vector<bool> rows(const Tile& tile, bool resident, Items items) const {
    std::vector<bool> all;
    for (auto i = items.first; i < items.end(); ++i) {
      const bool weights = resident == mapping_.weights_stay;
      const auto one =
          resident ? rows(tile, resident_[tile.product], mapping_.resident_code(), i, weights)
                   : rows(tile, written_[tile.product], mapping_.written_code(), i, weights);
      all.insert(all.end(), one.begin(), one.end());
    }
    return all;
  }

  // A grant of the bus in the next cycle, then row by row.
  int64_t writing(const Tile& tile, const std::vector<bool>& rows) const {
    const auto write = std::max<int64_t>(1, std::llround(std::ceil(config_.write_ns)));
    const auto transfer = (tile.columns + config_.bus_bits - 1) / config_.bus_bits;
    int64_t arrived = 0, written = 0;
    for (const bool there : rows) {
      arrived += transfer;
      if (there) written = std::max(arrived, written) + write;
    }
    return 1 + std::max(arrived, written);
  }

  void write(Bank& bank, std::size_t i) {
    if (i >= bank.bursts.size()) return;
    const auto& [tile, items] = bank.bursts[i];
    if (items.first == tile->written.first) {
      bank.array += writing(*tile, rows(*tile, true, tile->resident));
    }
    bank.array += writing(*tile, rows(*tile, false, items));
  }

  void work(Bank& bank, std::size_t i) {
    if (i >= bank.bursts.size()) return;
    const auto& [tile, items] = bank.bursts[i];
    auto stay = rows(*tile, true, tile->resident), move = rows(*tile, false, items);
    auto a = std::count(stay.begin(), stay.end(), true);
    auto b = std::count(move.begin(), move.end(), true);
    a += mapping_.weights_stay && tile->unit_row;
    b += !mapping_.weights_stay && tile->unit_row && items.first == 0;
    const auto sense = std::max<int64_t>(1, std::llround(std::ceil(config_.sense_ns)));
    bank.array += a * b * sense;
    const auto buffers = static_cast<std::size_t>(config_.result_buffers);
    if (i >= buffers) bank.array = std::max(bank.array, bank.slot_free[i - buffers]);
    last_push_[tile->position] = bank.array;
    bank.unit = std::max(bank.unit, bank.array + config_.pipeline_stages);
    bank.slot_free.push_back(bank.unit + 1);
    const auto sums = static_cast<int64_t>(items.count * tile->resident.count);
    bank.unit += (sums + config_.sums_per_cycle - 1) / config_.sums_per_cycle;
  }

  void meet() {
    if (config_.double_buffering) return;
    int64_t latest = 0;
    for (const auto& [position, bank] : banks_) latest = std::max(latest, bank.array);
    for (auto& [position, bank] : banks_) bank.array = latest;
  }

  Config config_;
  Mapping mapping_;
  std::vector<sim::workload::Vectors> resident_, written_;
  std::map<std::size_t, Bank> banks_;
  std::map<std::size_t, int64_t> last_push_;
};

}  // namespace

int64_t plain_time(const LayerCase& layer) { return PlainEngine(layer).run(); }

}  // namespace arch::sot_mram::test
