// SPDX-License-Identifier: Apache-2.0
// FORMS' polarised fragments (Yuan et al., ISCA 2021): the weights that an output has for some
// consecutive inputs have one sign. Training with ADMM brings real networks there; here the
// minority of a fragment takes the sign of its sum, and magnitudes stay as they are.
#pragma once

#include "sim/tensor/csc.h"
#include "sim/workload/pruning/geometry.h"

namespace sim::workload::pruning {

/// Fragments are of `inputs` columns that have a weight in the group's rows, counted from the first
/// one of each group on; columns from geometry.columns on (the bias) are left alone.
void give_fragments_one_sign(const Geometry& geometry, int inputs, tensor::Csc& matrix);

}  // namespace sim::workload::pruning
