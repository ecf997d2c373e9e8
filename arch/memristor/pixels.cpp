// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/pixels.h"

#include <algorithm>
#include <cmath>

namespace arch::memristor {
namespace {

// Positions first, first + step, ... of a kernel's side that starts at `at`, within the plane.
int inside(int at, int size) { return std::clamp(at, 0, size - 1); }

// `of` outputs become `to` pixels: every step-th, each of `size`.
bool pool(int of, int to, int& step, int& size) {
  if (to < 1 || to > of) return false;
  step = of / to;
  size = of - (to - 1) * step;
  return true;
}

// A plane of `pixels` with the proportions of the producer's; empty if there is none.
std::optional<std::pair<int, int>> sides(int rows, int columns, std::int64_t pixels) {
  const auto height =
      static_cast<int>(std::lround(std::sqrt(static_cast<double>(pixels) * rows / columns)));
  if (height < 1 || pixels % height != 0) return std::nullopt;
  return std::pair{height, static_cast<int>(pixels / height)};
}

}  // namespace

std::int64_t PixelPlane::needed(std::int64_t window) const {
  const auto row = static_cast<int>(window / columns), column = static_cast<int>(window % columns);
  const int bottom = inside(row * stride - padding + kernel_height - 1, height);
  const int right = inside(column * stride - padding + kernel_width - 1, width);
  return std::int64_t{bottom} * width + right + 1;
}

std::int64_t PixelPlane::kept_from(std::int64_t window) const {
  const auto row = static_cast<int>(window / columns), column = static_cast<int>(window % columns);
  return std::int64_t{inside(row * stride - padding, height)} * width +
         inside(column * stride - padding, width);
}

std::int64_t PixelPlane::least_room() const {
  return std::min(pixels(), std::int64_t{kernel_height - 1} * width + kernel_width);
}

PixelPlane plane_of(const sim::workload::Convolution& shape) {
  return {shape.height, shape.width,   shape.kernel_height,   shape.kernel_width,
          shape.stride, shape.padding, shape.output_height(), shape.output_width()};
}

bool Feed::completes(std::int64_t window) const {
  const auto row = static_cast<int>(window / columns), column = static_cast<int>(window % columns);
  return row >= row_size - 1 && (row - row_size + 1) % row_step == 0 && column >= column_size - 1 &&
         (column - column_size + 1) % column_step == 0;
}

std::optional<Feed> feed_of(const sim::workload::Convolution& producer,
                            const sim::workload::Shape& layer) {
  const auto shape = as_convolution(layer);
  Feed feed{.plane = plane_of(shape),
            .rows = producer.output_height(),
            .columns = producer.output_width()};
  if (std::holds_alternative<sim::workload::FullyConnected>(layer)) {
    if (shape.channels % producer.filters != 0) return std::nullopt;
    const auto plane = sides(feed.rows, feed.columns, shape.channels / producer.filters);
    if (!plane) return std::nullopt;
    feed.plane = {plane->first, plane->second, plane->first, plane->second, 1, 0, 1, 1};
  } else if (shape.channels != producer.filters) {
    return std::nullopt;
  }
  const bool fits = pool(feed.rows, feed.plane.height, feed.row_step, feed.row_size) &&
                    pool(feed.columns, feed.plane.width, feed.column_step, feed.column_size);
  return fits ? std::optional(feed) : std::nullopt;
}

}  // namespace arch::memristor
