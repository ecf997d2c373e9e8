// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/run_sweep.h"

#include <gtest/gtest.h>

#include <csignal>

#include "tests/explore/sweep/sweep_file.h"
#include "tests/machine/fake_machine.h"

namespace sim::explore::sweep {
namespace {

class RunSweep : public ::testing::Test {
 protected:
  SweepTable run(const std::string& axes, const std::string& more = "",
                 const SweepOptions& options = {.jobs = 2}) const {
    return run_text(test::sweep_text(axes, more), options);
  }

  SweepTable run_text(const std::string& text, const SweepOptions& options = {.jobs = 2}) const {
    std::signal(SIGABRT, SIG_DFL);  // a sanitizer's handler would make an exit code of it
    const Library library{[this](const std::string& name, const config::Settings& settings) {
                            if (name != "c") throw UserError("no config is called " + name);
                            return world.setup(settings);
                          },
                          [this](const std::string&, const config::Settings& settings) {
                            const int inputs = settings.empty() ? 3 : std::stoi(settings[0].second);
                            return world.network({{inputs, 4}, {5, 6}});
                          }};
    return run_sweep(read_sweep(world.folder.write("s.json", text)), library, options);
  }

  std::string complaint(const std::string& axes, const std::string& more = "") const {
    return machine::test::message_of(world, [&] { run(axes, more); });
  }

