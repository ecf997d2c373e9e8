// SPDX-License-Identifier: Apache-2.0
// Results as JSON text, for the way from a worker to its parent.
#pragma once

#include <string>

#include "sim/machine/result.h"

namespace sim::machine {

std::string pack(const LayerResult& layer);
std::string pack(const NetworkResult& network);
std::string pack(const std::vector<LayerAnswer>& answers);
/// Throws Fault if the text is not what `pack` gave of answers.
std::vector<LayerAnswer> unpack(const std::string& text);

}  // namespace sim::machine
