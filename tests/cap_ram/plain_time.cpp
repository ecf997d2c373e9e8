// SPDX-License-Identifier: Apache-2.0
#include "tests/cap_ram/plain_time.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace arch::cap_ram::test {
namespace {

using Cycle = std::int64_t;

Cycle parts_of(Cycle whole, Cycle part) { return (whole + part - 1) / part; }

// One macro with the adders behind it.
struct MacroTime {
  Cycle free = 0;                ///< the macro's own clock
  Cycle adders = 0;              ///< that of its adders
  std::vector<Cycle> taken;      ///< when its vectors were taken
  std::vector<Cycle> converted;  ///< when its values were taken by the adders
  std::vector<Cycle> finished;   ///< when its partial sums were taken by the output unit
  Cycle drained = 0;
};

class PlainTime {
 public:
  explicit PlainTime(const LayerCase& layer)
      : config_(layer.config), mapping_(layer.mapping()), images_(layer.inputs.count()) {
    macros_.resize(static_cast<std::size_t>(config_.macros));
  }

  Cycle end() {
    for (std::size_t image = 0; image < images_; ++image) {
      for (std::size_t r = 0; r < mapping_.rounds.size(); ++r) play(image, r);
    }
    Cycle end = std::max(driver_, output_);
    for (const auto& macro : macros_) end = std::max({end, macro.free, macro.adders});
    return std::max(end, loader_);
  }

 private:
  void play(std::size_t image, std::size_t r) {
    const auto& round = mapping_.rounds[r];
    const bool first = image == 0 && r == 0;
    if (first ? config_.load_counted : mapping_.rounds.size() > 1) load(round, first);
    for (int pixel = 0; pixel < mapping_.pixels(); ++pixel) {
      for (int s = round.first_segment; s < round.end_segment; ++s) {
        for (std::size_t p = 0; p < mapping_.passes.size(); ++p) vector(round, s);
      }
      partial_sums(round);
    }
    for (auto& macro : macros_) macro.drained = macro.free;
  }

  void load(const Round& round, bool first) {
    if (!first) {
      for (const auto& macro : macros_) loader_ = std::max(loader_, macro.drained + 1);
    }
    const double ns =
        static_cast<double>(round.all_rows) * config_.row_bits / 8 / config_.weight_gb_per_s;
    const double period = static_cast<double>(config_.period().count()) / 1000;
    loader_ += std::max(round.rows, static_cast<Cycle>(std::ceil(ns / period)));
    for (auto& macro : macros_) macro.free = std::max(macro.free, loader_ + 1);
  }

  // One vector, through all macros.
  void vector(const Round& round, int s) {
    const auto& segment = mapping_.segments[static_cast<std::size_t>(s)];
    driver_ += parts_of(Cycle{segment.size()} * config_.input_bits, config_.input_bits_per_cycle);
    const auto waiting = static_cast<std::size_t>(config_.input_buffers);
    for (const auto& macro : macros_) {
      const auto pushed = macro.taken.size();
      if (pushed >= waiting) driver_ = std::max(driver_, macro.taken[pushed - waiting] + 1);
    }
    for (std::size_t m = 0; m < macros_.size(); ++m) {
      auto& macro = macros_[m];
      macro.free = std::max(macro.free, driver_ + 1);
      macro.taken.push_back(macro.free);
      for (auto t = round.first_tile[m]; t < round.first_tile[m + 1]; ++t) {
        if (mapping_.tiles[t].segment == s) convert(macro);
      }
    }
  }

  void convert(MacroTime& macro) {
    macro.free += 1;
    const Cycle way = config_.overlap ? 2 : 1;
    const auto room = static_cast<std::size_t>(way) + 1;
    const auto pushed = macro.converted.size();
    if (pushed >= room) macro.free = std::max(macro.free, macro.converted[pushed - room] + 1);
    macro.adders = std::max(macro.adders, macro.free + way);
    macro.converted.push_back(macro.adders);
    macro.adders += 1;
  }

  // A pixel's partial sums, taken from one macro after the other, then written together.
  void partial_sums(const Round& round) {
    Cycle sums = 0;
    for (std::size_t m = 0; m < macros_.size(); ++m) {
      std::set<std::int32_t> filters;
      for (auto t = round.first_tile[m]; t < round.first_tile[m + 1]; ++t) {
        for (const auto& column : mapping_.tiles[t].columns) filters.insert(column.filter);
      }
      if (filters.empty()) continue;
      auto& macro = macros_[m];
      const auto pushed = macro.finished.size();
      if (pushed >= 2) macro.adders = std::max(macro.adders, macro.finished[pushed - 2] + 1);
      output_ = std::max(output_, macro.adders + 1);
      macro.finished.push_back(output_);
      sums += static_cast<Cycle>(filters.size());
    }
    output_ += parts_of(sums, config_.sums_per_cycle);
  }

  const Config& config_;
  Mapping mapping_;
  std::size_t images_;
  std::vector<MacroTime> macros_;
  Cycle driver_ = 0, loader_ = 0, output_ = 0;
};

}  // namespace

std::int64_t plain_time(const LayerCase& layer) { return PlainTime(layer).end(); }

}  // namespace arch::cap_ram::test
