// SPDX-License-Identifier: Apache-2.0
// A second model of the engine's time, without processes and channels, for machines whose banks
// have one sub-array each and whose operands come from the memory banks: no two blocks share
// anything then but phases. Rows are counted from the values, not from the bit planes.
#pragma once

#include "tests/sot_mram/layer_case.h"

namespace arch::sot_mram::test {

/// Cycles until the last partial sum is added up.
std::int64_t plain_time(const LayerCase& layer);

}  // namespace arch::sot_mram::test
