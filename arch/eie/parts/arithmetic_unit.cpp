// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/parts/arithmetic_unit.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace arch::eie {
namespace {

using Entry = ArithmeticUnit::Entry;

// Four 16-bit numbers side by side in one of 64 bits.
constexpr std::uint64_t ones = 0x0001000100010001;
constexpr std::uint64_t low_bytes = 0x00ff00ff00ff00ff;
static_assert(std::endian::native == std::endian::little && sizeof(Entry) == 2);

// Rows of four entries, the first of which counts its zeros from row `base`. The product adds to
// each number all those before it.
std::uint64_t rows_of(std::uint64_t entries, std::uint64_t base) {
  return ((entries >> 8 & low_bytes) + (ones << 16) + base) * ones;
}

}  // namespace

// Entries of several columns one after the other, with all that each needs: the host runs through
// them in one loop whose end it foresees, instead of one short loop per column.
struct ArithmeticUnit::Stage {
  static constexpr std::size_t room = 512;
  static constexpr std::size_t at_once = 8;

  std::size_t size = 0;
  std::array<std::uint16_t, 1 + room + at_once> rows;  ///< behind the row of the entry before
  std::array<std::uint16_t, room + at_once> codes;
  std::array<std::int16_t, room + at_once> activations;

  bool full() const { return size > room; }

  // Adds entries, `count` of the eight that can be read at that place; returns the row behind the
  // eighth.
  std::uint64_t add(const Entry* entries, std::size_t count, std::int16_t activation,
                    std::uint64_t base) {
    std::uint64_t words[2];
    std::memcpy(words, entries, sizeof words);
    const auto first = rows_of(words[0], base);
    const auto second = rows_of(words[1], (first >> 48) + 1);
    const std::uint64_t both_rows[] = {first, second};
    const std::uint64_t both_codes[] = {words[0] & low_bytes, words[1] & low_bytes};
    std::memcpy(rows.data() + 1 + size, both_rows, sizeof both_rows);
    std::memcpy(codes.data() + size, both_codes, sizeof both_codes);
    std::fill_n(activations.data() + size, at_once, activation);
    size += count;
    return (second >> 48) + 1;
  }
};

void ArithmeticUnit::begin(const sim::tensor::Codebook& codebook, std::span<const Entry> matrix) {
  work_off();
  matrix_end_ = matrix.data() + matrix.size();
  weights_.resize(std::size_t{1} << codebook.bits());
  for (std::size_t code = 0; code < codebook.size(); ++code) {
    weights_[code] = codebook.value(static_cast<std::uint8_t>(code));
  }
  std::fill(sums_.begin(), sums_.end(), 0);
  last_row_ = no_row;
}

void ArithmeticUnit::work_off() {
  Stage stage;
  for (const auto& column : std::span(columns_).first(collected_)) {
    const auto readable = static_cast<std::size_t>(matrix_end_ - column.first);
    if (column.size <= Stage::at_once && readable >= Stage::at_once) {
      stage.add(column.first, column.size, column.activation, 0);
      if (stage.full()) work_off(stage);
    } else {
      work_off(column, stage);
    }
  }
  collected_ = 0;
  work_off(stage);
}

// A long column, or one near the end of the matrix, behind which nothing may be read.
void ArithmeticUnit::work_off(const Column& column, Stage& stage) {
  std::uint64_t base = 0;
  for (std::uint32_t done = 0; done < column.size;) {
    const auto count = std::min<std::size_t>(column.size - done, Stage::at_once);
    std::array<Entry, Stage::at_once> entries{};
    std::copy_n(column.first + done, count, entries.begin());
    base = stage.add(entries.data(), count, column.activation, base);
    done += static_cast<std::uint32_t>(count);
    if (stage.full()) work_off(stage);
  }
}

void ArithmeticUnit::work_off(Stage& stage) {
  stage.rows[0] = static_cast<std::uint16_t>(last_row_);
  const auto* const weights = weights_.data();
  auto* const sums = sums_.data();
  std::uint16_t updates = 0, bypasses = 0;
  for (std::size_t i = 0; i < stage.size; ++i) {
    const bool update = stage.codes[i] != 0;
    const bool same = stage.rows[i] == stage.rows[i + 1];
    updates = static_cast<std::uint16_t>(updates + update);
    bypasses = static_cast<std::uint16_t>(bypasses + (update & same));
  }
  for (std::size_t i = 0; i < stage.size; ++i) {
    sums[stage.rows[i + 1]] += weights[stage.codes[i]] * stage.activations[i];
  }
  last_row_ = stage.rows[stage.size];
  entries_ += static_cast<std::int64_t>(stage.size);
  updates_ += updates;
  bypasses_ += bypasses;
  stage.size = 0;
}

}  // namespace arch::eie
