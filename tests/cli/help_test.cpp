// SPDX-License-Identifier: Apache-2.0
// Help texts, and what is said of a command line that cannot be understood.
#include <gtest/gtest.h>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

std::string help_of(const std::vector<std::string>& command) {
  auto words = command;
  words.push_back("--help");
  const auto answer = test::Desk().nzsim(words);
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.messages, "");
  return answer.out;
}

std::string complaint(const std::vector<std::string>& arguments) {
  const auto answer = test::Desk().nzsim(arguments);
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.out, "");
  const std::string tail = "\nRun nzsim --help for more.\n";
  EXPECT_TRUE(answer.messages.ends_with(tail)) << answer.messages;
  return answer.messages.substr(0, answer.messages.find(tail));
}

void expect_all(const std::string& help, const std::vector<std::string>& words) {
  for (const auto& word : words) EXPECT_NE(help.find(word), help.npos) << word << " in\n" << help;
}

TEST(Help, NamesEveryCommandAndTheExitCodes) {
  expect_all(help_of({}), {"run ", "sweep ", "compare ", "formats ", "study ", "report ", "list ",
                           "describe ", "--version", "NZSIM_DATA", "NZSIM_CACHE",
                           "Exit code: 0 done, 1 a claim missed or a point failed, 2 a mistake in "
                           "the input, 3 a fault of nzsim."});
}

TEST(Help, NamesEveryOptionOfACommand) {
  expect_all(help_of({"run"}),
             {"CONFIG", "WORKLOAD", "--layer NAME", "--set /KEY=VALUE", "--engine ENGINE",
              "decoupled", "lockstep", "--jobs N", "--format FORMAT", "table", "json", "csv",
              "--out DIR", "nzsim list configs", "nzsim list workloads", "Examples:"});
  expect_all(help_of({"compare"}), {"CLAIM", "--jobs N", "--format FORMAT", "nzsim list claims"});
  expect_all(help_of({"formats"}),
             {"WORKLOAD", "--layer NAME", "--only NAME", "--set /KEY=VALUE",
              "--set-workload /KEY=VALUE", "--jobs N", "--format FORMAT", "nzsim list formats"});
  expect_all(help_of({"study"}),
             {"WORKLOAD", "--layer NAME", "--config NAME", "--density SHARE",
              "--set-workload /KEY=VALUE", "--jobs N", "--format FORMAT", "Examples:"});
  expect_all(help_of({"report"}), {"FILE", "--out FILE.html", "--svg DIR", "Examples:"});
  expect_all(help_of({"list"}),
             {"KIND", "machines, configs, workloads, claims, sweeps or formats"});
  expect_all(help_of({"describe"}), {"NAME", "--schema"});
}

TEST(Help, SaysItsVersion) {
  const auto answer = test::Desk().nzsim({"--version"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.out, NZSIM_VERSION "\n");
}

TEST(Help, ACommandIsNeeded) {
  EXPECT_EQ(complaint({}),
            "nzsim needs a command: run, sweep, compare, formats, study, report, list or describe");
  EXPECT_EQ(complaint({"rum"}),
            "no command is called \"rum\": must be run, sweep, compare, formats, study, report, "
            "list or describe; "
            "did you mean "
            "\"run\"?");
}

TEST(Help, UnknownOptionsWithTheNearest) {
  EXPECT_EQ(complaint({"--vers"}), "nzsim has no option --vers; did you mean \"--version\"?");
  EXPECT_EQ(complaint({"run", "a", "b", "--fromat=json"}),
            "run has no option --fromat; did you mean \"--format\"?");
  EXPECT_EQ(complaint({"compare", "--engine", "lockstep"}), "compare has no option --engine");
}

TEST(Help, ValuesThatOptionsDoNotTake) {
  EXPECT_EQ(complaint({"run", "a", "b", "--format", "jsn"}),
            "--format: \"jsn\" is not allowed: must be table, json, csv or jsonl; did you mean "
            "\"json\"?");
  EXPECT_EQ(complaint({"run", "a", "b", "--engine", "1"}),
            "--engine: \"1\" is not allowed: must be decoupled or lockstep");
  EXPECT_EQ(complaint({"run", "a", "b", "--jobs", "0"}), "--jobs: Value 0 not in range 1 to 1024");
}

TEST(Help, ArgumentsThatAreMissingOrTooMany) {
  EXPECT_EQ(complaint({"run", "a"}), "WORKLOAD is required");
  EXPECT_EQ(complaint({"run", "a", "b", "c"}), "The following argument was not expected: c");
}

}  // namespace
}  // namespace sim::cli
