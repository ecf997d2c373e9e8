// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/parts/windows.h"

#include <algorithm>
#include <cstring>

namespace arch::pcnn {
namespace {

// Counted in 16 bits as far as they go, many at a time.
std::int32_t count_nonzeros(const std::int16_t* values, std::size_t n) {
  constexpr std::size_t at_once = 1 << 15;
  std::int32_t all = 0;
  for (std::size_t first = 0; first < n; first += at_once) {
    std::uint16_t some = 0;
    for (std::size_t i = first; i < std::min(n, first + at_once); ++i) {
      some = static_cast<std::uint16_t>(some + (values[i] != 0));
    }
    all += some;
  }
  return all;
}

}  // namespace

Windows::Windows(const Config& config, const Mapping& mapping, const sim::workload::Vectors& images)
    : config_(config),
      mapping_(mapping),
      images_(images),
      image_(images.count()),
      pass_(0),
      area_(static_cast<std::size_t>(mapping.shape.kernel_area())),
      stride_(static_cast<std::size_t>(mapping.shape.stride)),
      padded_width_(static_cast<std::size_t>(mapping.shape.width + 2 * mapping.shape.padding)) {}

void Windows::select(std::size_t image, std::size_t pass) {
  if (image == image_ && pass == pass_) return;
  image_ = image;
  pass_ = pass;
  const auto& selected = mapping_.tiling.passes[pass];
  prepare(selected);
  gather(image, selected);
}

void Windows::prepare(const Pass& pass) {
  const auto& shape = mapping_.shape;
  const auto rows = static_cast<std::size_t>(shape.channels) * area_;
  const auto blocks = (pass.pixels + block_pixels() - 1) / block_pixels();
  // An odd number of the host's cache lines, lest the same row of all blocks meet in a few sets.
  constexpr std::size_t line = 64 / sizeof(std::int16_t);
  block_size_ = ((rows * block_pixels() + line - 1) / line | 1) * line;
  values_.resize(blocks * block_size_);
  nonzeros_.resize(rows);
  line_.assign(blocks * block_pixels() + copied_at_once, 0);
  const auto height = (pass.end_row - pass.first_row - 1) * shape.stride + shape.kernel_height;
  padded_.resize(static_cast<std::size_t>(height) * padded_width_ + copied_at_once);
  runs_.clear();
  for (const auto& tile : pass.tiles) {
    for (int y = tile.outputs.top; y < tile.outputs.bottom; ++y) {
      const auto from = static_cast<std::size_t>(y - pass.first_row) * padded_width_ +
                        static_cast<std::size_t>(tile.outputs.left);
      runs_.push_back({from * stride_, static_cast<std::size_t>(tile.outputs.width())});
    }
  }
}

void Windows::gather(std::size_t image, const Pass& pass) {
  const auto& shape = mapping_.shape;
  const auto channels = static_cast<std::size_t>(shape.channels);
  const auto kernel_width = static_cast<std::size_t>(shape.kernel_width);
  const auto plane_size =
      static_cast<std::size_t>(shape.height) * static_cast<std::size_t>(shape.width);
  const auto* const inputs = images_.vector(image).data();
  const bool marks = config_.skips() && mapping_.kernels.by_pattern;
  groups_ = pass.groups;
  if (marks) masks_.assign(channels * groups_, 0);
  for (std::size_t c = 0; c < channels; ++c) {
    pad(inputs + c * plane_size, pass);
    for (std::size_t p = 0; p < area_; ++p) {
      fill_line(p / kernel_width * padded_width_ + p % kernel_width);
      nonzeros_[row(c, p)] = count_nonzeros(line_.data(), pass.pixels);
      deal_out(row(c, p));
      if (marks) mark_groups(pass, c, p);
    }
  }
}

void Windows::pad(const std::int16_t* plane, const Pass& pass) {
  const auto& shape = mapping_.shape;
  const auto width = static_cast<std::size_t>(shape.width);
  std::fill(padded_.begin(), padded_.end(), std::int16_t{0});
  const int top = pass.first_row * shape.stride - shape.padding;
  for (int y = pass.first_input; y < pass.end_input; ++y) {
    std::copy_n(plane + static_cast<std::size_t>(y) * width, width,
                padded_.data() + static_cast<std::size_t>(y - top) * padded_width_ +
                    static_cast<std::size_t>(shape.padding));
  }
}

// The activations of a kernel position that stands `offset` behind the first one.
void Windows::fill_line(std::size_t offset) {
  auto* out = line_.data();
  const auto* const inputs = padded_.data() + offset;
  for (const auto& run : runs_) {
    const auto* const from = inputs + run.from;
    if (stride_ == 1) {
      for (std::size_t x = 0; x < run.pixels; x += copied_at_once) {
        std::memcpy(out + x, from + x, copied_at_once * sizeof(std::int16_t));
      }
    } else {
      for (std::size_t x = 0; x < run.pixels; ++x) out[x] = from[x * stride_];
    }
    out += run.pixels;
  }
  std::fill(out, line_.data() + line_.size(), std::int16_t{0});
}

void Windows::deal_out(std::size_t row) {
  const auto pixels = block_pixels();
  auto* out = values_.data() + row * pixels;
  for (std::size_t first = 0; first < this->pixels(); first += pixels, out += block_size_) {
    std::memcpy(out, line_.data() + first, pixels * sizeof(std::int16_t));
  }
}

void Windows::mark_groups(const Pass& pass, std::size_t channel, std::size_t position) {
  const auto lanes = static_cast<std::size_t>(group_pixels(config_));
  auto* const masks = masks_.data() + channel * groups_;
  for (const auto& tile : pass.tiles) {
    const auto pixels = static_cast<std::size_t>(tile.outputs.area());
    for (std::size_t i = 0; i < pixels; ++i) {
      const bool active = line_[tile.first_pixel + i] != 0;
      masks[tile.first_group + i / lanes] |= static_cast<std::uint16_t>(active << position);
    }
  }
}

}  // namespace arch::pcnn
