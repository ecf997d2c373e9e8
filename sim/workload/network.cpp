// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/network.h"

namespace sim::workload {

std::vector<std::string> Network::layer_names() const {
  std::vector<std::string> names;
  for (const auto& layer : layers) names.push_back(layer.name);
  return names;
}

}  // namespace sim::workload
