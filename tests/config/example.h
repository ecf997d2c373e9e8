// SPDX-License-Identifier: Apache-2.0
// A machine's parameters as the tests read them.
#pragma once

#include <string>
#include <vector>

#include "sim/config/document.h"
#include "sim/config/field.h"

namespace sim::config {

enum class Policy { round_robin, fixed_priority };

struct Example {
  double clock_mhz = 800;
  int slots = 8;
  int index_bits = 4;
  std::int64_t bytes = 1024;
  Policy policy = Policy::fixed_priority;
  bool gated = false;
  std::string technology = "45nm";
  std::vector<std::int64_t> sizes = {1, 2};
  std::vector<double> factors = {};
};

inline Fields fields_of(Example& e) {
  return {
      field("clock_mhz", e.clock_mhz, "clock frequency", "MHz", above(0)),
      field("activation_queue/slots", e.slots, "slots of the activation queue", "entries",
            at_least(2)),
      field("activation_queue/policy",
            choice<Policy>(e.policy, {{"round_robin", Policy::round_robin},
                                      {"fixed_priority", Policy::fixed_priority}}),
            "who goes first")
          .optional(),
      field("weights/index_bits", e.index_bits, "bits of the relative index", "bits",
            between(1, 16)),
      field("bytes", e.bytes, "capacity", "bytes", power_of_two()).optional(),
      field("gated", e.gated, "whether idle clocks stop").optional(),
      field("technology", e.technology, "process node", "", non_empty()).optional(),
      field("sizes", e.sizes, "sizes of the banks", "words", multiple_of(4) && non_empty())
          .optional(),
      field("factors", e.factors, "scaling factors", "", at_most(1)).optional(),
  };
}

}  // namespace sim::config
