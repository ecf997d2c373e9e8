// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/gains.h"

#include <gtest/gtest.h>

#include "tests/machine/fake_machine.h"

namespace sim::explore {
namespace {

// A fake in a quick mood takes a cycle for each product of a lane.
class Gains : public ::testing::Test {
 protected:
  std::string of(config::Settings settings) const {
    settings.emplace_back("/mood", "quick");
    const Library library{
        [&](const std::string&, const config::Settings& changed) { return world.setup(changed); },
        [&](const std::string&, const config::Settings&) {
          return world.network({{8, 16}});
        }};
    const auto setup = world.setup(settings);
    const auto gains =
        gains_of({"c", "w", {}, settings, {}, setup.blueprint->fields()}, library, {.jobs = 2});
    std::string text;
    for (const auto& gain : gains) {
      text += gain.key + ' ' + gain.now + shown(gain.change) + shown(gain.most) + '\n';
    }
    return text;
  }

  static std::string shown(const std::optional<machine::ChangeResult>& change) {
    if (!change) return ", -";
    return ", " + change->value + " saves " + std::to_string(change->gain);
  }

  machine::test::FakeWorld world;
};

// Lanes are of time alone and at most 64; the width must be 8 bits for each.
TEST_F(Gains, TheBetterNeighbourAndTheBetterEndAreTold) {
  EXPECT_EQ(of({{"/lanes", "8"}, {"/memory/width_bits", "4096"}}),
            "lanes 8, 16 saves 0.500000, 64 saves 0.875000\n"
            "memory/width_bits 4096, 8192 saves 0.000000, -\n");
}

TEST_F(Gains, AnEndIsWhereTheRulesOfTheConfigAllowIt) {
  EXPECT_EQ(of({{"/lanes", "2"}, {"/memory/width_bits", "64"}}),
            "lanes 2, 4 saves 0.500000, 8 saves 0.750000\n"
            "memory/width_bits 64, 128 saves 0.000000, -\n");
}

TEST_F(Gains, WhatOnlyCostsTimeIsALoss) {
  EXPECT_EQ(of({{"/lanes", "64"}, {"/memory/width_bits", "512"}}),
            "memory/width_bits 512, 1024 saves 0.000000, -\n"
            "lanes 64, 32 saves -1.000000, 64 saves 0.000000\n");
}

}  // namespace
}  // namespace sim::explore
