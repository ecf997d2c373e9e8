// SPDX-License-Identifier: Apache-2.0
#include "sim/reference/effectual_products.h"

#include <vector>

namespace sim::reference {
namespace {

using workload::Convolution;

/// Non-zero weights that an input channel meets at each kernel position: (channels, kernel).
std::vector<std::int64_t> nonzeros_of_channels(const Convolution& shape,
                                               const tensor::Csc& matrix) {
  const auto columns = static_cast<std::size_t>(weight_columns(shape));
  const auto filters = static_cast<std::uint32_t>(shape.filters_per_group());
  std::vector<std::int64_t> nonzeros(columns * static_cast<std::size_t>(shape.groups));
  for (std::size_t j = 0; j < columns; ++j) {
    for (auto k = matrix.start[j]; k < matrix.start[j + 1]; ++k) {
      ++nonzeros[matrix.row[k] / filters * columns + j];
    }
  }
  return nonzeros;
}

/// For each coordinate and each kernel position along one side: is there an output?
std::vector<char> hits(int size, int kernel, int outputs, const Convolution& shape) {
  std::vector<char> there;
  for (int position = 0; position < size; ++position) {
    for (int offset = 0; offset < kernel; ++offset) {
      const int from = position + shape.padding - offset;
      there.push_back(from >= 0 && from % shape.stride == 0 && from / shape.stride < outputs);
    }
  }
  return there;
}

}  // namespace

std::int64_t effectual_products(const Convolution& shape, const workload::WeightMatrix& weights,
                                const workload::Vectors& images) {
  const auto nonzeros = nonzeros_of_channels(shape, weights.matrix);
  const auto rows = hits(shape.height, shape.kernel_height, shape.output_height(), shape);
  const auto columns = hits(shape.width, shape.kernel_width, shape.output_width(), shape);
  const auto plane = static_cast<std::size_t>(shape.height) * shape.width;
  const auto per_image = static_cast<std::size_t>(inputs_of(shape));
  std::int64_t products = 0;
  for (std::size_t i = 0; i < images.values.size(); ++i) {
    if (images.values[i] == 0) continue;
    const auto* count = nonzeros.data() + i % per_image / plane * shape.kernel_area();
    const auto* row = rows.data() + i % plane / shape.width * shape.kernel_height;
    const auto* column = columns.data() + i % shape.width * shape.kernel_width;
    for (int r = 0; r < shape.kernel_height; ++r) {
      for (int s = 0; s < shape.kernel_width; ++s, ++count) {
        products += row[r] & column[s] ? *count : 0;
      }
    }
  }
  return products;
}

}  // namespace sim::reference
