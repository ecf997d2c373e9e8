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

// One conversion of a layer, by its place.
struct Place {
  std::size_t image = 0;
  int pixel = 0;
  int segment = 0;  ///< of all groups' segments
  int filter = 0;
  int digit = 0;
  std::size_t pass = 0;
};

class Definition {
 public:
  Definition(const Config& config, const sim::machine::LayerJob& job)
      : config_(config),
        job_(job),
        mapping_(map_layer(config, job.layer.shape, job.weights, job.inputs, job.layer.place)),
        weights_(job.weights.matrix.decode()),
        seed_(noise_seed(config, job.layer.name)) {
    for (int group = 0; group < mapping_.shape.groups; ++group) {
      windows_.push_back(gather_patches(mapping_.shape, job.inputs, group));
    }
    segments_ = (mapping_.window() + config.inputs_per_tile() - 1) / config.inputs_per_tile();
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
    const int group = filter / mapping_.shape.filters_per_group();
    const auto window = windows_[static_cast<std::size_t>(group)].vector(
        image * static_cast<std::size_t>(mapping_.pixels()) + static_cast<std::size_t>(pixel));
    std::int64_t total = 0;
    for (int s = 0; s < segments_; ++s) {
      for (std::size_t p = 0; p < mapping_.passes.size(); ++p) {
        for (int d = 0; d < mapping_.digits.count(); ++d) {
          total += mapping_.passes[p].factor() * mapping_.digits.factor(d) *
                   value({image, pixel, group * segments_ + s, filter, d, p}, window);
        }
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

  // In units of 2^-fraction_bits converter steps, or whole products of a digital macro.
  std::int64_t value(const Place& at, std::span<const std::int16_t> window) {
    const auto number = slot_of(at);
    const double shared_by = std::ldexp(1.0, capacitor_fraction_bits);
    std::int64_t sum = 0;
    const int first = at.segment % segments_ * config_.inputs_per_tile();
    const int end = std::min(first + config_.inputs_per_tile(), mapping_.window());
    for (int i = first; i < end; ++i) {
      const auto place = static_cast<std::size_t>(i);
      const int weight = weights_(static_cast<std::size_t>(at.filter), place);
      const int digit = mapping_.digits.digit(weight, at.digit);
      const int level = mapping_.passes[at.pass].level(window[place], config_.largest_input());
      sum += std::int64_t{level} * (config_.capacitor_sigma > 0
                                        ? varied_digit(digit, share(number, i - first, digit))
                                        : digit);
    }
    if (config_.digital()) return sum;
    if (config_.capacitor_sigma == 0 && !config_.has_converter_errors()) return closed_form(sum);
    const double exact = config_.capacitor_sigma > 0 ? static_cast<double>(sum) / shared_by
                                                     : static_cast<double>(sum);
    return real_value(at, number, exact);
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

  struct Slot {
    int macro = 0;
    int slice = 0;
  };

  // Tiles are counted through groups, segments, filters and digits; macros take them in turn.
  Slot slot_of(const Place& at) const {
    const int digits = mapping_.digits.count();
    const bool planes = config_.digits_over == DigitsOver::planes;
    const int at_once = config_.columns_per_tile() / (planes ? 1 : digits);
    const int per_group = mapping_.shape.filters_per_group();
    const int of_group = at.filter % per_group;
    const int chunks = (per_group + at_once - 1) / at_once;
    const int chunk = at.segment * chunks + of_group / at_once;
    const int tile = planes ? chunk * digits + at.digit : chunk;
    const int column = of_group % at_once * (planes ? 1 : digits) + (planes ? 0 : at.digit);
    return {tile % config_.macros, column * config_.slices_per_column()};
  }

  double share(const Slot& slot, int input, int digit) {
    const bool circuits = config_.ternary() && config_.pair_over == PairOver::circuits;
    const bool slices = config_.ternary() && config_.pair_over == PairOver::slices;
    const std::pair key(slot.macro, slot.slice + (slices && digit < 0 ? 1 : 0));
    auto& shares = shares_[key];
    if (shares.empty()) shares = capacitor_shares(config_, key.first, key.second);
    return shares[static_cast<std::size_t>(circuits ? 2 * input + (digit < 0 ? 1 : 0) : input)];
  }

  std::int64_t real_value(const Place& at, const Slot& slot, double sum) {
    if (!converter_) converter_.emplace(config_);
    auto& errors = errors_[slot.macro];
    if (!errors) errors.emplace(config_, *converter_, slot.macro);
    const double noise =
        config_.noise_lsb > 0
            ? conversion_noise(seed_, mapping_.conversion(at.image, at.pixel, {at.filter, at.digit},
                                                          at.segment, at.pass))
            : 0;
    const int code = errors->code(slot.slice, converter_->packets(sum), noise);
    return errors->value(slot.slice, code);
  }

  const Config& config_;
  const sim::machine::LayerJob& job_;
  Mapping mapping_;
  sim::tensor::Dense<std::int16_t> weights_;
  std::vector<sim::workload::Vectors> windows_;  ///< by group: of every image and pixel
  std::uint64_t seed_;
  int segments_ = 0;  ///< of one group
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
