// SPDX-License-Identifier: Apache-2.0
// Sweeps that are kept in files: killed at any moment, continued, shared between machines.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

class SweepFile : public ::testing::Test {
 protected:
  SweepFile() {
    desk.tiny_workload();
    desk.folder.write("s.json", std::string(R"({"title": "Queue", "source": "none",
"config": "eie/isca2016", "workload": "tiny.json", "set": {"/processing_elements": 4}, "axes": [
{"path": "/activation_queue/slots", "range": {"from": 2, "to": 21, "step": 1}},
{"path": "/broadcast/latency_cycles", "values": [1, 2, 3]}], "metrics": ["cycles", "energy_uj"],
"objectives": {"minimise": ["cycles"]}})"));
  }

  test::Answer sweep(const std::vector<std::string>& options) const {
    std::vector<std::string> words = {"sweep", "s.json", "--format", "csv"};
    words.insert(words.end(), options.begin(), options.end());
    return desk.nzsim(words);
  }

  // A sweep that goes on by itself; its process.
  pid_t begin(const std::string& file) const {
    const auto folder = desk.folder.path("").string();
    const auto child = fork();
    if (child != 0) return child;
    const int nothing = open("/dev/null", O_WRONLY);
    dup2(nothing, STDOUT_FILENO);
    dup2(nothing, STDERR_FILENO);
    setenv("NZSIM_CACHE", "", 1);
    if (chdir(folder.c_str()) == 0) {
      execl(NZSIM_PROGRAM, NZSIM_PROGRAM, "sweep", "s.json", "--out", file.c_str(), "--resume",
            "--jobs", "2", static_cast<char*>(nullptr));
    }
    _exit(127);
  }

  // Its workers and theirs.
  static std::vector<pid_t> children_of(pid_t process) {
    std::vector<pid_t> children;
    std::ifstream list("/proc/" + std::to_string(process) + "/task/" + std::to_string(process) +
                       "/children");
    for (pid_t child = 0; list >> child;) {
      children.push_back(child);
      const auto more = children_of(child);
      children.insert(children.end(), more.begin(), more.end());
    }
    return children;
  }

  test::Desk desk;
};

std::vector<std::string> sorted_lines(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  std::sort(lines.begin(), lines.end());
  return lines;
}

TEST_F(SweepFile, KeepsEveryPointAndIsNotWrittenOverByMistake) {
  const auto first = sweep({"--out", "r.sqlite"});
  EXPECT_EQ(first.code, 0) << first.messages;
  const auto again = sweep({"--out", "r.sqlite"});
  EXPECT_EQ(again.code, 2);
  EXPECT_EQ(again.messages, "r.sqlite: is there already: --resume continues it, or remove it\n");
  EXPECT_EQ(sweep({"--out", "r.sqlite", "--resume"}).out, first.out);
  EXPECT_EQ(sweep({"--merge", "r.sqlite"}).out, first.out);
}

