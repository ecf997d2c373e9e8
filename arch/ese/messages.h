// SPDX-License-Identifier: Apache-2.0
// What flows between ESE's blocks. Values stand in the vector buffers; messages say when.
#pragma once

#include <cstdint>

#include "arch/ese/schedule.h"

namespace arch::ese {

/// A chunk of a matrix, a tile's pointers or the inputs of a time step have arrived in their
/// buffer; or the outputs of a time step are complete.
struct Arrived {};

/// A column's activations, those of all channels, for the PEs' queues.
struct Column {
  std::int32_t column = 0;
};

/// What the element-wise units do.
struct Command {
  Pass pass = Pass::none;
};

}  // namespace arch::ese
