// SPDX-License-Identifier: Apache-2.0
// Inputs of an LSTM: features of speech, say, normalised to mean 0.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/workload/network.h"

namespace sim::workload {

/// `sequences` sequences of `size` features, which are normally distributed; round(density x size)
/// of each are not 0.
std::vector<std::int16_t> synthesise_features(std::size_t sequences, std::size_t size,
                                              const Synthesis& synthesis,
                                              const Quantisation& quantisation,
                                              const std::string& tensor);

}  // namespace sim::workload
