// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sim/report/result_json.h"
#include "tests/report/example.h"

namespace sim::report {
namespace {

using Json = nlohmann::ordered_json;

std::vector<std::string> keys_of(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

TEST(RunJson, HasTheKeysThatScriptsRelyOn) {
  const auto json = Json::parse(to_json(test::run()));
  EXPECT_EQ(keys_of(json),
            (std::vector<std::string>{"nzsim", "version", "machine", "config", "config_title",
                                      "workload", "workload_title", "engine", "prices",
                                      "prices_title", "layers", "failures", "total"}));
  EXPECT_EQ(keys_of(json.at("layers").at(0)), (std::vector<std::string>{"name",
                                                                        "kind",
                                                                        "vectors",
                                                                        "cycles",
                                                                        "time_us",
                                                                        "macs_dense",
                                                                        "macs_effectual",
                                                                        "utilization",
                                                                        "peak_gops",
                                                                        "verified",
                                                                        "output_error",
                                                                        "saturated",
                                                                        "correct",
                                                                        "figures",
                                                                        "phases",
                                                                        "traffic",
                                                                        "energy_standing",
                                                                        "off_chip_bytes",
                                                                        "off_chip_gb_per_s",
                                                                        "host_s",
                                                                        "energy_pj",
                                                                        "energy_total_pj",
                                                                        "off_chip_energy_pj",
                                                                        "stalls"}));
  EXPECT_EQ(keys_of(json.at("total")),
            (std::vector<std::string>{"cycles", "time_us", "macs_dense", "macs_effectual",
                                      "energy_pj", "off_chip_energy_pj", "verified", "accuracy",
                                      "area_mm2", "area_total_mm2", "components", "standing"}));
}

TEST(RunJson, IsVersioned) {
  const auto json = Json::parse(to_json(test::run()));
  EXPECT_EQ(json.at("nzsim"), "run");
  EXPECT_EQ(json.at("version"), 1);
}

TEST(RunJson, TellsTheErrorOfALossyMachine) {
  auto run = test::run();
  run.layers[0].output_error = {8, 2, 3, 0.5, std::nullopt};
  const auto json = Json::parse(to_json(run));
  EXPECT_EQ(json.at("layers").at(0).at("output_error").dump(),
            R"({"different":2,"largest":3,"outputs":8,"relative":null,"root_mean_square":0.5})");
}

TEST(RunJson, TellsWhatChangesSaveIfAsked) {
  auto run = test::run();
  EXPECT_FALSE(Json::parse(to_json(run)).contains("gains"));
  run.gains = {{"order", "\"rows\"", machine::ChangeResult{"\"columns\"", 0.125}, std::nullopt}};
  EXPECT_EQ(Json::parse(to_json(run)).at("gains").dump(),
            R"([{"parameter":"order","now":"rows","change":{"value":"columns","time_saved":0.125},)"
            R"("at_most":null}])");
}

TEST(RunJson, WithoutValuesNothingIsSaidOfOutputs) {
  auto run = test::run();
  run.layers[1].values = run.layers[1].verified = false;
  const auto json = Json::parse(to_json(run));
  EXPECT_EQ(json.at("layers").at(0).at("verified"), true);
  EXPECT_EQ(json.at("layers").at(1).at("verified"), nullptr);
  EXPECT_EQ(json.at("layers").at(1).at("saturated"), nullptr);
  EXPECT_EQ(json.at("total").at("verified"), nullptr);
}

TEST(RunJson, ALayerToTheLetter) {
  const auto json = Json::parse(to_json(test::run()));
  EXPECT_EQ(json.at("layers").at(1).dump(2), R"({
  "name": "fc,2",
  "kind": "fully_connected",
  "vectors": 4,
  "cycles": 6000,
  "time_us": 7.5,
  "macs_dense": 4000,
  "macs_effectual": 1000,
  "utilization": 0.25,
  "peak_gops": 102.4,
  "verified": true,
  "output_error": null,
  "saturated": 5,
  "correct": 3,
  "figures": {
    "fillers": 12.0
  },
  "phases": [],
  "traffic": {
    "dram": {
      "read_bytes": 512.0,
      "written_bytes": 256.0
    },
    "sram": {
      "read_bytes": 4096.0,
      "written_bytes": 128.0
    }
  },
  "energy_standing": {
    "assumed": 0.0,
    "derived": 0.25,
    "published": 0.75
  },
  "off_chip_bytes": 768.0,
  "off_chip_gb_per_s": 25.6,
  "host_s": {
    "elaborate": 0.125,
    "encode": 0.25,
    "load": 0.5,
    "simulate": 2.0,
    "verify": 1.0
  },
  "energy_pj": {
    "pe/sram": 3000.0,
    "pe/adder": 1000.0
  },
  "energy_total_pj": 4000.0,
  "off_chip_energy_pj": {
    "off_chip/dram": 500.0
  },
  "stalls": {
    "control": {
      "instances": 1,
      "busy_cycles": 6000.0,
      "idle_cycles": 0.0
    },
    "pe": {
      "instances": 64,
      "busy_cycles": 3000.0,
      "held at all_idle cycles": 600.0,
      "starved by activations cycles": 1800.0,
      "idle_cycles": 600.0
    }
  }
})");
}

TEST(RunJson, AMachineWithoutMemoryOffTheChipHasNoBandwidth) {
  auto run = test::run();
  run.layers[0].components.pop_back();
  run.layers[0].off_chip_gb_per_s = 0;
  const auto layer = Json::parse(to_json(run)).at("layers").at(0);
  EXPECT_EQ(layer.at("off_chip_bytes"), 0);
  EXPECT_TRUE(layer.at("off_chip_gb_per_s").is_null());
}

TEST(RunJson, PhasesStandInTheirOrder) {
  auto run = test::run();
  run.layers[0].phases = {{"second", 2, 10, 0.5, {{"entries", 4}}}, {"first", 1, 3, 0.25, {}}};
  const auto json = Json::parse(to_json(run)).at("layers").at(0).at("phases");
  EXPECT_EQ(json.at(0).dump(),
            R"({"count":2,"cycles":10,"figures":{"entries":4.0},"name":"second","time_us":0.5})");
  EXPECT_EQ(json.at(1).at("name"), "first");
}

TEST(RunJson, HasTheChainOfCausesIfSomebodyAskedForIt) {
  auto run = test::run();
  EXPECT_FALSE(Json::parse(to_json(run)).at("layers").at(0).contains("chain"));
  run.layers[0].chain = {{"lane works", 3, 40.5}};
  EXPECT_EQ(Json::parse(to_json(run)).at("layers").at(0).at("chain").dump(),
            R"([{"cycles":40.5,"part":"lane works","times":3}])");
}

TEST(RunJson, TheTotalToTheLetter) {
  const auto json = Json::parse(to_json(test::run()));
  EXPECT_EQ(json.at("failures").dump(), R"([{"name":"fc3","message":"layer \"fc3\" is lost"}])");
  EXPECT_EQ(json.at("total").dump(2), R"({
  "cycles": 8000,
  "time_us": 10.0,
  "macs_dense": 8000,
  "macs_effectual": 2000,
  "energy_pj": 8000.0,
  "off_chip_energy_pj": 1000.0,
  "verified": false,
  "accuracy": 0.75,
  "area_mm2": {
    "pe/sram": 3.0,
    "pe/adder": 1.0
  },
  "area_total_mm2": 4.0,
  "components": [
    {
      "component": "pe/sram",
      "count": 64,
      "energy_pj": 6000.0,
      "area_mm2": 3.0,
      "off_chip": false,
      "price": "published"
    },
    {
      "component": "pe/adder",
      "count": 64,
      "energy_pj": 2000.0,
      "area_mm2": 1.0,
      "off_chip": false,
      "price": "derived"
    },
    {
      "component": "off_chip/dram",
      "count": 1,
      "energy_pj": 1000.0,
      "area_mm2": 0.0,
      "off_chip": true,
      "price": "assumed"
    }
  ],
  "standing": {
    "energy": {
      "published": 0.75,
      "derived": 0.25,
      "assumed": 0.0
    },
    "area": {
      "published": 0.75,
      "derived": 0.25,
      "assumed": 0.0
    }
  }
})");
}

