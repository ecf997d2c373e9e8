// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/parts/mac_slices.h"

#include <cmath>

namespace arch::cap_ram {
namespace {

template <class Sum, class Digit>
Sum product(const Digit* digits, const std::int16_t* levels, std::size_t pitch) {
  Sum sum = 0;
  for (std::size_t i = 0; i < pitch; ++i) sum += static_cast<Sum>(digits[i]) * levels[i];
  return sum;
}

// Inputs that are driven, each as often as columns have a digit other than 0 for it.
std::int64_t active(const Tile& tile, const std::int16_t* levels, std::size_t pitch) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < pitch; ++i) sum += levels[i] != 0 ? tile.non_zero[i] : 0;
  return sum;
}

}  // namespace

SliceCounts& SliceCounts::operator+=(const SliceCounts& other) {
  cycles += other.cycles;
  drives += other.drives;
  multiplies += other.multiplies;
  circuits += other.circuits;
  conversions += other.conversions;
  clips += other.clips;
  codes += other.codes;
  return *this;
}

int slice_of(const Config& config, std::size_t column) {
  return static_cast<int>(column) * config.slices_per_column();
}

std::int32_t varied_digit(int digit, double share) {
  return static_cast<std::int32_t>(std::lround(std::ldexp(digit * share, capacitor_fraction_bits)));
}

MacSlices::MacSlices(const Config& config, const Mapping& mapping, int macro, std::uint64_t seed,
                     bool values)
    : config_(config), mapping_(mapping), macro_(macro), seed_(seed), values_(values) {
  if (!config.digital()) converter_.emplace(config);
  if (config.has_converter_errors()) errors_.emplace(config, *converter_, macro);
  if (config.capacitor_sigma == 0) return;
  varied_.resize(mapping.tiles.size());
  for (std::size_t t = 0; t < mapping.tiles.size(); ++t) {
    if (mapping.tiles[t].macro == macro) varied_[t] = vary(mapping.tiles[t]);
  }
}

// A circuit holds an input of the plane; of the pair of a ternary digit one holds -1 and the other
// +1.
std::vector<std::int32_t> MacSlices::vary(const Tile& tile) const {
  std::vector<std::int32_t> varied(tile.digits.size());
  const bool pair_of_slices = config_.slices_per_column() == 2;
  const bool pair_of_circuits = config_.ternary() && !pair_of_slices;
  for (std::size_t c = 0; c < tile.columns.size(); ++c) {
    const int slice = slice_of(config_, c);
    const auto plus = capacitor_shares(config_, macro_, slice);
    const auto minus = pair_of_slices ? capacitor_shares(config_, macro_, slice + 1) : plus;
    const auto inputs =
        static_cast<std::size_t>(mapping_.segments[static_cast<std::size_t>(tile.segment)].size());
    for (std::size_t i = 0; i < inputs; ++i) {
      const auto at = c * mapping_.pitch + i;
      const auto input = static_cast<std::size_t>(tile.first_input) + i;
      const int digit = tile.digits[at];
      const auto& shares = digit < 0 ? minus : plus;
      varied[at] =
          varied_digit(digit, shares[pair_of_circuits ? 2 * input + (digit < 0 ? 1 : 0) : input]);
    }
  }
  return varied;
}

void MacSlices::convert(std::size_t number, const InputVector& vector,
                        std::span<std::int64_t> values) {
  const auto& tile = mapping_.tiles[number];
  const auto columns = static_cast<std::int64_t>(tile.columns.size());
  ++counts_.cycles;
  counts_.drives += vector.driven;
  counts_.multiplies += active(tile, vector.levels.data(), mapping_.pitch);
  counts_.circuits += columns * config_.circuits_per_column();
  counts_.conversions += columns;
  if (!values_) return;
  if (errors_ || !varied_.empty()) {
    convert_real(number, vector, values);
  } else {
    convert_exact(tile, vector, values);
  }
}

void MacSlices::convert_exact(const Tile& tile, const InputVector& vector,
                              std::span<std::int64_t> values) {
  const auto* digits = tile.digits.data();
  for (std::size_t c = 0; c < tile.columns.size(); ++c, digits += mapping_.pitch) {
    const auto sum = product<std::int32_t>(digits, vector.levels.data(), mapping_.pitch);
    if (!converter_) {
      values[c] = sum;
      continue;
    }
    const int code = converter_->code(sum);
    counts_.clips += converter_->clips(sum) ? 1 : 0;
    counts_.codes += code;
    values[c] = converter_->value(code);
  }
}

void MacSlices::convert_real(std::size_t number, const InputVector& vector,
                             std::span<std::int64_t> values) {
  const auto& tile = mapping_.tiles[number];
  for (std::size_t c = 0; c < tile.columns.size(); ++c) {
    const auto at = c * mapping_.pitch;
    const double sum =
        varied_.empty()
            ? static_cast<double>(product<std::int32_t>(tile.digits.data() + at,
                                                        vector.levels.data(), mapping_.pitch))
            : std::ldexp(static_cast<double>(product<std::int64_t>(
                             varied_[number].data() + at, vector.levels.data(), mapping_.pitch)),
                         -capacitor_fraction_bits);
    const int slice = slice_of(config_, c);
    const double packets = converter_->packets(sum);
    const auto conversion =
        mapping_.conversion(vector.image, vector.pixel, tile.columns[c], tile.segment,
                            static_cast<std::size_t>(vector.pass));
    const double noise = config_.noise_lsb > 0 ? conversion_noise(seed_, conversion) : 0;
    const int code =
        errors_ ? errors_->code(slice, packets, noise) : converter_->code_of_packets(packets);
    counts_.clips += converter_->clips_packets(packets) ? 1 : 0;
    counts_.codes += code;
    values[c] = errors_ ? errors_->value(slice, code) : converter_->value(code);
  }
}

}  // namespace arch::cap_ram
