// SPDX-License-Identifier: Apache-2.0
// What a change of one parameter would gain: every change is made, one at a time, and the layers
// are simulated again, without values where the machine can do without.
//
// Numbers are doubled and halved, switches turned, choices changed. A parameter that is only of
// time (config::Field) is also brought to both ends of its range, 2^20 times the present value at
// most: what it gains there is the most that it can gain on a machine whose blocks compete for
// nothing. Changes that the config's rules or the machine forbid are left out.
#pragma once

#include "sim/config/field.h"
#include "sim/explore/sweep/run_sweep.h"
#include "sim/machine/result.h"

namespace sim::explore {

/// What is asked: the config and the workload by name, as changed by the user.
struct GainsQuestion {
  std::string config;
  std::string workload;
  std::vector<std::string> layers;  ///< empty: all
  config::Settings settings;
  config::Settings workload_settings;
  config::Fields fields;  ///< of the config, with its present values
};

/// For every parameter that can be changed the best change, those that gain most first. Gains are
/// of the chosen layers together.
std::vector<machine::GainResult> gains_of(const GainsQuestion& question, const Library& library,
                                          const sweep::SweepOptions& options);

}  // namespace sim::explore
