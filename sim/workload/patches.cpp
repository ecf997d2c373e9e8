// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/patches.h"

#include <algorithm>

namespace sim::workload {
namespace {

std::size_t pixels_of(const Convolution& shape) {
  return static_cast<std::size_t>(shape.output_height()) *
         static_cast<std::size_t>(shape.output_width());
}

// One row of a kernel: neighbours in the plane, as far as they are inside.
void gather_row(const Convolution& shape, const std::int16_t* plane, int row, int left,
                std::int16_t* out) {
  if (row < 0 || row >= shape.height) return;
  const int first = std::max(0, -left), end = std::min(shape.kernel_width, shape.width - left);
  if (first >= end) return;
  std::copy(plane + row * shape.width + left + first, plane + row * shape.width + left + end,
            out + first);
}

// One output pixel; `out` holds zeros.
void gather_patch(const Convolution& shape, const std::int16_t* channels, int top, int left,
                  std::int16_t* out) {
  const auto plane = std::ptrdiff_t{shape.height} * shape.width;
  for (int c = 0; c < shape.channels_per_group(); ++c, channels += plane) {
    for (int r = 0; r < shape.kernel_height; ++r, out += shape.kernel_width) {
      gather_row(shape, channels, top + r, left, out);
    }
  }
}

}  // namespace

Vectors gather_patches(const Convolution& shape, const Vectors& images, int group) {
  const auto size = static_cast<std::size_t>(weight_columns(shape));
  Vectors patches{size, std::vector<std::int16_t>(images.count() * pixels_of(shape) * size)};
  const auto first_channel =
      static_cast<std::size_t>(group) * static_cast<std::size_t>(shape.channels_per_group()) *
      static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
  auto* out = patches.values.data();
  for (std::size_t i = 0; i < images.count(); ++i) {
    const auto* const channels = images.vector(i).data() + first_channel;
    for (int y = 0; y < shape.output_height(); ++y) {
      for (int x = 0; x < shape.output_width(); ++x, out += size) {
        gather_patch(shape, channels, y * shape.stride - shape.padding,
                     x * shape.stride - shape.padding, out);
      }
    }
  }
  return patches;
}

std::vector<std::int64_t> planes_of(const Convolution& shape,
                                    const std::vector<std::int64_t>& sums) {
  const auto pixels = pixels_of(shape), filters = static_cast<std::size_t>(shape.filters);
  std::vector<std::int64_t> planes(sums.size());
  for (std::size_t at = 0; at < sums.size(); at += pixels * filters) {
    for (std::size_t p = 0; p < pixels; ++p) {
      for (std::size_t f = 0; f < filters; ++f) {
        planes[at + f * pixels + p] = sums[at + p * filters + f];
      }
    }
  }
  return planes;
}

}  // namespace sim::workload
