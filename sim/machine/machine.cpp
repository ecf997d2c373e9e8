// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/machine.h"

#include "sim/base/errors.h"

namespace sim::machine {

std::unique_ptr<NetworkJob> Machine::begin_network() const {
  throw Fault("a machine that runs layer by layer was asked for a network");
}

std::vector<std::int64_t> Machine::definition(const LayerJob& job) const {
  throw Fault("layer \"" + job.layer.name + "\": an exact machine has no definition of its own");
}

}  // namespace sim::machine
