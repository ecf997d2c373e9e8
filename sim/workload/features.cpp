// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/features.h"

#include "sim/base/philox.h"
#include "sim/workload/stream.h"
#include "sim/workload/synthesis.h"

namespace sim::workload {

std::vector<std::int16_t> synthesise_features(std::size_t sequences, std::size_t size,
                                              const Synthesis& synthesis,
                                              const Quantisation& quantisation,
                                              const std::string& tensor) {
  auto features = synthesise_activations(sequences, size, synthesis, quantisation, tensor);
  PhiloxStream random(static_cast<std::uint64_t>(synthesis.seed), stream_of(tensor + "/signs"));
  for (auto& feature : features) {
    if ((random() & 1) != 0) feature = static_cast<std::int16_t>(-feature);
  }
  return features;
}

}  // namespace sim::workload
