// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/image.h"

#include <algorithm>
#include <boost/random/normal_distribution.hpp>
#include <cmath>

#include "sim/base/philox.h"
#include "sim/workload/stream.h"

namespace sim::workload {
namespace {

constexpr int points = 5;  // of the coarse grid, along each side

/// A smooth field of variance about 1 over the plane.
class SmoothField {
 public:
  SmoothField(PhiloxStream& random, boost::random::normal_distribution<double>& normal) {
    for (auto& point : grid_) point = normal(random);
  }
  double at(double y, double x) const {  // both in [0, 1]
    const auto [row, down] = split(y);
    const auto [column, right] = split(x);
    const auto* corner = &grid_[row * points + column];
    const double top = corner[0] + right * (corner[1] - corner[0]);
    const double bottom = corner[points] + right * (corner[points + 1] - corner[points]);
    // Between points the mean of neighbours varies less than they do.
    return (top + down * (bottom - top)) / std::sqrt(share(down) * share(right));
  }

 private:
  static std::pair<int, double> split(double position) {
    const double scaled = position * (points - 1);
    const int whole = std::min(static_cast<int>(scaled), points - 2);
    return {whole, scaled - whole};
  }
  static double share(double t) { return t * t + (1 - t) * (1 - t); }

  double grid_[points * points];
};

double relative(int i, int n) { return n == 1 ? 0.5 : static_cast<double>(i) / (n - 1); }

std::vector<float> field(const Convolution& shape, double clustering, PhiloxStream random) {
  boost::random::normal_distribution<double> normal;
  const double smooth = std::sqrt(clustering / 2), rough = std::sqrt(1 - clustering);
  const SmoothField common(random, normal);
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(shape.channels) * shape.height * shape.width);
  for (int c = 0; c < shape.channels; ++c) {
    const SmoothField own(random, normal);
    for (int i = 0; i < shape.height; ++i) {
      for (int j = 0; j < shape.width; ++j) {
        const double y = relative(i, shape.height), x = relative(j, shape.width);
        values.push_back(
            static_cast<float>(smooth * (common.at(y, x) + own.at(y, x)) + rough * normal(random)));
      }
    }
  }
  return values;
}

}  // namespace

std::vector<std::int16_t> synthesise_image(const Convolution& shape, const Synthesis& synthesis,
                                           const Quantisation& quantisation,
                                           const std::string& tensor) {
  const auto values =
      field(shape, synthesis.clustering,
            PhiloxStream(static_cast<std::uint64_t>(synthesis.seed), stream_of(tensor)));
  const auto kept = static_cast<std::size_t>(
      std::llround(synthesis.density * static_cast<double>(values.size())));
  std::vector<std::int16_t> image(values.size());
  if (kept == 0) return image;

  std::vector<std::uint32_t> order(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
  std::nth_element(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept - 1), order.end(),
      [&](auto a, auto b) { return values[a] != values[b] ? values[a] > values[b] : a < b; });
  const double threshold = values[order[kept - 1]];
  const double top = *std::max_element(values.begin(), values.end()) - threshold;
  const double largest = std::ldexp(1.0, quantisation.bits - 1) - 1;
  const double scale = quantisation.scale.value_or(top > 0 ? largest / top : 1);
  for (std::size_t i = 0; i < kept; ++i) {
    const double value = std::round((values[order[i]] - threshold) * scale);
    image[order[i]] = static_cast<std::int16_t>(std::clamp(value, 1.0, largest));
  }
  return image;
}

}  // namespace sim::workload
