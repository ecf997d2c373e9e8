// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/network.h"

namespace sim::workload {

std::string kind_of(const Shape& shape) {
  return std::holds_alternative<FullyConnected>(shape) ? "fully_connected" : "convolution";
}

}  // namespace sim::workload
