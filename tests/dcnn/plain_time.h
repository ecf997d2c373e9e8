// SPDX-License-Identifier: Apache-2.0
// A second model of the machine's time for layers whose activations stay on the chip, independent
// of the blocks and of sim/fabric: the recurrences between the times of blocks of weights, written
// out one after the other.
#pragma once

#include "tests/dcnn/layer_case.h"

namespace arch::dcnn::test {

/// The end of the layer, in cycles.
std::int64_t plain_time(const LayerCase& layer, const Mapping& mapping);

}  // namespace arch::dcnn::test
