// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace sim::cli::test {
namespace {

class StudyCommand : public ::testing::Test {
 protected:
  StudyCommand() {
    desk.folder.write("small.json", std::string(R"({"title": "t", "source": "s", "layers": [
{"name": "c", "kind": "convolution", "channels": 16, "height": 6, "width": 6, "filters": 32,
 "kernel_height": 3, "kernel_width": 3, "padding": 1,
 "weights": {"quantise": {"bits": 8}, "synthesise": {"density": 0.5}},
 "activations": {"quantise": {"bits": 8}, "synthesise": {"density": 0.5}}}]})"));
  }
  Desk desk;
};

TEST_F(StudyCommand, RunsEveryStructureOnEveryMachineThatTakesTheLayer) {
  const auto answer = desk.nzsim({"study", "small.json", "--format", "json"});
  ASSERT_EQ(answer.code, 0) << answer.messages;
  const auto json = nlohmann::json::parse(answer.out);
  EXPECT_GE(json.at("structures").size(), 14u);
  for (const auto& structure : json.at("structures")) {
    EXPECT_EQ(structure.at("refusal"), "") << structure.at("structure");
    for (const auto& machine : structure.at("machines")) {
      const auto config = machine.at("config").get<std::string>();
      const bool takes_convolutions = config.starts_with("dcnn") || config.starts_with("scnn");
      EXPECT_TRUE(!takes_convolutions || machine.at("cycles") > 0) << config;
      // Its codes name 15 weights, and only ternary ones are so few.
      const bool few = structure.at("structure") == "ternary";
      EXPECT_TRUE(!config.starts_with("eie") || (machine.at("refusal") == "") == few) << config;
    }
  }
}

TEST_F(StudyCommand, ReportsAllMistakesAtOnce) {
  const auto answer = desk.nzsim({"study", "small.json", "--density", "1", "--config",
                                  "scnn/isca2016", "--layer", "d", "--set-workload", "x"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.messages,
            "--density: must be above 0 and below 1\n"
            "no config and no file is called \"scnn/isca2016\"; did you mean \"scnn/isca2017\"?\n"
            "--set-workload: expected /json/pointer=value, got \"x\"\n"
            "--layer: small has no layer \"d\"; did you mean \"c\"?\n");
}

}  // namespace
}  // namespace sim::cli::test
