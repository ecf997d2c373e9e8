// SPDX-License-Identifier: Apache-2.0
#include "arch/pcnn/parts/filter_sums.h"

namespace arch::pcnn {

FilterSums::FilterSums(const Config& config, const Mapping& mapping) : mapping_(mapping) {
  const auto terms = std::int64_t{mapping.kernels.per_filter} * mapping.kernels.slots;
  narrow_ = (terms << (2 * config.operand_bits - 2)) < (std::int64_t{1} << 31);
  terms_.reserve(static_cast<std::size_t>(terms));
}

void FilterSums::run(const Windows& windows, const Round& round, int filter) {
  collect(windows, round, filter);
  sums_.resize(windows.pitch());
  if (narrow_) {
    add_up<std::int32_t>(windows);
  } else {
    add_up<std::int64_t>(windows);
  }
}

// The weights that are not 0, with the activations that they meet.
void FilterSums::collect(const Windows& windows, const Round& round, int filter) {
  const auto& kernels = mapping_.kernels;
  const auto channels = static_cast<std::size_t>(kernels.per_filter);
  const auto n = static_cast<std::size_t>(kernels.slots);
  const auto area = static_cast<std::size_t>(mapping_.shape.kernel_area());
  const auto* weight = kernels.value.data() + static_cast<std::size_t>(filter) * channels * n;
  terms_.clear();
  active_ = effectual_ = 0;
  for (std::size_t c = 0; c < channels; ++c) {
    const auto pattern = kernels.pattern_of(static_cast<std::size_t>(filter) * channels + c);
    const auto* const position = kernels.position.data() + pattern * n;
    const auto channel = static_cast<std::size_t>(round.first_channel) + c;
    for (std::size_t i = 0; i < n; ++i, ++weight) {
      const auto nonzeros = windows.nonzeros(channel, position[i]);
      active_ += nonzeros;
      if (*weight == 0) continue;
      effectual_ += nonzeros;
      terms_.push_back({static_cast<std::uint32_t>(channel * area + position[i]), *weight});
    }
  }
}

template <class Sum>
void FilterSums::add_up(const Windows& windows) {
  constexpr std::size_t wide = 4 * pixel_block;
  std::size_t at = 0;
  for (; at + wide <= windows.pitch(); at += wide) add_block<Sum, wide>(windows, at);
  for (; at < windows.pitch(); at += pixel_block) add_block<Sum, pixel_block>(windows, at);
}

template <class Sum, std::size_t block>
void FilterSums::add_block(const Windows& windows, std::size_t first_pixel) {
  const auto* const activations = windows.row(0, 0) + first_pixel;
  const auto pitch = windows.pitch();
  Sum total[block] = {};
  for (const auto& term : terms_) {
    const auto* const row = activations + term.row * pitch;
    for (std::size_t i = 0; i < block; ++i) total[i] += Sum{term.weight} * row[i];
  }
  for (std::size_t i = 0; i < block; ++i) sums_[first_pixel + i] = total[i];
}

}  // namespace arch::pcnn
