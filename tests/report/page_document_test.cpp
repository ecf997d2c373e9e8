// SPDX-License-Identifier: Apache-2.0
#include "sim/report/page_document.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "sim/base/errors.h"
#include "sim/report/compare_writers.h"
#include "sim/report/result_json.h"
#include "sim/report/sweep_writers.h"
#include "tests/report/example.h"

namespace sim::report {
namespace {

using Json = nlohmann::ordered_json;

std::string complaint(const std::string& text) {
  try {
    read_page_document(text, "a.json");
  } catch (const UserError& error) {
    return error.what();
  }
  return "none";
}

explore::sweep::SweepTable sweep() {
  explore::sweep::SweepTable table;
  table.sweep = "s";
  table.title = "Queue";
  table.columns = {"slots"};
  table.tasks = {false};
  table.metrics = {"cycles"};
  table.objectives = {{0, false}};
  table.rows = {{0, {"2"}, explore::sweep::Status::ok, "", {7}, true},
                {1, {"4"}, explore::sweep::Status::failed, "it fell", {}, false}};
  return table;
}

TEST(PageDocument, TakesWhatRunSweepAndCompareWrite) {
  const auto run = read_page_document(to_json(test::run()), "a");
  EXPECT_EQ(run.kind, "run");
  EXPECT_EQ(run.title, "two on eie/small - nzsim run");
  const auto swept = read_page_document(to_json(sweep()), "a");
  EXPECT_EQ(swept.kind, "sweep");
  EXPECT_EQ(swept.title, "Queue - nzsim sweep");
  const auto compared = read_page_document(to_json(test::verdicts()), "a");
  EXPECT_EQ(compared.kind, "compare");
  EXPECT_EQ(compared.title, "Published against simulated - nzsim compare");
}

TEST(PageDocument, TakesARunWithoutValues) {
  auto run = test::run();
  run.layers[0].values = run.layers[0].verified = false;
  EXPECT_EQ(complaint(to_json(run)), "none");
}

TEST(PageDocument, TakesResultsWithNothingInThem) {
  EXPECT_EQ(read_page_document(to_json(machine::RunResult{}), "a").kind, "run");
  EXPECT_EQ(read_page_document(to_json(explore::sweep::SweepTable{}), "a").kind, "sweep");
  EXPECT_EQ(read_page_document(to_json(std::vector<explore::Verdict>{}), "a").kind, "compare");
}

TEST(PageDocument, CommentsAreLeftOut) {
  EXPECT_EQ(read_page_document("/* x */ {\"nzsim\": \"compare\", // y\n\"version\": 1,\n"
                               "\"claims\": []}",
                               "a")
                .json,
            R"({"nzsim":"compare","version":1,"claims":[]})");
}

TEST(PageDocument, WhatIsNoJsonIsToldWithItsPlace) {
  EXPECT_TRUE(complaint("{\"nzsim\": }").starts_with("a.json:1:11: "))
      << complaint("{\"nzsim\": }");
  EXPECT_TRUE(complaint("").starts_with("a.json")) << complaint("");
}

TEST(PageDocument, WhatNzsimDidNotWriteIsToldWhereToGetIt) {
  const std::string text =
      "a.json:1:1: is no result of nzsim: write one with run, sweep or compare and --format json";
  EXPECT_EQ(complaint("{}"), text);
  EXPECT_EQ(complaint("[1, 2]"), text);
}

TEST(PageDocument, ResultsOfOtherCommandsHaveNoPage) {
  EXPECT_EQ(
      complaint(R"({"nzsim": "study", "version": 1})"),
      "a.json:1:11: /nzsim: \"study\" has no page: must be \"run\", \"sweep\" or \"compare\"");
  EXPECT_EQ(complaint(R"({"nzsim": "swep", "version": 2})"),
            "a.json:1:11: /nzsim: \"swep\" has no page: must be \"run\", \"sweep\" or \"compare\"; "
            "did you mean \"sweep\"?\n"
            "a.json:1:30: /version: 2 cannot be read: this nzsim reads version 1");
  EXPECT_EQ(complaint(R"({"nzsim": 3, "version": 1})"),
            "a.json:1:11: /nzsim: 3 has no page: must be \"run\", \"sweep\" or \"compare\"");
}

TEST(PageDocument, AnotherVersionIsNotGuessedAt) {
  EXPECT_EQ(complaint(R"({"nzsim": "run", "version": 2})"),
            "a.json:1:29: /version: 2 cannot be read: this nzsim reads version 1");
  EXPECT_EQ(complaint(R"({"nzsim": "run", "version": "1"})"),
            "a.json:1:29: /version: \"1\" cannot be read: this nzsim reads version 1");
  EXPECT_EQ(complaint(R"({"nzsim": "run"})"),
            "a.json:1:1: has no version: this nzsim reads version 1");
}

TEST(PageDocument, KeysThatAreMissingOrWrongAreToldAtOnceOncePerList) {
  auto json = Json::parse(to_json(test::verdicts()));
  for (auto& claim : json.at("claims")) claim.erase("ratio");
  json["claims"][0]["unit"] = 5;
  const auto text = json.dump();
  EXPECT_EQ(complaint(text),
            "a.json:1:" + std::to_string(text.find("\"unit\":5") + 8) +
                ": /claims/0/unit: 5 must be a string\n" +
                "a.json:1:" + std::to_string(text.find("[{") + 2) +
                ": /claims/0: has no \"ratio\", which nzsim writes: if the file is of an older "
                "nzsim, make it again");
}

// Whatever is taken away or changed, it is told: the page never meets what it does not expect.
void expect_every_key_is_missed(const std::string& text, const std::string& list,
                                const std::vector<std::string>& not_needed) {
  const auto whole = Json::parse(text);
  const Json::json_pointer pointer(list);
  for (const auto& [key, value] : whole.at(pointer).items()) {
    if (std::find(not_needed.begin(), not_needed.end(), key) != not_needed.end()) continue;
    auto damaged = whole;
    damaged.at(pointer).erase(key);
    EXPECT_NE(complaint(damaged.dump()).find("has no \"" + key + '"'), std::string::npos) << key;
    auto changed = whole;
    changed.at(pointer)[key] = value.is_array() ? Json::object() : Json::array();
    EXPECT_NE(complaint(changed.dump()).find("must be"), std::string::npos) << key;
  }
}

TEST(PageDocument, EveryKeyOfAResultThatThePageShowsIsNeeded) {
  const auto run = to_json(test::run());
  expect_every_key_is_missed(run, "", {"nzsim", "version", "machine"});
  expect_every_key_is_missed(run, "/layers/1",
                             {"output_error", "saturated", "correct", "figures", "phases",
                              "traffic", "energy_standing", "host_s"});
  expect_every_key_is_missed(run, "/total",
                             {"macs_dense", "macs_effectual", "off_chip_energy_pj", "area_mm2"});
  expect_every_key_is_missed(run, "/total/components/2", {});
  expect_every_key_is_missed(run, "/total/standing", {});
  expect_every_key_is_missed(run, "/total/standing/area", {});
  expect_every_key_is_missed(run, "/failures/0", {});
  expect_every_key_is_missed(to_json(sweep()), "", {"nzsim", "version"});
  expect_every_key_is_missed(to_json(sweep()), "/columns/0", {});
  expect_every_key_is_missed(to_json(sweep()), "/points/1", {"reason", "best"});
  expect_every_key_is_missed(to_json(test::verdicts()), "/claims/3",
                             {"config", "format", "set", "set_workload"});
}

}  // namespace
}  // namespace sim::report
