// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/parts/windows.h"

#include <algorithm>

namespace arch::pcnn {

Windows::Windows(const Config& config, const Mapping& mapping, const sim::workload::Vectors& images)
    : config_(config),
      mapping_(mapping),
      images_(images),
      image_(images.count()),
      pass_(0),
      area_(static_cast<std::size_t>(mapping.shape.kernel_area())) {}

void Windows::select(std::size_t image, std::size_t pass) {
  if (image == image_ && pass == pass_) return;
  image_ = image;
  pass_ = pass;
  const auto& selected = mapping_.tiling.passes[pass];
  gather(image, selected);
  if (config_.skips() && mapping_.kernels.by_pattern) mark_groups(selected);
}

void Windows::gather(std::size_t image, const Pass& pass) {
  const auto& shape = mapping_.shape;
  const auto channels = static_cast<std::size_t>(shape.channels);
  const auto* const inputs = images_.vector(image).data();
  pitch_ = (pass.pixels + pixel_block - 1) / pixel_block * pixel_block;
  values_.assign(channels * area_ * pitch_, 0);
  nonzeros_.assign(channels * area_, 0);
  auto* out = values_.data();
  for (std::size_t c = 0, at = 0; c < channels; ++c) {
    const auto* plane =
        inputs + c * static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
    for (int r = 0; r < shape.kernel_height; ++r) {
      for (int s = 0; s < shape.kernel_width; ++s, ++at, out += pitch_) {
        gather_row(plane, pass, r, s, out);
        nonzeros_[at] = static_cast<std::int64_t>(pitch_) - std::count(out, out + pitch_, 0);
      }
    }
  }
}

// What lies in the padding stays 0.
void Windows::gather_row(const std::int16_t* plane, const Pass& pass, int r, int s,
                         std::int16_t* out) {
  const auto& shape = mapping_.shape;
  const int stride = shape.stride, shift = s - shape.padding;
  const int inside_from = shift >= 0 ? 0 : (stride - 1 - shift) / stride;
  const int inside_to = shape.width <= shift ? 0 : (shape.width - 1 - shift) / stride + 1;
  for (const auto& tile : pass.tiles) {
    const int left = tile.outputs.left;
    const int from = std::max(left, inside_from), to = std::min(tile.outputs.right, inside_to);
    for (int y = tile.outputs.top; y < tile.outputs.bottom; ++y, out += tile.outputs.width()) {
      const int row = y * stride - shape.padding + r;
      if (row < 0 || row >= shape.height) continue;
      const auto* const inputs = plane + row * shape.width;
      for (int x = from; x < to; ++x) out[x - left] = inputs[x * stride + shift];
    }
  }
}

void Windows::mark_groups(const Pass& pass) {
  const auto lanes = static_cast<std::size_t>(group_pixels(config_));
  groups_ = pass.groups;
  masks_.assign(static_cast<std::size_t>(mapping_.shape.channels) * groups_, 0);
  for (std::size_t c = 0; c < static_cast<std::size_t>(mapping_.shape.channels); ++c) {
    auto* const masks = masks_.data() + c * groups_;
    for (std::size_t p = 0; p < area_; ++p) {
      const auto* const values = row(c, p);
      for (const auto& tile : pass.tiles) {
        const auto pixels = static_cast<std::size_t>(tile.outputs.area());
        for (std::size_t i = 0; i < pixels; ++i) {
          const bool active = values[tile.first_pixel + i] != 0;
          masks[tile.first_group + i / lanes] |= static_cast<std::uint16_t>(active << p);
        }
      }
    }
  }
}

}  // namespace arch::pcnn
