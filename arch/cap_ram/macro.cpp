// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/macro.h"

#include "arch/cap_ram/weight_loader.h"

namespace arch::cap_ram {

using sim::fabric::Behaviour;

Macro::Macro(sim::fabric::Simulation& simulation, const Config& config, const Mapping& mapping,
             int number, std::size_t images, std::uint64_t seed, bool values)
    : Process(simulation, "macro_" + std::to_string(number), config.period()),
      config_(config),
      mapping_(mapping),
      number_(static_cast<std::size_t>(number)),
      images_(images),
      slices_(config, mapping, number, seed, values),
      values_(conversions_on_the_way(config) + 2,
              std::vector<std::int64_t>(static_cast<std::size_t>(config.columns_per_tile()))) {}

Behaviour Macro::run() {
  const auto rounds = mapping_.rounds.size();
  for (std::size_t image = 0; image < images_; ++image) {
    for (std::size_t r = 0; r < rounds; ++r) {
      if (loads(config_, mapping_, image, r)) co_await loaded.pop();
      co_await compute(mapping_.rounds[r]);
      if (rounds > 1 && (image + 1 < images_ || r + 1 < rounds)) co_await drained.push({});
    }
  }
}

Behaviour Macro::compute(const Round& round) {
  const auto first = round.first_tile[number_], end = round.first_tile[number_ + 1];
  const auto segments = round.end_segment - round.first_segment;
  const auto passes = static_cast<std::int64_t>(mapping_.passes.size());
  for (int pixel = 0; pixel < mapping_.pixels(); ++pixel) {
    auto tile = first;
    for (std::int64_t v = 0; v < segments * passes; ++v) {
      const auto vector = *co_await vectors.pop();
      while (tile < end && mapping_.tiles[tile].segment < vector.segment) ++tile;
      for (auto t = tile; t < end && mapping_.tiles[t].segment == vector.segment; ++t) {
        co_await convert(t, vector);
      }
    }
  }
}

Behaviour Macro::convert(std::size_t number, const InputVector& vector) {
  const auto& tile = mapping_.tiles[number];
  auto& values = values_[next_];
  next_ = (next_ + 1) % values_.size();
  slices_.convert(number, vector, values);
  co_await spend(1);
  co_await converted.push({&tile, vector.image, vector.pixel, vector.pass, values});
}

}  // namespace arch::cap_ram
