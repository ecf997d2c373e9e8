// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/result_file.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/machine/fake_machine.h"

namespace sim::explore::sweep {
namespace {

class ResultFileTest : public ::testing::Test {
 protected:
  ResultFileTest() {
    table.sweep = "s";
    table.columns = {"a"};
    table.tasks = {true};
    table.metrics = {"m", "n"};
    table.objectives = {{1, true}};
  }

  ResultFile opened(const std::string& name, bool resume = true) const {
    return ResultFile(world.folder.path(name), table, program, resume);
  }

  static Row row(std::size_t number, const std::vector<double>& metrics) {
    return {number, {"\"x\\n\""}, Status::ok, "", metrics, false};
  }

  std::string complaint(const std::vector<std::filesystem::path>& files) const {
    return machine::test::message_of(world, [&] { merged(files); });
  }

  machine::test::FakeWorld world;
  SweepTable table;
  std::string program = "p";
};

TEST_F(ResultFileTest, GivesBackWhatItWasGivenToTheLastBit) {
  const std::vector<double> values = {0.1 + 0.2, 1e300};
  opened("r").keep(row(3, values), "k");
  const auto found = opened("r").find(3, "k");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->number, 3u);
  EXPECT_EQ(found->values, std::vector<std::string>{"\"x\\n\""});
  EXPECT_EQ(found->metrics, values);
  EXPECT_EQ(found->status, Status::ok);
}

TEST_F(ResultFileTest, AMetricMayBeNoNumber) {
  opened("r").keep(row(0, {std::nan(""), std::numeric_limits<double>::infinity()}), "k");
  const auto found = opened("r").find(0, "k");
  EXPECT_TRUE(std::isnan(found->metrics.at(0)) && std::isnan(found->metrics.at(1)));
}

TEST_F(ResultFileTest, KeepsWhyAPointFailed) {
  opened("r").keep({0, {"1"}, Status::failed, "a; 'b' \"c\"", {}, false}, "k");
  const auto found = opened("r").find(0, "k");
  EXPECT_EQ(found->status, Status::failed);
  EXPECT_EQ(found->reason, "a; 'b' \"c\"");
  EXPECT_TRUE(found->metrics.empty());
}

TEST_F(ResultFileTest, APointOfAnotherKeyIsNotFoundAndIsReplaced) {
  opened("r").keep(row(0, {1, 2}), "k");
  EXPECT_FALSE(opened("r").find(0, "l"));
  EXPECT_FALSE(opened("r").find(1, "k"));
  opened("r").keep(row(0, {3, 4}), "l");
  EXPECT_FALSE(opened("r").find(0, "k"));
  EXPECT_EQ(opened("r").find(0, "l")->metrics, (std::vector<double>{3, 4}));
}

TEST_F(ResultFileTest, FilesAreMergedByNumberAndMarkedAnew) {
  opened("r").keep(row(2, {0, 5}), "k");
  opened("r").keep({1, {"1"}, Status::failed, "x", {}, false}, "k");
  opened("q").keep(row(0, {0, 7}), "k");
  opened("q").keep(row(1, {0, 6}), "k");
  const auto all = merged({world.folder.path("r"), world.folder.path("q")});
  ASSERT_EQ(all.rows.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(all.rows[i].number, i);
    EXPECT_EQ(all.rows[i].status, Status::ok) << i;
  }
  EXPECT_TRUE(all.rows[0].best);
  EXPECT_EQ(all.objectives.at(0).metric, 1u);
  EXPECT_TRUE(all.objectives.at(0).maximise);
  EXPECT_EQ(all.tasks, std::vector<bool>{true});
}

TEST_F(ResultFileTest, TitleAndObjectivesAreThoseOfTheLastOneThatContinuedIt) {
  opened("r").keep(row(0, {0, 7}), "k");
  opened("r").keep(row(1, {1, 6}), "k");
  table.title = "new";
  table.workload = "v";
  table.objectives = {{0, false}, {1, true}};
  opened("r");
  const auto all = merged({world.folder.path("r")});
  EXPECT_EQ(all.title, "new");
  EXPECT_EQ(all.workload, "v");
  ASSERT_EQ(all.objectives.size(), 2u);
  EXPECT_EQ(all.objectives.at(0).metric, 0u);
  EXPECT_EQ(all.columns, std::vector<std::string>{"a"});
  EXPECT_TRUE(all.rows.at(0).best && !all.rows.at(1).best);
}

TEST_F(ResultFileTest, PointsOfAnotherKeyAreDroppedAndThoseThatAChangedSweepHasNot) {
  const auto retained = [&](const std::map<std::size_t, std::string>& keys) {
    opened("r").retain(keys);
    std::vector<std::size_t> numbers;
    for (const auto& point : merged({world.folder.path("r")}).rows) numbers.push_back(point.number);
    return numbers;
  };
  for (const std::size_t number : {0, 1, 2, 3}) opened("r").keep(row(number, {1, 2}), "k");
  using Numbers = std::vector<std::size_t>;
  EXPECT_EQ(retained({{0, "k"}, {1, "l"}, {3, "k"}, {4, "k"}}), (Numbers{0, 2, 3}));
  table.points = "changed";
  EXPECT_EQ(retained({{0, "k"}, {1, "l"}, {3, "k"}, {4, "k"}}), (Numbers{0, 3}));
}

TEST_F(ResultFileTest, OfAChangedSweepAreNotMergedButContinued) {
  table.points = "1";
  opened("r");
  table.points = "2";
  opened("q");
  const auto files = {world.folder.path("r"), world.folder.path("q")};
  EXPECT_EQ(complaint(files), "q: is of another version of sweep s than r");
  opened("r");
  EXPECT_EQ(complaint(files), "q: is of another version of sweep s than r");
  opened("r").retain({});
  EXPECT_EQ(complaint(files), "");
  EXPECT_EQ(merged(files).points, "2");
}

TEST_F(ResultFileTest, OfEditedFilesAreNotMergedButContinued) {
  table.inputs = "1";
  opened("r").keep(row(0, {1, 2}), "k");
  table.inputs = "2";
  opened("q");
  const auto files = {world.folder.path("r"), world.folder.path("q")};
  EXPECT_EQ(complaint(files),
            "q: rests on other contents of its config, workload or prices than r");
  opened("r").retain({{1, "k"}});
  EXPECT_EQ(complaint(files), "");
  EXPECT_EQ(merged(files).inputs, "2");
  EXPECT_TRUE(merged(files).rows.empty());
}

TEST_F(ResultFileTest, OfDifferentSweepsOrProgramsAreNotMerged) {
  opened("r");
  program = "q";
  opened("q");
  program = "p";
  table.metrics = {"m"};
  opened("s");
  const auto path = [&](const std::string& name) { return world.folder.path(name); };
  EXPECT_EQ(complaint({path("r"), path("q")}), "q: was made by another nzsim than r");
  EXPECT_EQ(complaint({path("r"), path("s")}), "s: holds another sweep than r");
  EXPECT_EQ(complaint({path("r"), path("none")}), "none: is no file");
}

}  // namespace
}  // namespace sim::explore::sweep
