// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/parts/dot_products.h"

#include <algorithm>

#include "sim/base/vectorised.h"

namespace arch::dcnn {
namespace {

// Positions whose sums stay in registers while the terms pass by.
constexpr std::size_t block = 16;

NZSIM_VECTORISED
void sum_block(std::int64_t* sums, const std::int16_t* operands, std::size_t stride,
               const Weight* weights, std::size_t n) {
  std::int64_t local[block] = {};
  for (std::size_t w = 0; w < n; ++w) {
    const auto* row = operands + static_cast<std::size_t>(weights[w].term) * stride;
    const std::int32_t value = weights[w].value;
    for (std::size_t i = 0; i < block; ++i) local[i] += std::int64_t{value} * row[i];
  }
  std::copy_n(local, block, sums);
}

}  // namespace

DotProducts::DotProducts(const Mapping& mapping)
    : mapping_(mapping), nonzeros_(mapping.order.terms.size()) {}

void DotProducts::gather(std::span<const std::int16_t> image, const Tile& tile,
                         int convolution_group) {
  const auto& shape = mapping_.shape;
  const auto& terms = mapping_.order.terms;
  positions_ = static_cast<std::size_t>(tile.positions());
  stride_ = (positions_ + block - 1) / block * block;
  operands_.assign(terms.size() * stride_, 0);
  const auto plane_size =
      static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
  for (std::size_t t = 0; t < terms.size(); ++t) {
    auto* operands = operands_.data() + t * stride_;
    if (terms[t].channel == Term::bias) {
      std::fill_n(operands, positions_, mapping_.bias_input);
    } else {
      const int channel = convolution_group * shape.channels_per_group() + terms[t].channel;
      const auto plane = image.subspan(static_cast<std::size_t>(channel) * plane_size, plane_size);
      for (int p = tile.rows.outputs.begin; p < tile.rows.outputs.end; ++p) {
        gather_row(plane, tile, terms[t], p, operands);
        operands += tile.columns.outputs.size();
      }
      operands = operands_.data() + t * stride_;
    }
    nonzeros_[t] = static_cast<std::int32_t>(
        std::count_if(operands, operands + positions_, [](std::int16_t v) { return v != 0; }));
  }
}

// What lies in the padding stays 0.
void DotProducts::gather_row(std::span<const std::int16_t> plane, const Tile& tile,
                             const Term& term, int output_row, std::int16_t* operands) const {
  const auto& shape = mapping_.shape;
  const int y = output_row * shape.stride + term.row - shape.padding;
  if (y < 0 || y >= shape.height) return;
  const auto* row = plane.data() + static_cast<std::ptrdiff_t>(y) * shape.width;
  for (int q = tile.columns.outputs.begin; q < tile.columns.outputs.end; ++q, ++operands) {
    const int x = q * shape.stride + term.column - shape.padding;
    if (x >= 0 && x < shape.width) *operands = row[x];
  }
}

void DotProducts::sum(std::span<const Weight> filter, std::span<std::int64_t> sums) const {
  std::int64_t of_block[block];
  for (std::size_t first = 0; first < positions_; first += block) {
    sum_block(of_block, operands_.data() + first, stride_, filter.data(), filter.size());
    std::copy_n(of_block, std::min(block, positions_ - first),
                sums.begin() + static_cast<std::ptrdiff_t>(first));
  }
}

std::int64_t DotProducts::effectual(std::span<const Weight> filter) const {
  std::int64_t products = 0;
  for (const auto& weight : filter) products += nonzeros_[static_cast<std::size_t>(weight.term)];
  return products;
}

}  // namespace arch::dcnn
