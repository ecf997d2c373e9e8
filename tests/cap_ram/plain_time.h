// SPDX-License-Identifier: Apache-2.0
// The cycles of a layer as a recursion over events, without blocks, channels or engines: the rules
// of the headers, written down a second time.
#pragma once

#include "tests/cap_ram/layer_case.h"

namespace arch::cap_ram::test {

std::int64_t plain_time(const LayerCase& layer);

}  // namespace arch::cap_ram::test
