// SPDX-License-Identifier: Apache-2.0
// The cycles of a layer whose activations fit, by plain recursion over slabs and tiles: an
// independent statement of the rules of docs/machines/pcnn.md.
#pragma once

#include "tests/pcnn/layer_case.h"

namespace arch::pcnn::test {

/// One pass, nothing in DRAM but weights.
std::int64_t plain_time(const LayerCase& layer);

}  // namespace arch::pcnn::test
