// SPDX-License-Identifier: Apache-2.0
// Weights and activations with the statistics of a trained and pruned network.
//
// Weights: normally distributed, pruned by magnitude. With its rank u, uniform in (0, 1), a weight
// has the magnitude Q(u / 2), Q being the normal distribution's upper quantile; it is kept where
// u is below the density. Densities vary over rows and columns by the stated coefficients of
// variation, as real layers' do. The random word of element (i, j) depends on seed, tensor, i and j
// alone: the same seed gives the same tensor on every machine and compiler. A kept weight never
// becomes the integer 0. Where density and spread would give a row or column more than all of its
// weights, it has all.
// Not modelled: correlation of neighbouring zeros.
// A structure (pruning/) prunes the same dense weights otherwise and keeps exact densities.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/tensor/csc.h"
#include "sim/workload/network.h"
#include "sim/workload/pruning/geometry.h"

namespace sim::workload {

/// A matrix of the geometry, with one more column if `bias` is given, whose density is
/// bias->density and which has no structure. `tensor` names the stream of random numbers.
tensor::Csc synthesise_weights(const pruning::Geometry& geometry, const Synthesis& synthesis,
                               const Synthesis* bias, const Quantisation& quantisation,
                               const std::string& tensor);

/// A (rows, columns) matrix without kernels; `columns` includes the bias column.
tensor::Csc synthesise_weights(std::int32_t rows, std::int32_t columns, const Synthesis& synthesis,
                               const Synthesis* bias, const Quantisation& quantisation,
                               const std::string& tensor);

/// `vectors` vectors of `size` activations as after a ReLU: each has exactly round(density x size)
/// positive values, half-normally distributed, at random places; the others are 0.
std::vector<std::int16_t> synthesise_activations(std::size_t vectors, std::size_t size,
                                                 const Synthesis& synthesis,
                                                 const Quantisation& quantisation,
                                                 const std::string& tensor);

}  // namespace sim::workload
