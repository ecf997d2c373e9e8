// SPDX-License-Identifier: Apache-2.0
// A convolution as matrix-vector products, one for every output pixel: what a machine without
// convolutions of its own is given by its host.
#pragma once

#include "sim/workload/layer_data.h"

namespace sim::workload {

/// The inputs that meet the filters of a group at every output pixel: images x output height x
/// output width vectors of channels per group x kernel height x kernel width values, in the order
/// of the weight matrix's columns. Those outside of the plane are 0.
Vectors gather_patches(const Convolution& shape, const Vectors& images, int group = 0);

/// Sums in the order (image, output pixel, filter) of such products, in that of a convolution's
/// outputs: (image, filter, output pixel). Of all filters, `sums` holds those of all groups.
std::vector<std::int64_t> planes_of(const Convolution& shape,
                                    const std::vector<std::int64_t>& sums);

}  // namespace sim::workload