TEST_F(SweepFile, OfAnotherSweepIsNotContinued) {
  sweep({"--out", "r.sqlite"});
  std::filesystem::copy(desk.folder.path("s.json"), desk.folder.path("t.json"));
  const auto answer = desk.nzsim({"sweep", "t.json", "--out", "r.sqlite", "--resume"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.messages, "r.sqlite: holds another sweep, or one with other axes or metrics\n");
}

TEST_F(SweepFile, OptionsThatMakeNoSenseTogether) {
  EXPECT_EQ(sweep({"--resume"}).messages, "--resume: needs --out, the file to continue\n");
  EXPECT_EQ(sweep({"--shards", "3"}).messages,
            "--shards: needs --shard, the one to run, or --emit\n");
  EXPECT_EQ(sweep({"--shards", "3", "--shard", "4"}).messages,
            "--shard: must be from 1 to the number of --shards\n");
  EXPECT_EQ(sweep({"--emit", "slurm"}).messages, "--emit: needs --shards\n");
}

// A handful of kills here; NZSIM_KILLS=200 for more.
TEST_F(SweepFile, KillsAtAnyMomentCostNoPoint) {
  const auto undisturbed = sweep({});
  const char* wanted = std::getenv("NZSIM_KILLS");
  int kills = wanted ? std::stoi(wanted) : 5;
  std::mt19937 random(1);
  for (int file = 0; kills > 0; ++file) {
    const auto name = "r" + std::to_string(file) + ".sqlite";
    for (bool ended = false; !ended;) {
      const auto process = begin(name);
      usleep(static_cast<useconds_t>(random() % 150000));
      const auto workers = children_of(process);
      const bool spare = workers.empty() || random() % 2 == 0;
      if (kills-- > 0) kill(spare ? process : workers[random() % workers.size()], SIGKILL);
      int status = 0;
      waitpid(process, &status, 0);
      ended = WIFEXITED(status);
      EXPECT_TRUE(!ended || WEXITSTATUS(status) == 0);
    }
    const auto merged = sweep({"--merge", name});
    EXPECT_EQ(merged.code, 0) << merged.messages;
    EXPECT_EQ(sorted_lines(merged.out), sorted_lines(undisturbed.out));
  }
}

TEST_F(SweepFile, ShardsTogetherAreTheWhole) {
  const auto whole = sweep({});
  std::vector<std::string> merge;
  for (const std::string shard : {"1", "2", "3"}) {
    const auto file = shard + ".sqlite";
    EXPECT_EQ(sweep({"--shards", "3", "--shard", shard, "--out", file}).code, 0);
    merge.insert(merge.end(), {"--merge", file});
  }
  EXPECT_EQ(sweep(merge).out, whole.out);
  const auto some = sweep({"--merge", "1.sqlite", "--merge", "3.sqlite"});
  EXPECT_EQ(some.code, 1);
  EXPECT_EQ(some.messages, "20 of 60 points are missing\n");
}

TEST_F(SweepFile, OfASweepThatWasChangedSinceIsNotMerged) {
  sweep({"--out", "r.sqlite"});
  desk.shell("sed -i 's/\"to\": 21/\"to\": 20/' s.json");
  const auto merged = sweep({"--merge", "r.sqlite"});
  EXPECT_EQ(merged.code, 2);
  EXPECT_EQ(merged.messages, "r.sqlite: is of another version of sweep s\n");
  const auto resumed = sweep({"--out", "r.sqlite", "--resume"});
  EXPECT_EQ(resumed.out, sweep({}).out);
  EXPECT_EQ(sweep({"--merge", "r.sqlite"}).out, resumed.out);
}

// Of two workloads, the second was edited.
TEST_F(SweepFile, ShardsWhoseWorkloadWasEditedInBetweenAreNotMerged) {
  desk.shell("cp tiny.json other.json");
  desk.folder.write("s.json", std::string(R"({"title": "Queue", "source": "none",
"config": "eie/isca2016", "workload": "tiny.json", "metrics": ["cycles"], "axes": [
{"of": "sweep", "path": "/workload", "values": ["tiny.json", "other.json"]},
{"path": "/activation_queue/slots", "values": [2, 4]}]})"));
  sweep({"--shards", "2", "--shard", "1", "--out", "1.sqlite"});
  desk.shell("sed -i '0,/\"density\": 0./s//&1/' other.json");
  sweep({"--shards", "2", "--shard", "2", "--out", "2.sqlite"});
  const auto merged = sweep({"--merge", "1.sqlite", "--merge", "2.sqlite"});
  EXPECT_EQ(merged.code, 2);
  EXPECT_EQ(merged.messages,
            "2.sqlite: rests on other contents of its config, workload or prices than 1.sqlite\n");
  sweep({"--shards", "2", "--shard", "1", "--out", "1.sqlite", "--resume"});
  EXPECT_EQ(sweep({"--merge", "1.sqlite", "--merge", "2.sqlite"}).out, sweep({}).out);
}

TEST_F(SweepFile, WhatCannotBeMerged) {
  desk.folder.write("x.sqlite", std::string());
  EXPECT_EQ(sweep({"--merge", "none.sqlite"}).messages, "none.sqlite: is no file\n");
  EXPECT_NE(sweep({"--merge", "x.sqlite"}).messages.find("x.sqlite: is no result of a sweep\n"),
            std::string::npos);
}

}  // namespace
}  // namespace sim::cli
