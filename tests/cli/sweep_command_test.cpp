// SPDX-License-Identifier: Apache-2.0
// nzsim sweep as a user sees it, and what the commands know from earlier ones.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

using Json = nlohmann::json;

class SweepCommand : public ::testing::Test {
 protected:
  SweepCommand() { desk.tiny_workload(); }

  void write(const std::string& axes, const std::string& more = "") const {
    desk.folder.write("s.json", R"({"title": "Queue", "source": "none", "config": "eie/isca2016",
"workload": "tiny.json", "axes": [)" +
                                    axes + R"(], "metrics": ["cycles", "energy_uj"])" + more + "}");
  }

  test::Answer sweep(const std::vector<std::string>& options = {}) const {
    std::vector<std::string> words = {"sweep", "s.json"};
    words.insert(words.end(), options.begin(), options.end());
    return desk.nzsim(words, {{"NZSIM_CACHE", cache}});
  }

  test::Desk desk;
  std::string cache;  // none
  const std::string slots = R"({"path": "/activation_queue/slots", "values": [2, 8]})";
};

TEST_F(SweepCommand, PrintsEveryPoint) {
  write(slots, R"(, "objectives": {"minimise": ["cycles"]})");
  const auto answer = sweep();
  EXPECT_EQ(answer.code, 0) << answer.messages;
  EXPECT_EQ(answer.messages, "");
  EXPECT_TRUE(answer.out.starts_with("Queue\ntiny.json on eie/isca2016\n\nslots  cycles"))
      << answer.out;
  EXPECT_NE(answer.out.find("\n2 points\n* none that computes the same"), std::string::npos);
}

TEST_F(SweepCommand, PrintsTheCyclesThatRunPrints) {
  write(slots);
  const auto table = Json::parse(sweep({"--format", "json"}).out);
  const auto run = Json::parse(desk.nzsim({"run", "eie/isca2016", "tiny.json", "--set",
                                           "/activation_queue/slots=2", "--format", "json"})
                                   .out);
  EXPECT_EQ(table.at("points").at(0).at("metrics").at("cycles"), run.at("total").at("cycles"));
}

TEST_F(SweepCommand, AllFormatsHaveTheSamePoints) {
  write(slots);
  const auto points = Json::parse(sweep({"--format", "json"}).out).at("points");
  std::string lines, csv = "point,slots,status,cycles,energy_uj,reason\n";
  for (const auto& point : points) {
    lines += point.at("point").dump();
    csv += point.at("point").dump() + ',' + point.at("values").at("slots").dump() + ",ok," +
           point.at("metrics").at("cycles").dump() + ',' +
           point.at("metrics").at("energy_uj").dump() + ",\n";
  }
  EXPECT_EQ(sweep({"--format", "csv"}).out, csv);
  std::istringstream stream(sweep({"--format", "jsonl"}).out);
  std::string read;
  for (std::string line; std::getline(stream, line);) read += Json::parse(line).at("point").dump();
  EXPECT_EQ(read, lines);
}

TEST_F(SweepCommand, PointsThatDoNotFitAreToldBeforeAnythingRuns) {
  write(R"({"path": "/activation_queue/slots", "values": [1, 8]})");
  const auto answer = sweep();
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.out, "");
  EXPECT_TRUE(answer.messages.starts_with(
      "s.json: point slots 1: /activation_queue/slots: 1 is out of range: must be "))
      << answer.messages;
}

TEST_F(SweepCommand, APointThatDoesNotFitIsToldByTheExitCode) {
  const std::string bytes = R"({"path": "/matrix_memory/bytes", "values": [64, 131072]})";
  const std::string one = R"(, "set": {"/processing_elements": 1})";
  write(bytes, one);
  const auto answer = sweep({"--format", "csv"});
  EXPECT_EQ(answer.code, 1);
  EXPECT_NE(answer.out.find("\n0,64,invalid,,,"), std::string::npos) << answer.out;
  EXPECT_NE(answer.out.find("\n1,131072,ok,"), std::string::npos) << answer.out;
  write(bytes, one + R"(, "invalid": "store")");
  EXPECT_EQ(sweep().code, 0);
}

TEST_F(SweepCommand, WithoutASweep) {
  const auto answer = desk.nzsim({"sweep", "eie-queue-dept"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.messages,
            "no sweep and no file is called \"eie-queue-dept\"; did you mean "
            "\"eie-queue-depth\"?\n");
}

TEST_F(SweepCommand, EverySweepThatShipsIsSound) {
  const auto list = desk.nzsim({"list", "sweeps"}).out;
  EXPECT_NE(list.find("\neie-queue-depth "), std::string::npos) << list;
  EXPECT_EQ(list.find("damaged"), std::string::npos) << list;
}

// The seconds of the host, which no two runs share, are those of the first.
TEST_F(SweepCommand, WhatWasSimulatedOnceIsKnownToEveryCommand) {
  cache = desk.folder.path("cache");
  write(slots);
  const auto first = sweep({"--format", "csv"});
  const auto run = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {"run", "eie/isca2016", "tiny.json", "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    return desk.nzsim(words, {{"NZSIM_CACHE", cache}}).out;
  };
  EXPECT_EQ(run({}), run({}));
  EXPECT_NE(run({"--again"}), run({}).substr(1));
  EXPECT_EQ(sweep({"--format", "csv"}).out, first.out);
  EXPECT_TRUE(std::filesystem::exists(desk.folder.path("cache/answers.sqlite")));
}

TEST_F(SweepCommand, ACacheThatCannotBeUsed) {
  write(slots);
  desk.folder.write("file", std::string("x"));
  cache = "file";
  const auto answer = sweep();
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.messages, "file: cannot make this folder: Not a directory\n");
}

}  // namespace
}  // namespace sim::cli
