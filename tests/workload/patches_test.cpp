// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/patches.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>

namespace sim::workload {
namespace {

Convolution any_shape() {
  Convolution shape;
  shape.groups = *rc::gen::inRange(1, 4);
  shape.channels = shape.groups * *rc::gen::inRange(1, 4);
  shape.filters = shape.groups * *rc::gen::inRange(1, 4);
  shape.kernel_height = *rc::gen::inRange(1, 5);
  shape.kernel_width = *rc::gen::inRange(1, 5);
  shape.stride = *rc::gen::inRange(1, 5);
  shape.padding = *rc::gen::inRange(0, 4);
  shape.height = *rc::gen::inRange(std::max(1, shape.kernel_height - 2 * shape.padding), 9);
  shape.width = *rc::gen::inRange(std::max(1, shape.kernel_width - 2 * shape.padding), 9);
  return shape;
}

Vectors any_images(const Convolution& shape) {
  std::mt19937 random(*rc::gen::inRange(0u, 1000u));
  const auto size = static_cast<std::size_t>(inputs_of(shape));
  Vectors images{size, std::vector<std::int16_t>(size * *rc::gen::inRange<std::size_t>(1, 3))};
  for (auto& value : images.values) value = static_cast<std::int16_t>(random() % 100 + 1);
  return images;
}

RC_GTEST_PROP(Patches, HoldWhatTheDefinitionOfAConvolutionSays, ()) {
  const auto shape = any_shape();
  const auto images = any_images(shape);
  const int group = *rc::gen::inRange(0, shape.groups);
  const auto patches = gather_patches(shape, images, group);
  RC_ASSERT(patches.count() == images.count() * static_cast<std::size_t>(shape.output_height()) *
                                   static_cast<std::size_t>(shape.output_width()));
  std::size_t at = 0;
  for (std::size_t image = 0; image < images.count(); ++image) {
    for (int p = 0; p < shape.output_height(); ++p) {
      for (int q = 0; q < shape.output_width(); ++q) {
        for (int i = 0; i < weight_columns(shape); ++i, ++at) {
          const int s = i % shape.kernel_width, r = i / shape.kernel_width % shape.kernel_height;
          const int c = group * shape.channels_per_group() + i / shape.kernel_area();
          const int y = p * shape.stride + r - shape.padding;
          const int x = q * shape.stride + s - shape.padding;
          const bool inside = y >= 0 && y < shape.height && x >= 0 && x < shape.width;
          const auto pixel = static_cast<std::size_t>((c * shape.height + y) * shape.width + x);
          RC_ASSERT(patches.values[at] == (inside ? images.vector(image)[pixel] : 0));
        }
      }
    }
  }
}

TEST(Patches, SumsPixelByPixelBecomePlanes) {
  Convolution shape;
  shape.channels = 1;
  shape.filters = 2;
  shape.kernel_height = shape.kernel_width = 1;
  shape.height = 1;
  shape.width = 3;
  // Two images of three pixels with two filters.
  EXPECT_EQ(planes_of(shape, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}),
            (std::vector<std::int64_t>{1, 3, 5, 2, 4, 6, 7, 9, 11, 8, 10, 12}));
}

}  // namespace
}  // namespace sim::workload
