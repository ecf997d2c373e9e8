// SPDX-License-Identifier: Apache-2.0
// One side of a plane cut over one side of the PE grid: which outputs a PE computes, which inputs
// it holds, and which its windows need. What it needs and does not hold is its input halo.
#pragma once

#include <vector>

#include "arch/dcnn/config.h"
#include "sim/workload/shape.h"

namespace arch::dcnn {

/// Positions [begin, end).
struct Span {
  int begin = 0, end = 0;
  int size() const { return end - begin; }
  bool operator==(const Span&) const = default;
};

/// One dimension of a convolution.
struct Axis {
  int inputs = 0, outputs = 0, kernel = 0, stride = 1, padding = 0;
  /// The input in the middle of an output's window, moved into the plane.
  int middle(int output) const;
  /// The inputs, without padding, that these outputs need.
  Span window(Span outputs_needed) const;

  static Axis vertical(const sim::workload::Convolution& shape);
  static Axis horizontal(const sim::workload::Convolution& shape);
};

/// The share of one row or column of PEs.
struct AxisShare {
  Span outputs;
  Span held;    ///< inputs in the own activation RAM
  Span window;  ///< inputs needed
  /// Needed inputs that stand before the held ones, among them, behind them.
  int before() const;
  int inside() const;
  int behind() const;
};

/// Cuts the outputs `region` of an axis in `parts` shares. If the region is a part of the plane,
/// the outermost shares also hold the inputs that the region needs from beyond.
std::vector<AxisShare> cut_axis(const Axis& axis, Span region, int parts, CutPlane plane);

}  // namespace arch::dcnn
