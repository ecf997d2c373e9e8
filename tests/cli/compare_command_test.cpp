// SPDX-License-Identifier: Apache-2.0
// nzsim compare, end to end, on claims of the test's own.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

class CompareCommand : public ::testing::Test {
 protected:
  CompareCommand() {
    const std::filesystem::path source = NZSIM_SOURCE_DIR "/configs";
    std::filesystem::create_directories(desk.folder.path("configs/published"));
    std::filesystem::create_directories(desk.folder.path("workloads"));
    std::filesystem::copy(source / "eie", desk.folder.path("configs/eie"));
    std::filesystem::copy(source / "prices", desk.folder.path("configs/prices"));
    std::filesystem::rename(desk.folder.path(desk.tiny_workload()),
                            desk.folder.path("workloads/tiny.json"));
    claims("");
  }

  // A pass, a miss and something that nobody printed, and more.
  void claims(const std::string& more) const {
    const std::string tail = R"("config": "eie/isca2016", "unit": "mm2", "standing": "predicted",
"tolerance": 0.06, "source": "Table II"})";
    desk.folder.write("configs/published/eie.json",
                      R"({"title": "t", "claims": [
{"id": "eie/area/chip", "metric": "area_mm2", "published": 40.8, )" +
                          tail + R"(,
{"id": "eie/area/wrong", "metric": "area_mm2", "published": 50, "note": "on purpose", )" +
                          tail +
                          R"(,
{"id": "eie/time/tiny", "metric": "time_us", "workload": "tiny", "layers": ["fc1", "fc2"],
 "published": null, )" + tail +
                          more + "]}");
  }

  test::Answer compare(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "compare");
    return desk.nzsim(arguments, {{"NZSIM_DATA", "."}});
  }

  test::Desk desk;
};

std::vector<std::string> ids_of(const test::Answer& answer) {
  std::vector<std::string> ids;
  const auto json = nlohmann::json::parse(answer.out);
  for (const auto& claim : json.at("claims")) ids.push_back(claim.at("id"));
  return ids;
}

TEST_F(CompareCommand, PassesWithExitCode0) {
  const auto answer = compare({"eie/area/chip", "--format", "json"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.messages, "");
  EXPECT_EQ(nlohmann::json::parse(answer.out).at("claims").at(0).at("status"), "pass");
}

TEST_F(CompareCommand, AMissIsShownAndGivesExitCode1) {
  const auto answer = compare({"eie/area"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_EQ(answer.messages, "");
  EXPECT_NE(answer.out.find("\nmiss  eie/area/wrong: on purpose\n"), std::string::npos);
  EXPECT_NE(answer.out.find("\n2 claims: 1 pass, 1 miss, 0 unavailable\n"), std::string::npos);
}

TEST_F(CompareCommand, WithoutAPublishedValueNothingIsMissed) {
  const auto answer = compare({"eie/time/tiny"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_NE(answer.out.find("\n1 claims: 0 pass, 0 miss, 1 unavailable\n"), std::string::npos)
      << answer.out;
}

TEST_F(CompareCommand, AllClaimsByDefaultAndEachOnceHoweverOftenItIsNamed) {
  const std::vector<std::string> all = {"eie/area/chip", "eie/area/wrong", "eie/time/tiny"};
  EXPECT_EQ(ids_of(compare({"--format", "json"})), all);
  EXPECT_EQ(ids_of(compare({"eie", "eie", "eie/area/chip", "--format", "json"})), all);
}

TEST_F(CompareCommand, TheNumberOfJobsChangesNothing) {
  const auto one = compare({"--jobs", "1", "--format", "csv"});
  EXPECT_EQ(compare({"--jobs", "4", "--format", "csv"}).out, one.out);
  EXPECT_TRUE(one.out.starts_with("id,machine,metric,"));
}

TEST_F(CompareCommand, UnknownClaimsWithTheNearest) {
  const auto answer = compare({"eie/aera", "eie", "scnn"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.out, "");
  EXPECT_EQ(answer.messages,
            "no claim is called \"eie/aera\"; did you mean \"eie/area\"?\n"
            "no claim is called \"scnn\"\n");
}

TEST_F(CompareCommand, AClaimThatCannotBeComputedIsNoSuccess) {
  claims(R"(, {"id": "eie/x", "metric": "component_area_um2", "argument": "x",
"config": "eie/isca2016", "published": 2, "standing": "predicted", "tolerance": 0.06,
"source": "s"})");
  const auto answer = compare({"eie/x"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_NE(
      answer.out.find("unavailable  eie/x: ./configs/published/eie.json:8:43: /claims/3: "
                      "the machine has no component \"x\" for metric \"component_area_um2\"\n"),
      std::string::npos)
      << answer.out;
}

}  // namespace
}  // namespace sim::cli
