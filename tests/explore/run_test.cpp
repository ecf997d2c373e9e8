// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/run.h"

#include <gtest/gtest.h>

#include <csignal>

#include "sim/machine/result_pack.h"
#include "sim/workload/network_reader.h"
#include "tests/machine/fake_machine.h"
#include "tests/tensor/numpy_files.h"

namespace sim::explore {
namespace {

using machine::test::FakeWorld;
using namespace std::string_literals;

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

  // Three layers "one", "b", "three" that hand on one image (3, 9), whose class is 1.
  workload::Network flowing() const {
    const auto array = [&](const std::string& name, const std::string& shape,
                           const std::vector<std::int16_t>& values) {
      world.folder.write(
          name, tensor::npy_file(tensor::npy_dictionary("<i2", shape), tensor::bytes_of(values)));
    };
    array("w.npy", "(2, 2)", {1, 0, 0, 1});
    array("x.npy", "(1, 2)", {3, 9});
    array("labels.npy", "(1,)", {1});
    std::string layers;
    for (const std::string name : {"one", "b", "three"}) {
      layers += (layers.empty() ? "" : ", ") + R"({"name": ")"s + name +
                R"(", "kind": "fully_connected", "inputs": 2, "outputs": 2,
"weights": {"file": "w.npy"})" +
                (layers.empty() ? R"(, "activations": {"file": "x.npy"}})" : "}");
    }
    return workload::read_network(world.folder.write(
        "n.json", R"({"title": "t", "source": "s", "labels": {"file": "labels.npy"}, "layers": [)" +
                      layers + "]}"));
  }

  FakeWorld world;
  const workload::Network network = world.network({{3, 4}, {5, 6}, {70, 80}, {2, 2}});
};

TEST_F(Run, GivesTheSameForAnyNumberOfJobs) {
  const auto one = text_of(run("", 1));
  EXPECT_EQ(std::count(one.begin(), one.end(), '\n'), 4);
  for (const std::size_t jobs : {2u, 3u, 8u}) EXPECT_EQ(text_of(run("", jobs)), one);
}

TEST_F(Run, LeavesValuesOutIfAskedAndKeepsThatApart) {
  AnswerStore store(world.folder.path("a.sqlite"), "p");
  for (const auto* mood : {"", "at once"}) {
    const auto setup = world.setup({{"/mood", mood}});
    for (const bool values : {true, false, true}) {
      const auto ran = run_network(setup, network, {}, {.values = values, .store = &store});
      ASSERT_EQ(ran.layers.size(), 4u);
      for (const auto& layer : ran.layers) {
        EXPECT_EQ(layer.values, values);
        EXPECT_EQ(layer.verified, values);
      }
      EXPECT_GT(ran.layers[0].cycles, 0);
    }
  }
}

TEST_F(Run, BeginsWithTheHeaviestLayer) {
  const auto setup = world.setup();
  std::vector<LayerRequest> requests;
  for (const std::size_t layer : {0u, 3u, 2u, 1u, 3u}) {
    requests.push_back({&setup, &network, layer});
  }
  EXPECT_EQ(heaviest_first(requests), (std::vector<RequestChain>{{2}, {3}, {0}, {1}, {4}}));
}

TEST_F(Run, ALossyMachineHandsItsOwnOutputsOn) {
  for (const std::size_t jobs : {1u, 3u}) {
    // Each layer's first output is 5 too large, and the next layer hands it on.
    const auto lossy =
        run_network(world.setup({{"/mood", "lossy"}}), flowing(), {}, {.jobs = jobs});
    ASSERT_EQ(lossy.layers.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_TRUE(lossy.layers[i].verified);
      EXPECT_EQ(lossy.layers[i].output_error->largest, 5);
    }
    EXPECT_EQ(lossy.layers[2].correct, 0);
    const auto exact = run_network(world.setup(), flowing(), {}, {.jobs = jobs});
    EXPECT_EQ(exact.layers[2].correct, 1);
  }
}

TEST_F(Run, ALossyMachineTakesTheReferencesOutputsOfLayersThatItDoesNotRun) {
  const auto setup = world.setup({{"/mood", "lossy"}});
  const auto last = run_network(setup, flowing(), {"three"}, {});
  EXPECT_EQ(last.layers[0].correct, 1);  // 3 + 5 against 9
  const auto without_second = run_network(setup, flowing(), {"one", "three"}, {});
  EXPECT_EQ(without_second.layers[1].correct, 1);
}

TEST_F(Run, ALostLayerOfALossyMachineIsReplacedByTheReference) {
  const auto result = run_network(world.setup({{"/mood", "full and lossy"}}), flowing(), {}, {});
  ASSERT_EQ(result.failures.size(), 1u);
  EXPECT_EQ(result.failures[0].name, "b");
  EXPECT_EQ(result.layers[1].correct, 1);
}

TEST_F(Run, ANetworkOnAMachineThatRunsItAtOnceIsOneJob) {
  for (const std::size_t jobs : {1u, 3u}) {
    const auto result = run("at once", jobs);
    ASSERT_EQ(result.layers.size(), 4u);
    ASSERT_TRUE(result.network);
    EXPECT_EQ(result.network->cycles, 2 * 70 * 80);
    EXPECT_EQ(result.network->images, 2);
    EXPECT_EQ(result.network->bottleneck, "mood");
    EXPECT_DOUBLE_EQ(result.network->first_image_us, 5.6);
    EXPECT_DOUBLE_EQ(result.network->interval_us, 5.6);
    EXPECT_DOUBLE_EQ(result.network->images_per_s, 1e6 / 5.6);
    for (const auto& layer : result.layers) {
      EXPECT_TRUE(layer.verified);
      EXPECT_EQ(layer.cycles, 2 * 70 * 80);
      EXPECT_EQ(layer.vectors, 2);
    }
    EXPECT_EQ(result.layers[0].macs_dense, 2 * 12);
    EXPECT_DOUBLE_EQ(result.area_mm2, 2000e-6);
  }
  EXPECT_FALSE(run("", 1).network);
}

TEST_F(Run, ALayerThatFailsLosesItsNetwork) {
  const auto result = run("at once full", 1);
  EXPECT_TRUE(result.layers.empty());
  ASSERT_EQ(result.failures.size(), 4u);
  EXPECT_EQ(result.failures[0].message,
            "layer \"a\" did not run: layer \"b\" of the same network failed");
  EXPECT_NE(result.failures[1].message.find("does not fit"), std::string::npos);
  EXPECT_TRUE(result.failures[1].users_mistake);
  EXPECT_EQ(run("at once full", 1, {"a", "c"}).layers.size(), 2u);
}

TEST_F(Run, ALossyMachineThatRunsNetworksHandsItsOwnOutputsOn) {
  const auto setup = world.setup({{"/mood", "at once and lossy"}});
  const auto lossy = run_network(setup, flowing(), {}, {});
  ASSERT_EQ(lossy.layers.size(), 3u);
  EXPECT_EQ(lossy.layers[2].correct, 0);
  EXPECT_EQ(run_network(setup, flowing(), {"three"}, {}).layers[0].correct,
            1);  // once of two rounds
  EXPECT_EQ(run_network(setup, flowing(), {"one", "three"}, {}).layers[1].correct, 1);
  EXPECT_EQ(run_network(world.setup({{"/mood", "at once"}}), flowing(), {}, {}).layers[2].correct,
            1);
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
