// SPDX-License-Identifier: Apache-2.0
// Reads {"kind": "pattern", "weights_per_kernel": 4, "patterns": 8}.
#pragma once

#include "sim/base/errors.h"
#include "sim/config/document.h"
#include "sim/workload/pruning/geometry.h"
#include "sim/workload/pruning/structure.h"

namespace sim::workload::pruning {

/// What is wrong is reported and keeps its default; without a kind that is known, the structure is
/// unstructured.
Structure read_structure(const config::Node& node, Problems& problems);

/// Reports what the structure that `synthesise` holds at "structure" cannot be in a matrix of this
/// geometry, at the density that it holds; `has_kernels` for a convolution's.
void check_structure(const Structure& structure, const config::Node& synthesise,
                     const Geometry& geometry, bool has_kernels, Problems& problems);

}  // namespace sim::workload::pruning