  machine::test::FakeWorld world;
};

std::string summary(const SweepTable& table) {
  std::string text;
  for (const auto& row : table.rows) {
    text += name_of(row.status);
    for (const auto value : row.metrics) text += ' ' + std::to_string(static_cast<int>(value));
    text += row.reason.empty() ? "\n" : ": " + row.reason + '\n';
  }
  return text;
}

// A cycle for each of 3 x 4 + 5 x 6 products; the figure is summed over two layers.
TEST_F(RunSweep, EveryPointHasItsMetrics) {
  const auto table = run(R"({"path": "/lanes", "values": [1, 2, 4]},
{"path": "/x", "of": "workload", "values": [3, 10]})");
  EXPECT_EQ(summary(table), "ok 42 2\nok 70 2\nok 42 4\nok 70 4\nok 42 8\nok 70 8\n");
  EXPECT_EQ(table.columns, (std::vector<std::string>{"lanes", "x"}));
  EXPECT_EQ(table.metrics, (std::vector<std::string>{"cycles", "lanes_used"}));
  EXPECT_EQ(table.rows[3].values, (std::vector<std::string>{"2", "10"}));
}

// The figure says of each of two layers whether its outputs were computed. Lanes are of time alone,
// widths are not.
TEST_F(RunSweep, OutputsAreProvedOnceForEveryMapping) {
  const std::string axes = R"({"path": "/memory/width_bits", "values": [64, 128]},
{"path": "/lanes", "values": [1, 2, 4]}, {"path": "/mood", "values": ["telling"]})";
  const std::string metrics = R"("cycles", {"metric": "figure", "argument": "computed"})";
  const auto computed = [&](const std::string& more) {
    return summary(run_text(test::sweep_text(axes, more, metrics)));
  };
  const std::string first = "ok 42 2\n", others = "ok 42 0\nok 42 0\n";
  EXPECT_EQ(computed(""), first + others + first + others);
  EXPECT_EQ(computed(R"(, "values": "once")"), computed(""));
  EXPECT_EQ(computed(R"(, "values": "off")"), "ok 42 0\n" + others + "ok 42 0\n" + others);
  EXPECT_EQ(computed(R"(, "values": "on")"),
            "ok 42 2\nok 42 2\nok 42 2\nok 42 2\nok 42 2\nok 42 2\n");
}

TEST_F(RunSweep, AMetricOfValuesIsComputedAtEveryPoint) {
  const auto text = test::sweep_text(
      R"({"path": "/lanes", "values": [1, 2]}, {"path": "/mood", "values": ["telling"]})",
      R"(, "values": "off")", R"({"metric": "figure", "argument": "sums_wider_than_accumulator"})");
  EXPECT_EQ(summary(run_text(text)), "ok 14\nok 14\n");
}

// What was computed with values before will do.
TEST_F(RunSweep, APointWhoseOutputsAreProvedAlreadyIsNotSimulatedWithoutValues) {
  AnswerStore store(world.folder.path("a.sqlite"), "p");
  const auto computed = [&](const std::string& more) {
    return summary(run_text(test::sweep_text(R"({"path": "/mood", "values": ["telling"]})", more,
                                             R"({"metric": "figure", "argument": "computed"})"),
                            {.jobs = 2, .store = &store}));
  };
  EXPECT_EQ(computed(R"(, "values": "on")"), "ok 2\n");
  EXPECT_EQ(computed(R"(, "values": "off")"), "ok 2\n");
  EXPECT_EQ(computed(R"(, "values": "off", "set": {"/lanes": 4})"), "ok 0\n");
  EXPECT_EQ(computed(R"(, "values": "on", "set": {"/lanes": 4})"), "ok 2\n");
}

TEST_F(RunSweep, TheNumberOfWorkersDoesNotMatter) {
  const std::string axes = R"({"path": "/lanes", "range": {"from": 1, "to": 4, "step": 1}})";
  EXPECT_EQ(summary(run(axes, "", {.jobs = 1})), summary(run(axes, "", {.jobs = 7})));
}

TEST_F(RunSweep, OnlyTheChosenLayersRun) {
  EXPECT_EQ(summary(run(R"({"path": "/lanes", "values": [1]})", R"(, "layers": ["b"])")),
            "ok 30 1\n");
}

TEST_F(RunSweep, APointThatGoesWrongCostsNoOther) {
  const auto table =
      run(R"({"path": "/mood", "values": ["", "abort", "throw", "hang", "full", "killed"]})",
          R"(, "limits": {"seconds": 1})");
  const auto text = world.folder.without_folder(summary(table));
  EXPECT_EQ(text,
            "ok 42 4\n"
            "failed: layer \"b\" is lost: its worker was killed by signal 6 (Aborted)\n"
            "failed: layer \"b\": block \"x\": out of mood\n"
            "failed: layer \"b\" is lost: its worker took longer than its limit of 1 s\n"
            "invalid: w.json:2:74: /layers/1: does not fit\n"
            "failed: layer \"b\" is lost: its worker was killed by signal 9 (Killed), as happens "
            "when memory runs out\n");
}

TEST_F(RunSweep, WhatTheConfigForbidsIsToldBeforeAnythingRuns) {
  EXPECT_EQ(complaint(R"({"path": "/lanes", "values": [65, 2, 8, 0]},
{"path": "/mood", "values": ["abort", "", "x"]})"),
            "s.json: point lanes 65, mood \"abort\" and 2 other points: /lanes: 65 is out of "
            "range: must be from 1 to 64 (multipliers of a unit)\n"
            "s.json: point lanes 8, mood \"abort\" and 2 other points: /memory/width_bits: too "
            "narrow for the lanes\n"
            "s.json: point lanes 0, mood \"abort\" and 2 other points: /lanes: 0 is out of range: "
            "must be from 1 to 64 (multipliers of a unit)");
  EXPECT_EQ(complaint(R"({"path": "/lane", "values": [1]})"),
            "s.json: point lane 1: /lane: unknown key; did you mean \"lanes\"?");
  EXPECT_EQ(complaint(R"({"path": "/memori/bits", "values": [1]})"),
            "s.json: point bits 1: /memori/bits: there is no /memori; did you mean \"memory\"?");
  EXPECT_EQ(complaint(R"({"path": "/lanes", "values": [1]})", R"(, "layers": ["x"])"),
            "s.json: point lanes 1: w has no layer \"x\"; did you mean \"a\"?");
}

TEST_F(RunSweep, WhatTheConfigForbidsIsStoredIfTheSweepSaysSo) {
  EXPECT_EQ(summary(run(R"({"path": "/lanes", "values": [1, 8, 2]})", R"(, "invalid": "store")")),
            "ok 42 2\ninvalid: /memory/width_bits: too narrow for the lanes\nok 42 4\n");
}

TEST_F(RunSweep, AFigureThatTheMachineDoesNotHaveIsToldByTheFirstResult) {
  const auto text = test::sweep_text(R"({"path": "/lanes", "values": [1, 2]})", "",
                                     R"({"metric": "figure", "argument": "lane"})");
  EXPECT_EQ(machine::test::message_of(world, [&] { run_text(text); }),
            "s.json:4:15: /metrics/0: the machine has no figure \"lane\" for metric \"figure\"");
}

TEST_F(RunSweep, PointsThatAreEqualRunOnce) {
  std::size_t most = 0;
  AnswerStore store(world.folder.path("a.sqlite"), "p");
  SweepOptions options{.jobs = 1, .store = &store};
  options.progress = [&](const Progress& progress) { most = progress.total; };
  const auto table = run(R"({"path": "/title", "values": ["x", "y", "z"]})", "", options);
  EXPECT_EQ(most, 3u);
  EXPECT_EQ(summary(table), "ok 42 4\nok 42 4\nok 42 4\n");
}

TEST_F(RunSweep, WhatIsKnownIsNotSimulatedAgain) {
  AnswerStore store(world.folder.path("a.sqlite"), "p");
  const SweepOptions options{.jobs = 2, .store = &store};
  const std::string axes = R"({"path": "/lanes", "values": [1, 2]})";
  const auto first = summary(run(axes, "", options));
  // With so little time nothing could be simulated.
  EXPECT_EQ(summary(run(axes, R"(, "limits": {"seconds": 1e-9})", options)), first);
}

TEST_F(RunSweep, WhatAFileHasIsNotSimulatedAgainUnlessItDependsOnSomethingElse) {
  SweepOptions options{.jobs = 2};
  options.program = "p";
  options.open_file = [&](const SweepTable& table) {
    return std::make_unique<ResultFile>(world.folder.path("r.sqlite"), table, "p", true);
  };
  const std::string lanes = R"({"path": "/lanes", "values": [1, 2]})";
  const auto first = summary(run(lanes, "", options));
  Database(world.folder.path("r.sqlite")).run("UPDATE points SET metrics = '[7, 8]'");
  EXPECT_EQ(summary(run(lanes, "", options)), "ok 7 8\nok 7 8\n");
  options.program = "q";
  EXPECT_EQ(summary(run(lanes, "", options)), first);
  EXPECT_EQ(run(lanes, R"(, "set": {"/mood": "throw"})", options).count(Status::failed), 2u);
  EXPECT_EQ(summary(run(lanes, "", options)), first);
}

TEST_F(RunSweep, AFileHasNoMetricOfAnotherMeaning) {
  SweepOptions options{.jobs = 1};
  options.open_file = [&](const SweepTable& table) {
    return std::make_unique<ResultFile>(world.folder.path("r.sqlite"), table, "p", true);
  };
  const auto kept = [&](const std::string& metric) {
    const std::string lanes = R"({"path": "/lanes", "values": [1]})";
    const auto text = test::sweep_text(lanes, "", metric + R"(, "name": "kept"})");
    return summary(run_text(text, options));
  };
  EXPECT_EQ(kept(R"({"metric": "cycles")"), "ok 42\n");
  EXPECT_EQ(kept(R"({"metric": "figure", "argument": "lanes")"), "ok 2\n");
}

TEST_F(RunSweep, AFileThatIsContinuedHasThePointsThatTheSweepHasNow) {
  SweepOptions options{.jobs = 1};
  options.open_file = [&](const SweepTable& table) {
    return std::make_unique<ResultFile>(world.folder.path("r.sqlite"), table, "p", true);
  };
  const auto merged_values = [&](const std::string& values, const std::string& more = "") {
    run(R"({"path": "/title", "values": )" + values + '}', more, options);
    std::string text;
    for (const auto& row : merged({world.folder.path("r.sqlite")}).rows) {
      text += row.values.at(0) + ' ' + std::to_string(row.metrics.at(0)) + '\n';
    }
    return text;
  };
  EXPECT_EQ(merged_values(R"(["x", "y", "z"])"),
            "\"x\" 42.000000\n\"y\" 42.000000\n\"z\" 42.000000\n");
  EXPECT_EQ(merged_values(R"(["v", "y"])"), "\"v\" 42.000000\n\"y\" 42.000000\n");
  // What was there is taken from there, whatever else the sweep says now.
  Database(world.folder.path("r.sqlite")).run("UPDATE points SET metrics = '[7, 8]'");
  EXPECT_EQ(merged_values(R"(["v", "y"])", R"(, "limits": {"seconds": 9})"),
            "\"v\" 7.000000\n\"y\" 7.000000\n");
}

TEST_F(RunSweep, AShardHasItsShareOfThePoints) {
  SweepOptions options{.jobs = 1};
  options.shards = 3;
  std::vector<std::size_t> numbers;
  for (options.shard = 0; options.shard < 3; ++options.shard) {
    const auto table = run(R"({"path": "/lanes", "values": [1, 2, 3, 4]})", "", options);
    for (const auto& row : table.rows) numbers.push_back(row.number);
  }
  EXPECT_EQ(numbers, (std::vector<std::size_t>{0, 3, 1, 2}));
}

TEST_F(RunSweep, ProgressCountsPointsAndThoseThatFailed) {
  std::vector<std::size_t> finished;
  Progress last;
  SweepOptions options{.jobs = 2};
  options.progress = [&](const Progress& progress) {
    finished.push_back(progress.finished);
    last = progress;
  };
  run(R"({"path": "/mood", "values": ["", "throw", "x"]})", "", options);
  EXPECT_EQ(finished, (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_EQ(last.total, 3u);
  EXPECT_EQ(last.failed, 1u);
}

}  // namespace
}  // namespace sim::explore::sweep
