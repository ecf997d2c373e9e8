// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/convolution.h"

#include <algorithm>

#include "sim/base/errors.h"
#include "sim/base/vectorised.h"

namespace sim::reference {
namespace {

using workload::Convolution;

NZSIM_VECTORISED
void add_products(std::int64_t* sums, const std::int16_t* inputs, std::int32_t weight,
                  std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) sums[i] += std::int64_t{weight} * inputs[i];
}

/// The image with its padding, its columns sorted by their remainder modulo the stride: what a
/// weight meets along a row of outputs then stands side by side.
struct Padded {
  Padded(const Convolution& shape, std::span<const std::int16_t> image)
      : stride(static_cast<std::size_t>(shape.stride)),
        height(static_cast<std::size_t>(shape.height + 2 * shape.padding)),
        phase_width((static_cast<std::size_t>(shape.width + 2 * shape.padding) + stride - 1) /
                    stride),
        values(static_cast<std::size_t>(shape.channels) * height * stride * phase_width) {
    const auto padding = static_cast<std::size_t>(shape.padding);
    auto next = image.begin();
    for (int c = 0; c < shape.channels; ++c) {
      for (int i = 0; i < shape.height; ++i) {
        auto* row = values.data() +
                    row_of(static_cast<std::size_t>(c), static_cast<std::size_t>(i) + padding);
        for (std::size_t j = padding; j < padding + static_cast<std::size_t>(shape.width); ++j) {
          row[j % stride * phase_width + j / stride] = *next++;
        }
      }
    }
  }
  std::size_t row_of(std::size_t channel, std::size_t y) const {
    return (channel * height + y) * stride * phase_width;
  }
  /// The inputs of column `s` of the kernel for the outputs of a row, whose input row is y.
  const std::int16_t* at(std::size_t channel, std::size_t y, std::size_t s) const {
    return values.data() + row_of(channel, y) + s % stride * phase_width + s / stride;
  }

  std::size_t stride, height, phase_width;
  std::vector<std::int16_t> values;
};

struct Weight {
  std::int32_t column;
  std::int16_t value;
};

std::vector<std::vector<Weight>> by_filter(const tensor::Csc& matrix) {
  std::vector<std::vector<Weight>> filters(static_cast<std::size_t>(matrix.rows));
  for (std::int32_t j = 0; j < matrix.columns; ++j) {
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      filters[matrix.row[k]].push_back({j, matrix.value[k]});
    }
  }
  return filters;
}

void check(const Convolution& shape, const workload::WeightMatrix& weights, std::size_t inputs) {
  if (static_cast<std::int64_t>(inputs) != inputs_of(shape) ||
      weights.matrix.rows != shape.filters || weights.inputs() != weight_columns(shape)) {
    throw Fault("the reference got tensors that do not fit the convolution");
  }
}

}  // namespace

std::vector<std::int64_t> convolution(const Convolution& shape,
                                      const workload::WeightMatrix& weights,
                                      std::span<const std::int16_t> image) {
  check(shape, weights, image.size());
  const Padded padded(shape, image);
  const auto height = static_cast<std::size_t>(shape.output_height());
  const auto width = static_cast<std::size_t>(shape.output_width());
  const auto stride = static_cast<std::size_t>(shape.stride);
  std::vector<std::int64_t> sums(static_cast<std::size_t>(shape.filters) * height * width);
  const auto filters = by_filter(weights.matrix);
  for (std::size_t k = 0; k < filters.size(); ++k) {
    auto* const plane = sums.data() + k * height * width;
    const auto first_channel =
        static_cast<int>(k) / shape.filters_per_group() * shape.channels_per_group();
    for (const auto [column, value] : filters[k]) {
      if (column == weights.inputs()) {
        const auto bias = std::int64_t{value} * weights.bias_input;
        std::for_each(plane, plane + height * width, [&](auto& sum) { sum += bias; });
        continue;
      }
      const int c = first_channel + column / shape.kernel_area();
      const auto r = static_cast<std::size_t>(column % shape.kernel_area() / shape.kernel_width);
      const auto s = static_cast<std::size_t>(column % shape.kernel_width);
      for (std::size_t p = 0; p < height; ++p) {
        add_products(plane + p * width, padded.at(static_cast<std::size_t>(c), p * stride + r, s),
                     value, width);
      }
    }
  }
  return sums;
}

}  // namespace sim::reference
