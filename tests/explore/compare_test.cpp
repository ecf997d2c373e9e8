// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/compare.h"

#include <gtest/gtest.h>

#include "tests/machine/fake_machine.h"

namespace sim::explore {
namespace {

using machine::test::FakeWorld;

class Compare : public ::testing::Test {
 protected:
  Claim claim(const std::string& id, const std::string& metric,
              std::optional<double> published) const {
    Claim made;
    made.id = "m/" + id;
    made.metric = metric;
    made.config = "c";
    made.workload = "w";
    made.layers = {"a"};
    made.published = published;
    made.tolerance = 0.1;
    made.place = {"m.json", 1, 2, "/claims/" + id};
    return made;
  }

  std::vector<Verdict> judged(const std::vector<Claim>& claims) const {
    const Library library{[this](const std::string&, config::Settings settings) {
                            settings.emplace_back("/mood", mood);
                            return world.setup(settings);
                          },
                          [this](const std::string& name, const config::Settings& settings) {
                            if (name != "w")
                              throw UserError("no workload is called \"" + name + '"');
                            const int inputs = settings.empty() ? 3 : std::stoi(settings[0].second);
                            return world.network({{inputs, 4}, {5, 6}});
                          }};
    return compare(claims, library, {});
  }

  FakeWorld world;
  std::string mood;
};

// Layer a takes 12 cycles of 1 ns.
TEST_F(Compare, WithinTheToleranceIsAPass) {
  for (const double published : {0.012, 0.012 / 1.0999, 0.012 / 0.9001}) {
    const auto verdict = judged({claim("x", "time_us", published)}).at(0);
    EXPECT_DOUBLE_EQ(*verdict.simulated, 0.012);
    EXPECT_DOUBLE_EQ(*verdict.ratio(), 0.012 / published);
    EXPECT_EQ(verdict.status, ClaimStatus::pass) << published;
  }
}

TEST_F(Compare, BeyondTheToleranceIsAMiss) {
  for (const double published : {0.012 / 1.101, 0.012 / 0.899}) {
    EXPECT_EQ(judged({claim("x", "time_us", published)}).at(0).status, ClaimStatus::miss);
  }
}

TEST_F(Compare, WithoutAPublishedValueThereIsNoVerdict) {
  const auto verdict = judged({claim("x", "time_us", std::nullopt)}).at(0);
  EXPECT_TRUE(verdict.simulated);
  EXPECT_FALSE(verdict.ratio());
  EXPECT_EQ(verdict.status, ClaimStatus::unavailable);
  EXPECT_EQ(verdict.failure, "");
}

TEST_F(Compare, WhatCannotBeSimulatedIsListedWithTheReason) {
  Claim listed;
  listed.id = "m/listed";
  listed.published = 14.8;
  listed.unavailable = "there is no model of the other machine";
  const auto verdict = judged({listed}).at(0);
  EXPECT_FALSE(verdict.simulated);
  EXPECT_EQ(verdict.status, ClaimStatus::unavailable);
  EXPECT_EQ(verdict.failure, "there is no model of the other machine");
}

TEST_F(Compare, ACrashCostsOnlyTheClaimsThatNeedItsLayer) {
  mood = "throw";
  auto hit = claim("b", "time_us", 1);
  hit.layers = {"a", "b"};
  auto built_on_it = claim("g", "geomean", 1);
  built_on_it.layers = {};
  built_on_it.of = {"m/b"};
  const auto verdicts = judged({claim("a", "time_us", 0.012), hit, built_on_it});
  EXPECT_EQ(verdicts[0].status, ClaimStatus::pass);
  EXPECT_EQ(verdicts[1].status, ClaimStatus::unavailable);
  EXPECT_EQ(verdicts[1].failure, "layer \"b\": block \"x\": out of mood");
  EXPECT_EQ(verdicts[2].failure, "claim m/b has no value");
}

TEST_F(Compare, AClaimThatCannotBeComputedCostsOnlyItself) {
  auto figure = claim("s", "figure", 1);
  figure.argument = "f";
  const auto verdicts = judged({figure, claim("a", "time_us", 0.012)});
  EXPECT_EQ(verdicts[0].status, ClaimStatus::unavailable);
  EXPECT_EQ(verdicts[0].failure,
            "m.json:1:2: /claims/s: the machine has no figure \"f\" for metric \"figure\"");
  EXPECT_EQ(verdicts[1].status, ClaimStatus::pass);
}

TEST_F(Compare, ClaimsMayBuildOnEarlierOnes) {
  auto both = claim("q", "quotient", 1);
  both.layers = {};
  both.of = {"m/b", "m/a"};
  auto b = claim("b", "time_us", 0.03);
  b.layers = {"b"};
  const auto verdicts = judged({claim("a", "time_us", 0.012), b, both});
  EXPECT_DOUBLE_EQ(*verdicts[2].simulated, 30.0 / 12);
}

TEST_F(Compare, APriceListOfItsOwnIsUsed) {
  world.folder.write("prices/dear.json", std::string(R"({"title": "d", "node_nm": 45,
"components": {
"sram": {"read_pj": 3, "area_um2": 5000, "standing": "published", "source": "x"},
"multiplier": {"multiply_pj": 1, "area_um2": 250, "standing": "derived", "source": "x"},
"dram": {"write_pj": 10, "area_um2": 0, "standing": "assumed", "source": "x"}}})"));
  auto dear = claim("d", "area_mm2", 0.011);
  dear.prices = "dear";
  const auto verdicts = judged({claim("a", "area_mm2", 0.002), dear});
  EXPECT_DOUBLE_EQ(*verdicts[0].simulated, 0.002);
  EXPECT_DOUBLE_EQ(*verdicts[1].simulated, 0.011);
}

TEST_F(Compare, AClaimMayChangeItsWorkloadAndItsConfig) {
  auto longer = claim("y", "time_us", 1);
  longer.workload_settings = {{"/layers/0/inputs", "5"}};
  auto narrow = claim("z", "figure", 1);
  narrow.argument = "lanes";
  narrow.settings = {{"/lanes", "1"}};
  const auto verdicts = judged({claim("x", "time_us", 1), longer, narrow});
  EXPECT_DOUBLE_EQ(*verdicts.at(1).simulated, *verdicts.at(0).simulated * 5 / 3);
  EXPECT_EQ(*verdicts.at(2).simulated, 1);
}

TEST_F(Compare, ProblemsOfAllClaimsComeBeforeAnythingRuns) {
  auto layer = claim("l", "time_us", 1);
  layer.layers = {"aa", "a", "fc"};
  auto prices = claim("p", "time_us", 1);
  prices.prices = "chep";
  auto workload = claim("w", "time_us", 1);
  workload.workload = "v";
  EXPECT_EQ(message_of(world,
                       [&] {
                         judged({layer, prices, workload});
                       }),
            "m.json:1:2: /claims/l: workload w has no layer \"aa\"; did you mean \"a\"?\n"
            "m.json:1:2: /claims/l: workload w has no layer \"fc\"\n"
            "--set: /prices: no price list is called \"chep\"; did you mean \"cheap\"?\n"
            "no workload is called \"v\"");
}

}  // namespace
}  // namespace sim::explore
