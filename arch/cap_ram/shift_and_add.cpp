// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/shift_and_add.h"

#include <set>

namespace arch::cap_ram {

using sim::fabric::Behaviour;

int filters_of(const Mapping& mapping, const Round& round, std::size_t macro) {
  std::set<std::int32_t> filters;
  for (auto t = round.first_tile[macro]; t < round.first_tile[macro + 1]; ++t) {
    for (const auto& column : mapping.tiles[t].columns) filters.insert(column.filter);
  }
  return static_cast<int>(filters.size());
}

ShiftAndAdd::ShiftAndAdd(sim::fabric::Simulation& simulation, const Config& config,
                         const Mapping& mapping, int macro, std::size_t images,
                         std::vector<std::int64_t>& totals)
    : Process(simulation, "shift_and_add_" + std::to_string(macro), config.period()),
      mapping_(mapping),
      macro_(static_cast<std::size_t>(macro)),
      images_(images),
      totals_(totals) {}

Behaviour ShiftAndAdd::run() {
  for (std::size_t image = 0; image < images_; ++image) {
    for (const auto& round : mapping_.rounds) {
      const auto tiles = round.first_tile[macro_ + 1] - round.first_tile[macro_];
      if (tiles == 0) continue;
      const auto filters = filters_of(mapping_, round, macro_);
      for (int pixel = 0; pixel < mapping_.pixels(); ++pixel) {
        for (std::size_t k = 0; k < tiles * mapping_.passes.size(); ++k) {
          add(*co_await converted.pop());
          co_await spend(1);
        }
        co_await finished.push({filters});
      }
    }
  }
}

void ShiftAndAdd::add(const Converted& one) {
  additions_ += static_cast<std::int64_t>(one.tile->columns.size());
  if (totals_.empty()) return;
  const auto pixels = static_cast<std::size_t>(mapping_.pixels());
  const auto image = one.image * static_cast<std::size_t>(mapping_.shape.filters) * pixels;
  const auto factor = mapping_.passes[static_cast<std::size_t>(one.pass)].factor();
  for (std::size_t c = 0; c < one.tile->columns.size(); ++c) {
    const auto& column = one.tile->columns[c];
    totals_[image + static_cast<std::size_t>(column.filter) * pixels +
            static_cast<std::size_t>(one.pixel)] +=
        one.values[c] * factor * mapping_.digits.factor(column.digit);
  }
}

}  // namespace arch::cap_ram
