// SPDX-License-Identifier: Apache-2.0
// A result made by hand, with everything in it that a writer may meet.
#pragma once

#include "sim/explore/compare.h"
#include "sim/machine/result.h"

namespace sim::report::test {

inline machine::LayerResult layer(const std::string& name, std::int64_t cycles) {
  machine::LayerResult made;
  made.name = name;
  made.kind = "fully_connected";
  made.vectors = 4;
  made.cycles = cycles;
  made.time_us = static_cast<double>(cycles) / 800;
  made.macs_dense = 4000;
  made.macs_effectual = 1000;
  made.utilization = 0.25;
  made.peak_gops = 102.4;
  made.components = {{"pe/sram", 64, 3000, 0, "published", false},
                     {"pe/adder", 64, 1000, 0, "derived", false},
                     {"off_chip/dram", 1, 500, 0, "assumed", true}};
  made.energy_standing = {0.75, 0.25, 0};
  const auto share = static_cast<double>(cycles);
  made.blocks = {{"control", 1, share, 0, {}},
                 {"pe",
                  64,
                  0.5 * share,
                  0.1 * share,
                  {{"starved by activations", 0.3 * share}, {"held at all_idle", 0.1 * share}}}};
  made.traffic = {{"dram", {512, 256}}, {"sram", {4096, 128}}};
  made.off_chip_gb_per_s = 25.6;
  made.figures = {{"fillers", 12}};
  made.verified = true;
  made.host = {0.5, 0.25, 0.125, 2, 1};
  return made;
}

/// Two layers, the second with labels, and one that failed.
inline machine::RunResult run() {
  machine::RunResult made;
  made.machine = "eie";
  made.config = "eie/small";
  made.config_title = "A small EIE";
  made.workload = "two";
  made.workload_title = "Two layers";
  made.engine = "decoupled";
  made.prices = "cheap";
  made.prices_title = "Cheap prices";
  made.layers = {layer("fc1", 2000), layer("fc,2", 6000)};
  made.layers[1].correct = 3;
  made.layers[1].saturated = 5;
  made.failures = {{"fc3", "layer \"fc3\" is lost", false}};
  made.area = {{"pe/sram", 64, 0, 3e6, "published", false},
               {"pe/adder", 64, 0, 1e6, "derived", false},
               {"off_chip/dram", 1, 0, 0, "assumed", true}};
  made.area_standing = {0.75, 0.25, 0};
  made.area_mm2 = 4;
  return made;
}

inline explore::Verdict verdict(const std::string& id, std::optional<double> published,
                                std::optional<double> simulated, explore::ClaimStatus status) {
  explore::Verdict made;
  made.claim.id = id;
  made.claim.machine = "eie";
  made.claim.metric = "time_us";
  made.claim.config = "eie/small";
  made.claim.workload = "two";
  made.claim.layers = {"fc1", "fc2"};
  made.claim.published = published;
  made.claim.unit = "us";
  made.claim.tolerance = 0.06;
  made.claim.source = "Table IV, \"actual\"";
  made.simulated = simulated;
  made.status = status;
  return made;
}

/// A pass, an explained miss, one that nobody printed and one that failed.
inline std::vector<explore::Verdict> verdicts() {
  using enum explore::ClaimStatus;
  std::vector<explore::Verdict> made = {verdict("eie/time/a", 10, 10.5, pass),
                                        verdict("eie/time/b", 10, 12, miss),
                                        verdict("eie/area/c", std::nullopt, 3, unavailable),
                                        verdict("eie/area/d", 4, std::nullopt, unavailable)};
  made[1].claim.settings = {{"/a", "3"}};
  made[1].claim.note = "the paper rounds";
  made[1].claim.standing = explore::ClaimStanding::calibrated;
  made[1].claim.fitted = "densities";
  made[3].failure = "layer \"fc1\" is lost";
  return made;
}

}  // namespace sim::report::test
