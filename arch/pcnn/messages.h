// SPDX-License-Identifier: Apache-2.0
// What flows between PCNN's blocks. All of them follow the same order of rounds, tiles and slabs,
// so that an entry needs no contents but its place in the order.
#pragma once

#include <cstdint>

namespace arch::pcnn {

/// Weights and codes of a portion of every PE's filter stand in the banks.
struct LoadedPortion {};

/// The patches of a slab stand in one half of the activation buffer.
struct Patches {};

/// The input rows of a pass stand in the input memory.
struct LoadedRows {};

/// The sums of a tile stand complete in a set of accumulators; a set is empty again.
struct FinishedTile {};
struct FreeAccumulators {};

}  // namespace arch::pcnn