TEST(RunJson, LinesHoldTheSameLayers) {
  const auto json = Json::parse(to_json(test::run()));
  std::istringstream lines(to_json_lines(test::run()));
  std::size_t i = 0;
  for (std::string line; std::getline(lines, line); ++i) {
    auto layer = Json::parse(line);
    EXPECT_EQ(layer.at("config"), "eie/small");
    EXPECT_EQ(layer.at("workload"), "two");
    for (const char* key : {"config", "workload", "engine"}) layer.erase(key);
    EXPECT_EQ(layer, json.at("layers").at(i));
  }
  EXPECT_EQ(i, 2u);
}

TEST(RunJson, ARunWithoutLayersIsNotVerifiedAndHasNoAccuracy) {
  auto run = test::run();
  run.layers.clear();
  const auto json = Json::parse(to_json(run));
  EXPECT_EQ(json.at("total").at("verified"), false);
  EXPECT_TRUE(json.at("total").at("accuracy").is_null());
  EXPECT_TRUE(json.at("layers").is_array());
}

TEST(RunJson, TextThatIsNoUtf8DoesNotCostTheResult) {
  auto run = test::run();
  run.config = "caf\xE9";
  run.failures[0].message = "\xFF";
  EXPECT_EQ(Json::parse(to_json(run)).at("config"), "caf\xEF\xBF\xBD");
}

}  // namespace
}  // namespace sim::report
