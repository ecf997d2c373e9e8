// SPDX-License-Identifier: Apache-2.0
// Images as a convolution sees them after a ReLU: non-zeros stand together.
//
// A feature map is the positive part of a random field. With clustering q, a share q of the field's
// variance is smooth over the plane (bilinear between random points a quarter of the plane apart),
// and the rest is independent noise. Half of the smooth part is the same in all channels: where an
// image shows something, many channels answer. Machines that divide the plane among processing
// elements wait at barriers because of that part; independent masks understate it.
// The form of the field is our assumption; q = 0 is synthesise_activations.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/workload/network.h"

namespace sim::workload {

/// One image (channels, height, width) with exactly round(density x size) positive values.
std::vector<std::int16_t> synthesise_image(const Convolution& shape, const Synthesis& synthesis,
                                           const Quantisation& quantisation,
                                           const std::string& tensor);

}  // namespace sim::workload
