// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/definition.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "arch/cap_ram/mapper.h"
#include "arch/cap_ram/parts/converter_errors.h"
#include "arch/cap_ram/parts/mac_slices.h"
#include "sim/workload/patches.h"

namespace arch::cap_ram {
namespace {

std::int64_t floor_division(std::int64_t a, std::int64_t b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

// A column of cells of one tile, as a filter sees it.
struct Cells {
  int segment = 0;
  int digit = 0;
  int macro = 0;
  int slice = 0;
  int first_input = 0;  ///< of the plane's
};

class Definition {
 public:
  Definition(const Config& config, const sim::machine::LayerJob& job)
      : config_(config),
        job_(job),
        mapping_(map_layer(config, job.layer.shape, job.weights, job.inputs, job.layer.place)),
        weights_(job.weights.matrix.decode()),
        cells_(static_cast<std::size_t>(mapping_.shape.filters)),
        seed_(noise_seed(config, job.layer.name)) {
    for (int group = 0; group < mapping_.shape.groups; ++group) {
      windows_.push_back(gather_patches(mapping_.shape, job.inputs, group));
    }
    for (const auto& tile : mapping_.tiles) {
      for (std::size_t c = 0; c < tile.columns.size(); ++c) {
        const auto& column = tile.columns[c];
        cells_[static_cast<std::size_t>(column.filter)].push_back(
            {tile.segment, column.digit, tile.macro,
             static_cast<int>(c) * config.slices_per_column(), tile.first_input});
      }
    }
  }

  std::vector<std::int64_t> outputs() {
    std::vector<std::int64_t> sums;
    for (std::size_t image = 0; image < job_.inputs.count(); ++image) {
      for (int filter = 0; filter < mapping_.shape.filters; ++filter) {
        for (int pixel = 0; pixel < mapping_.pixels(); ++pixel) {
          sums.push_back(output(image, filter, pixel));
        }
      }
    }
    return sums;
  }

 private:
  std::int64_t output(std::size_t image, int filter, int pixel) {
    const auto group = static_cast<std::size_t>(filter / mapping_.shape.filters_per_group());
    const auto window = windows_[group].vector(image * static_cast<std::size_t>(mapping_.pixels()) +
                                               static_cast<std::size_t>(pixel));
    std::int64_t total = 0;
    for (const auto& cells : cells_[static_cast<std::size_t>(filter)]) {
      for (std::size_t p = 0; p < mapping_.passes.size(); ++p) {
        const Column column{filter, cells.digit};
        const auto place = mapping_.conversion(image, pixel, column, cells.segment, p);
        total += mapping_.passes[p].factor() * mapping_.digits.factor(cells.digit) *
                 value(cells, filter, p, window, place);
      }
    }
    const auto scaled = config_.digital() ? total : scale(total);
    const auto& weights = job_.weights;
    if (!weights.has_bias) return scaled;
    return scaled + std::int64_t{weights_(static_cast<std::size_t>(filter),
                                          static_cast<std::size_t>(weights.inputs()))} *
                        weights.bias_input;
  }

  std::int64_t scale(std::int64_t total) const {
    const int bits = config_.conversion_bits - (one_ended() ? 0 : 1) + config_.fraction_bits;
    return floor_division(2 * total * config_.full_scale() + (std::int64_t{1} << bits),
                          std::int64_t{2} << bits);
  }

  bool one_ended() const { return config_.encoding == Encoding::unipolar; }

  // In units of 2^-fraction_bits converter steps, or whole products of a digital macro. `place` is
  // the conversion's number.
  std::int64_t value(const Cells& cells, int filter, std::size_t pass,
                     std::span<const std::int16_t> window, std::uint64_t place) {
    const auto& inputs = mapping_.segments[static_cast<std::size_t>(cells.segment)].inputs;
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const auto at = static_cast<std::size_t>(inputs[i]);
      const int digit =
          mapping_.digits.digit(weights_(static_cast<std::size_t>(filter), at), cells.digit);
      const int level = mapping_.passes[pass].level(window[at], config_.largest_input());
      sum += std::int64_t{level} *
             (config_.capacitor_sigma > 0 ? varied_digit(digit, share(cells, i, digit)) : digit);
    }
    if (config_.digital()) return sum;
    if (config_.capacitor_sigma == 0 && !config_.has_converter_errors()) return closed_form(sum);
    const int fraction = config_.capacitor_sigma > 0 ? capacitor_fraction_bits : 0;
    return real_value(cells, std::ldexp(static_cast<double>(sum), -fraction), place);
  }

  // floor(packets), and the middle of the step or its lower edge.
  std::int64_t closed_form(std::int64_t sum) const {
    const std::int64_t half = std::int64_t{1} << (config_.conversion_bits - 1);
    const bool rise = config_.step == Step::mid_rise;
    const auto packets = 2 * half * sum * (one_ended() ? 2 : 1);  // in halves of 1 / full_scale
    const auto end = 2 * config_.full_scale();
    const auto floor =
        floor_division(packets + (rise ? 0 : config_.full_scale()), end) - (one_ended() ? half : 0);
    const auto code = std::clamp<std::int64_t>(floor + half, 0, 2 * half - 1);
    const auto steps = one_ended() ? code : code - half;
    return (2 * steps + (rise ? 1 : 0)) << (config_.fraction_bits - 1);
  }

  double share(const Cells& cells, std::size_t input, int digit) {
    const bool circuits = config_.ternary() && config_.pair_over == PairOver::circuits;
    const bool slices = config_.ternary() && config_.pair_over == PairOver::slices;
    const std::pair key(cells.macro, cells.slice + (slices && digit < 0 ? 1 : 0));
    auto& shares = shares_[key];
    if (shares.empty()) shares = capacitor_shares(config_, key.first, key.second);
    const auto at = static_cast<std::size_t>(cells.first_input) + input;
    return shares[circuits ? 2 * at + (digit < 0 ? 1 : 0) : at];
  }

  std::int64_t real_value(const Cells& cells, double sum, std::uint64_t place) {
    if (!converter_) converter_.emplace(config_);
    auto& errors = errors_[cells.macro];
    if (!errors) errors.emplace(config_, *converter_, cells.macro);
    const double noise = config_.noise_lsb > 0 ? conversion_noise(seed_, place) : 0;
    return errors->value(cells.slice, errors->code(cells.slice, converter_->packets(sum), noise));
  }

  const Config& config_;
  const sim::machine::LayerJob& job_;
  Mapping mapping_;
  sim::tensor::Dense<std::int16_t> weights_;
  std::vector<std::vector<Cells>> cells_;        ///< by filter
  std::vector<sim::workload::Vectors> windows_;  ///< by group: of every image and pixel
  std::uint64_t seed_;
  std::optional<Converter> converter_;
  std::map<int, std::optional<ConverterErrors>> errors_;       ///< by macro
  std::map<std::pair<int, int>, std::vector<double>> shares_;  ///< by macro and slice
};

}  // namespace

// The layer's name by FNV-1a.
std::uint64_t noise_seed(const Config& config, const std::string& layer) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const unsigned char letter : layer) hash = (hash ^ letter) * 0x100000001b3u;
  return hash ^ static_cast<std::uint64_t>(config.seed);
}

std::vector<std::int64_t> define(const Config& config, const sim::machine::LayerJob& job) {
  return Definition(config, job).outputs();
}

}  // namespace arch::cap_ram
