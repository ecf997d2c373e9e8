// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/run.h"

#include <gtest/gtest.h>

#include <csignal>

#include "sim/machine/result_pack.h"
#include "tests/machine/fake_machine.h"

namespace sim::explore {
namespace {

using machine::test::FakeWorld;

class Run : public ::testing::Test {
 protected:
  machine::RunResult run(const std::string& mood, std::size_t jobs,
                         const std::vector<std::string>& layers = {}) const {
    // A sanitizer's handler would turn the signal of abort() into an exit code.
    std::signal(SIGABRT, SIG_DFL);
    const auto setup = world.setup({{"/mood", mood}});
    return run_network(setup, network, layers, {.jobs = jobs});
  }

  // What must not depend on how it was run: everything but the host's seconds.
  static std::string text_of(machine::RunResult result) {
    std::string text;
    for (auto& layer : result.layers) {
      layer.host = {};
      text += machine::pack(layer) + '\n';
    }
    return text;
  }

  FakeWorld world;
  const workload::Network network = world.network({{3, 4}, {5, 6}, {70, 80}, {2, 2}});
};

TEST_F(Run, GivesTheSameForAnyNumberOfJobs) {
  const auto one = text_of(run("", 1));
  EXPECT_EQ(std::count(one.begin(), one.end(), '\n'), 4);
  for (const std::size_t jobs : {2u, 3u, 8u}) EXPECT_EQ(text_of(run("", jobs)), one);
}

TEST_F(Run, BeginsWithTheHeaviestLayer) {
  const auto setup = world.setup();
  std::vector<LayerRequest> requests;
  for (const std::size_t layer : {0u, 3u, 2u, 1u, 3u}) {
    requests.push_back({&setup, &network, layer});
  }
  EXPECT_EQ(heaviest_first(requests), (std::vector<std::size_t>{2, 3, 0, 1, 4}));
}

TEST_F(Run, KeepsTheOrderOfTheNetworkWhateverIsAskedFor) {
  const auto result = run("", 2, {"d", "b", "d"});
  ASSERT_EQ(result.layers.size(), 2u);
  EXPECT_EQ(result.layers[0].name, "b");
  EXPECT_EQ(result.layers[1].name, "d");
}

TEST_F(Run, SaysWhatWasRunAndHowLargeItIs) {
  const auto result = run("", 1, {"a"});
  EXPECT_EQ(result.machine, "fake");
  EXPECT_EQ(result.config, "c");
  EXPECT_EQ(result.workload, "w");
  EXPECT_EQ(result.engine, "decoupled");
  EXPECT_EQ(result.prices, "cheap");
  EXPECT_DOUBLE_EQ(result.area_mm2, 2000e-6);
}

TEST_F(Run, ACrashLosesOnlyItsLayer) {
  for (const std::size_t jobs : {1u, 4u}) {
    const auto result = run("abort", jobs);
    EXPECT_EQ(result.layers.size(), 3u);
    ASSERT_EQ(result.failures.size(), 1u);
    EXPECT_EQ(result.failures[0].name, "b");
    EXPECT_EQ(result.failures[0].message,
              "layer \"b\" is lost: its worker was killed by signal 6 (Aborted)");
    EXPECT_FALSE(result.failures[0].users_mistake);
  }
}

TEST_F(Run, AFaultLosesOnlyItsLayer) {
  const auto result = run("throw", 2);
  EXPECT_EQ(result.layers.size(), 3u);
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].message, "layer \"b\": block \"x\": out of mood");
  EXPECT_FALSE(result.failures[0].users_mistake);
}

TEST_F(Run, WhatDoesNotFitIsTheUsersMistake) {
  const auto result = run("full", 2);
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(world.folder.without_folder(result.failures[0].message),
            "w.json:2:74: /layers/1: does not fit");
  EXPECT_TRUE(result.failures[0].users_mistake);
}

TEST_F(Run, AllLayersMayFail) {
  const auto result = run("wrong", 4);
  EXPECT_TRUE(result.layers.empty());
  EXPECT_EQ(result.failures.size(), 4u);
}

TEST_F(Run, UnknownLayersAreNamedAllAtOnce) {
  EXPECT_EQ(message_of(world,
                       [&] {
                         run("", 1, {"a", "bb", "fc6"});
                       }),
            "--layer: w has no layer \"bb\"; did you mean \"b\"?\n"
            "--layer: w has no layer \"fc6\"");
}

TEST_F(Run, ProgressCountsEveryLayer) {
  const auto setup = world.setup();
  std::vector<std::size_t> seen;
  RunOptions options{.jobs = 3};
  options.progress = [&](std::size_t finished, std::size_t all) {
    EXPECT_EQ(all, 4u);
    seen.push_back(finished);
  };
  run_network(setup, network, {}, options);
  EXPECT_EQ(seen, (std::vector<std::size_t>{1, 2, 3, 4}));
}

}  // namespace
}  // namespace sim::explore
