// SPDX-License-Identifier: Apache-2.0
// A layer's result as JSON text, for the way from a worker to its parent.
#pragma once

#include <string>

#include "sim/machine/result.h"

namespace sim::machine {

std::string pack(const LayerResult& layer);
/// Throws Fault if the text is not what `pack` gave.
LayerResult unpack(const std::string& text);

}  // namespace sim::machine
