// SPDX-License-Identifier: Apache-2.0
// What a layer cost the host, for the benchmarks and the curious.
#pragma once

namespace sim::machine {

/// Processor time, in seconds. A machine tells the three in the middle, the job the others.
struct HostSeconds {
  double load = 0;       ///< reading or synthesising the tensors
  double encode = 0;     ///< mapping them on the machine
  double elaborate = 0;  ///< building its blocks
  double simulate = 0;
  double verify = 0;
};

}  // namespace sim::machine
