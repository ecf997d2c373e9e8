// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/parts/converter_errors.h"

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>

#include "sim/base/philox.h"

namespace arch::cap_ram {
namespace {

enum class Draw : std::uint64_t { capacitors = 0, converters = 1, test_noise = 2, noise = 3 };

constexpr int draw_bits = 8;

// The streams of different purposes, and of different numbers of one purpose, are independent.
sim::PhiloxStream stream(std::uint64_t seed, Draw draw, std::uint64_t number) {
  return {seed, number << draw_bits | static_cast<std::uint64_t>(draw)};
}

std::uint64_t slice_number(const Config& config, int macro, int slice) {
  return static_cast<std::uint64_t>(macro) * static_cast<std::uint64_t>(config.slices) +
         static_cast<std::uint64_t>(slice);
}

// At most 1 in magnitude for u from -1 to 1, and 0 at both ends.
double curve(double u) { return 1.5 * std::sqrt(3.0) * (u - u * u * u); }

}  // namespace

double conversion_noise(std::uint64_t seed, std::uint64_t conversion) {
  auto random = stream(seed, Draw::noise, conversion);
  return boost::random::normal_distribution<double>()(random);
}

std::vector<double> capacitor_shares(const Config& config, int macro, int slice) {
  auto random = stream(static_cast<std::uint64_t>(config.seed), Draw::capacitors,
                       slice_number(config, macro, slice));
  boost::random::normal_distribution<double> normal(1, config.capacitor_sigma);
  std::vector<double> shares(static_cast<std::size_t>(config.circuits));
  double sum = 0;
  for (auto& share : shares) sum += share = normal(random);
  for (auto& share : shares) share *= static_cast<double>(config.circuits) / sum;
  return shares;
}

ConverterErrors::ConverterErrors(const Config& config, const Converter& converter, int macro)
    : config_(config),
      converter_(converter),
      macro_(macro),
      codes_(static_cast<std::size_t>(converter.codes())) {
  for (int slice = 0; slice < config.slices; ++slice) {
    auto random = stream(static_cast<std::uint64_t>(config.seed), Draw::converters,
                         slice_number(config, macro, slice));
    boost::random::normal_distribution<double> normal;
    const double gain = 1 + config.gain_sigma * normal(random);
    real_.push_back({gain, config.offset_sigma_lsb * normal(random)});
    for (std::size_t code = 0; code < codes_; ++code) {
      taken_.push_back(nominal(static_cast<int>(code)));
    }
  }
  calibrate();
  const double units = std::ldexp(1.0, converter.fraction_bits());
  const double limit = largest_correction * converter.half_range();
  for (const double packets : taken_) {
    const double kept = std::clamp(packets, -limit, limit);
    values_.push_back(static_cast<std::int32_t>(std::llround(kept * units)));
  }
}

double ConverterErrors::nominal(int code) const {
  return std::ldexp(static_cast<double>(converter_.value(code)), -converter_.fraction_bits());
}

int ConverterErrors::code(int slice, double packets, double noise) const {
  const auto& real = real_[static_cast<std::size_t>(slice)];
  const double bent =
      config_.curve_lsb * curve(std::clamp(packets / converter_.half_range(), -1.0, 1.0));
  return converter_.code_of_packets(packets * real.gain + real.offset + bent +
                                    config_.noise_lsb * noise);
}

void ConverterErrors::calibrate() {
  if (config_.calibration == Calibration::none) return;
  std::vector<Measured> measured;
  for (int slice = 0; slice < config_.slices; ++slice) {
    measured.push_back(measure(slice));
    correct_line(slice, measured.back());
  }
  if (config_.calibration == Calibration::two_step) correct_curve(measured);
}

// At the middles of equal parts of the range. The two codes at its ends say little: anything beyond
// is taken for them, too.
ConverterErrors::Measured ConverterErrors::measure(int slice) const {
  auto random = stream(static_cast<std::uint64_t>(config_.seed), Draw::test_noise,
                       slice_number(config_, macro_, slice));
  boost::random::normal_distribution<double> normal;
  Measured measured;
  for (int i = 0; i < config_.calibration_samples; ++i) {
    const double part = (i + 0.5) / config_.calibration_samples;
    const double packets = (2 * part - 1) * converter_.half_range();
    const int result = code(slice, packets, normal(random));
    if (result == 0 || result == converter_.codes() - 1) continue;
    measured.packets.push_back(packets);
    measured.codes.push_back(result);
  }
  return measured;
}

// Least squares: the packets that a code was measured for, as a line over the code. A converter
// that gives one code only is left as it is.
void ConverterErrors::correct_line(int slice, const Measured& measured) {
  const auto n = static_cast<double>(measured.codes.size());
  double x = 0, y = 0, xx = 0, xy = 0;
  for (std::size_t i = 0; i < measured.codes.size(); ++i) {
    x += measured.codes[i];
    y += measured.packets[i];
    xx += static_cast<double>(measured.codes[i]) * measured.codes[i];
    xy += measured.codes[i] * measured.packets[i];
  }
  const double spread = n * xx - x * x;
  if (spread <= 0) return;
  const double slope = (n * xy - x * y) / spread;
  const double start = (y - slope * x) / n;
  const double middle = converter_.middle();
  for (std::size_t code = 0; code < codes_; ++code) {
    taken_[static_cast<std::size_t>(slice) * codes_ + code] =
        start + slope * static_cast<double>(code) + middle;
  }
}

void ConverterErrors::correct_curve(const std::vector<Measured>& measured) {
  const double middle = converter_.middle();
  std::vector<double> left(codes_);
  std::vector<double> times(codes_);
  for (std::size_t slice = 0; slice < measured.size(); ++slice) {
    for (std::size_t i = 0; i < measured[slice].codes.size(); ++i) {
      const auto code = static_cast<std::size_t>(measured[slice].codes[i]);
      left[code] += measured[slice].packets[i] + middle - taken_[slice * codes_ + code];
      times[code] += 1;
    }
  }
  for (std::size_t at = 0; at < taken_.size(); ++at) {
    const auto code = at % codes_;
    if (times[code] > 0) taken_[at] += left[code] / times[code];
  }
}

}  // namespace arch::cap_ram
