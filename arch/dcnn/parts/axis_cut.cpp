// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/parts/axis_cut.h"

#include <algorithm>

#include "sim/parts/planar_tiling.h"

namespace arch::dcnn {

int Axis::middle(int output) const {
  return std::clamp(output * stride - padding + (kernel - 1) / 2, 0, inputs - 1);
}

Span Axis::window(Span needed) const {
  const int begin = std::clamp(needed.begin * stride - padding, 0, inputs);
  if (needed.size() == 0) return {begin, begin};
  const int end = std::clamp((needed.end - 1) * stride - padding + kernel, 0, inputs);
  return {begin, std::max(begin, end)};
}

Axis Axis::vertical(const sim::workload::Convolution& shape) {
  return {shape.height, shape.output_height(), shape.kernel_height, shape.stride, shape.padding};
}

Axis Axis::horizontal(const sim::workload::Convolution& shape) {
  return {shape.width, shape.output_width(), shape.kernel_width, shape.stride, shape.padding};
}

int AxisShare::before() const {
  return std::max(0, std::min(window.end, held.begin) - window.begin);
}

int AxisShare::inside() const {
  return std::max(0, std::min(window.end, held.end) - std::max(window.begin, held.begin));
}

int AxisShare::behind() const { return window.size() - before() - inside(); }

namespace {

// The inputs that belong to a region of outputs: those between the middles of its windows, up to
// the next region's.
Span inputs_of(const Axis& axis, Span region) {
  const int begin = region.begin == 0 ? 0 : axis.middle(region.begin);
  const int end = region.end == axis.outputs ? axis.inputs : axis.middle(region.end);
  return {begin, std::max(begin + 1, end)};
}

void cut_inputs(const Axis& axis, Span region, Span inputs, std::vector<AxisShare>& shares) {
  const sim::parts::PlanarTiling tiling(inputs.size(), 1, static_cast<int>(shares.size()), 1);
  int output = region.begin;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const auto tile = tiling.of(static_cast<int>(i), 0);
    shares[i].held = {inputs.begin + tile.top, inputs.begin + tile.bottom};
    shares[i].outputs.begin = output;
    while (output < region.end &&
           std::min(axis.middle(output), inputs.end - 1) < shares[i].held.end) {
      ++output;
    }
    shares[i].outputs.end = output;
  }
}

void cut_outputs(const Axis& axis, Span region, Span inputs, std::vector<AxisShare>& shares) {
  const sim::parts::PlanarTiling tiling(region.size(), 1, static_cast<int>(shares.size()), 1);
  const auto boundary = [&](int output) {
    if (output == region.begin) return inputs.begin;
    return output == region.end ? inputs.end
                                : std::clamp(axis.middle(output), inputs.begin, inputs.end);
  };
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const auto tile = tiling.of(static_cast<int>(i), 0);
    shares[i].outputs = {region.begin + tile.top, region.begin + tile.bottom};
    shares[i].held = {tile.height() > 0 ? boundary(shares[i].outputs.begin) : inputs.end,
                      boundary(shares[i].outputs.end)};
  }
}

// What a region needs from beyond its own inputs is loaded with it.
void extend(Span window, std::vector<AxisShare>& shares) {
  auto& first = shares.front().held;
  first.begin = std::min(first.begin, window.begin);
  auto last = shares.rbegin();
  while (last + 1 != shares.rend() && last->held.size() == 0) ++last;
  last->held.end = std::max(last->held.end, window.end);
}

}  // namespace

std::vector<AxisShare> cut_axis(const Axis& axis, Span region, int parts, CutPlane plane) {
  std::vector<AxisShare> shares(static_cast<std::size_t>(parts));
  const auto inputs = inputs_of(axis, region);
  (plane == CutPlane::input ? cut_inputs : cut_outputs)(axis, region, inputs, shares);
  extend(axis.window(region), shares);
  for (auto& share : shares) share.window = axis.window(share.outputs);
  return shares;
}

}  // namespace arch::dcnn
