// SPDX-License-Identifier: Apache-2.0
// nzsim formats, end to end.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

class FormatsCommand : public ::testing::Test {
 protected:
  test::Answer formats(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"formats", workload});
    return desk.nzsim(arguments);
  }

  test::Desk desk;
  std::string workload = desk.tiny_workload();
};

TEST_F(FormatsCommand, ShowsEveryLayerInEveryFormat) {
  const auto answer = formats({});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.messages, "");
  for (const auto* text : {"\nfc1: ", "\nfc2: ", "\nall layers: ", "\ndense ", "\nbitmap "}) {
    EXPECT_NE(answer.out.find(text), std::string::npos) << text;
  }
}

TEST_F(FormatsCommand, StoresWhatIsAskedForAndTheSameWithAnyNumberOfJobs) {
  const std::vector<std::string> asked = {"--layer",        "fc2",      "--only", "csr", "--set",
                                          "/value_bits=32", "--format", "json"};
  const auto answer = formats(asked);
  const auto json = nlohmann::json::parse(answer.out);
  ASSERT_EQ(json.at("layers").size(), 1u);
  const auto& layer = json.at("layers").at(0);
  EXPECT_EQ(layer.at("name"), "fc2");
  ASSERT_EQ(layer.at("formats").size(), 1u);
  EXPECT_EQ(layer.at("dense_bits"), 32 * layer.at("weights").get<int>());
  auto in_three = asked;
  in_three.insert(in_three.end(), {"--jobs", "3"});
  EXPECT_EQ(formats(in_three).out, answer.out);
}

TEST_F(FormatsCommand, EveryMistakeAtOnce) {
  const auto answer = formats({"--layer", "fc3", "--only", "crs", "--set", "/index_bit=3", "--set",
                               "x", "--set-workload", "/layers/0/inputs=0"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.out, "");
  EXPECT_EQ(
      answer.messages,
      "--set: expected /json/pointer=value, got \"x\"\n"
      "--set: /index_bit: unknown key; did you mean \"index_bits\"?\n"
      "no format is called \"crs\"; did you mean \"csr\"?\n"
      "--set-workload: /layers/0/inputs: 0 is out of range: must be at least 1 (inputs of the "
      "layer)\n");
}

TEST_F(FormatsCommand, WritesCsv) {
  const auto answer = formats({"--format", "csv", "--only", "coo", "--only", "dense"});
  EXPECT_EQ(std::count(answer.out.begin(), answer.out.end(), '\n'), 5);
  EXPECT_LT(answer.out.find("\nfc1,coo,"), answer.out.find("\nfc1,dense,"));
}

TEST_F(FormatsCommand, ALayerThatCannotBeReadIsTheUsersMistake) {
  const auto answer =
      formats({"--only", "csr", "--set-workload", R"(/layers/1/weights={"file": "no.npy"})"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_NE(answer.out.find("\nfc1: "), std::string::npos);
  EXPECT_EQ(answer.messages, "--set-workload: /layers/1/weights: no.npy: there is no such file\n");
}

}  // namespace
}  // namespace sim::cli
