// SPDX-License-Identifier: Apache-2.0
// Pattern pruning: each kernel keeps n weights at the positions of one of a few patterns (PCNN,
// DAC 2020), and with connectivity pruning some kernels are pruned whole (PatDNN, ASPLOS 2020).
// The patterns are distilled from the weights: each kernel votes for the pattern of its n largest
// weights with the energy (sum of squares) that it keeps; those with the highest sums stay, of
// equals the one whose positions, as bits, are the lower number. Each kernel is then projected on
// the pattern that keeps most of its energy.
// Not modelled: retraining, by which real weights move towards their patterns.
#pragma once

#include "sim/workload/pruning/dense_weights.h"
#include "sim/workload/pruning/geometry.h"
#include "sim/workload/pruning/mask.h"
#include "sim/workload/pruning/structure.h"

namespace sim::workload::pruning {

/// Patterns are sets of positions in the kernel, as bits: no kernel may have more positions.
inline constexpr int most_kernel_positions = 64;

/// Positions (kernel row x kernel width + kernel column) as bits, the most valuable first; fewer
/// than structure.patterns if fewer occur.
std::vector<std::uint64_t> distil(const Pattern& structure, const Geometry& geometry,
                                  const DenseWeights& weights);

/// Every kernel keeps structure.weights_per_kernel weights.
Mask prune_patterns(const Pattern& structure, const Geometry& geometry,
                    const DenseWeights& weights);

/// The round(density x size / weights_per_kernel) kernels stay whose patterns keep most energy.
Mask prune_patterns(const PatternConnectivity& structure, double density, const Geometry& geometry,
                    const DenseWeights& weights);

}  // namespace sim::workload::pruning
