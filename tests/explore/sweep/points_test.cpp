// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/points.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/explore/sweep/sweep_file.h"

namespace sim::explore::sweep {
namespace {

const std::string two_axes = R"({"path": "/a", "range": {"from": 0, "to": 15, "step": 1}},
{"path": "/b", "range": {"from": 0, "to": 15, "step": 1}})";

std::vector<Point> points(const std::string& axes, const std::string& more = "") {
  const TemporaryFolder folder;
  return points_of(test::sweep_of(folder, axes, more));
}

TEST(Points, OfAGridAreAllCombinationsTheLastAxisFastest) {
  EXPECT_EQ(points(R"({"path": "/a", "values": [7, 8]}, {"path": "/b", "values": [1, 2, 3]})"),
            (std::vector<Point>{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}}));
}

TEST(Points, ThatAConstraintForbidsAreLeftOut) {
  EXPECT_EQ(points(R"({"path": "/a", "values": [1, 2]}, {"path": "/b", "values": [1, 2, 4]})",
                   R"(, "constraints": ["a * b == 4", "a < b || a == 2"])"),
            (std::vector<Point>{{0, 2}, {1, 1}}));
}

TEST(Points, OfALatinHypercubeCoverEachAxisEvenly) {
  const auto drawn = points(two_axes, R"(, "sampling": {"kind": "latin_hypercube", "points": 16})");
  ASSERT_EQ(drawn.size(), 16u);
  for (const std::size_t axis : {0u, 1u}) {
    std::set<std::size_t> values;
    for (const auto& point : drawn) values.insert(point[axis]);
    EXPECT_EQ(values.size(), 16u) << axis;
  }
}

TEST(Points, OfALatinHypercubeFollowFromItsSeed) {
  const auto with_seed = [](const std::string& seed) {
    return points(two_axes, R"(, "sampling": {"kind": "latin_hypercube", "points": 16, "seed": )" +
                                seed + "}");
  };
  EXPECT_EQ(with_seed("3"), with_seed("3"));
  EXPECT_NE(with_seed("3"), with_seed("4"));
}

// The first 2^k - 1 points of a Sobol sequence (without 0) are a net: each of 4 x 4 parts of the
// square has one of 16 points.
TEST(Points, OfASobolSequenceCoverTheSquareEvenly) {
  const auto drawn = points(two_axes, R"(, "sampling": {"kind": "sobol", "points": 15})");
  ASSERT_EQ(drawn.size(), 15u);
  std::set<std::pair<std::size_t, std::size_t>> parts;
  for (const auto& point : drawn) parts.insert({point[0] / 4, point[1] / 4});
  EXPECT_EQ(parts.size(), 15u);
}

TEST(Points, ThatComeOutEqualAreOne) {
  const auto drawn = points(R"({"path": "/a", "values": [1, 2]})",
                            R"(, "sampling": {"kind": "sobol", "points": 50})");
  EXPECT_EQ(drawn.size(), 2u);
}

TEST(Points, OfAGridThatIsTooLarge) {
  const std::string axis = R"("range": {"from": 1, "to": 2000, "step": 1}})";
  EXPECT_THROW(points(R"({"path": "/a", )" + axis + R"(, {"path": "/b", )" + axis), UserError);
  const auto drawn = points(R"({"path": "/a", )" + axis + R"(, {"path": "/b", )" + axis,
                            R"(, "sampling": {"kind": "sobol", "points": 50})");
  EXPECT_EQ(drawn.size(), 50u);
}

TEST(Points, OfWhichNoneIsLeft) {
  try {
    points(two_axes, R"(, "constraints": ["a > 99"])");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "sweep s: its constraints leave no point");
  }
}

TEST(Points, ChangeConfigWorkloadAndWhatTheSweepItselfSays) {
  const TemporaryFolder folder;
  const auto sweep = test::sweep_of(
      folder,
      R"({"path": "/a", "also": ["/a2"], "values": [7]}, {"path": "/b", "of": "workload", "values": ["x"]},
{"of": "sweep", "path": "/config", "values": ["c2"]},
{"linked": [{"of": "sweep", "path": "/workload"}, {"of": "sweep", "path": "/layers"}],
 "values": [["w2", "one"], ["w3", ["two", "three"]]]})",
      R"(, "set": {"/s": 1}, "set_workload": {"/t": 2}, "layers": ["zero"])");
  const auto first = inputs_of(sweep, {0, 0, 0, 0}), second = inputs_of(sweep, {0, 0, 0, 1});
  EXPECT_EQ(first.config, "c2");
  EXPECT_EQ(first.workload, "w2");
  EXPECT_EQ(first.layers, std::vector<std::string>{"one"});
  EXPECT_EQ(second.layers, (std::vector<std::string>{"two", "three"}));
  EXPECT_EQ(first.settings, (config::Settings{{"/s", "1"}, {"/a", "7"}, {"/a2", "7"}}));
  EXPECT_EQ(first.workload_settings, (config::Settings{{"/t", "2"}, {"/b", "\"x\""}}));
  EXPECT_EQ(values_of(sweep, {0, 0, 0, 0}),
            (std::vector<std::string>{"7", "\"x\"", "\"c2\"", "\"w2\"", "\"one\""}));
}

std::string digest(const std::string& text) {
  const TemporaryFolder folder;
  const auto sweep = read_sweep(folder.write("s.json", text));
  return digest_of_points(sweep, points_of(sweep));
}

TEST(PointsDigest, DependsOnWhatThePointsAreAndWhatIsKeptOfThem) {
  const std::string axes = R"({"path": "/a", "values": [1, 2]}, {"path": "/b", "values": [1, 2]})";
  const std::string metrics = R"("cycles", {"metric": "figure", "argument": "f", "name": "n"})";
  const auto set = [](const std::string& what, const std::string& value) {
    return R"(, ")" + what + R"(": {"/x": )" + value + "}";
  };
  const std::vector<std::string> texts = {
      test::sweep_text(axes, "", metrics),
      test::sweep_text(R"({"path": "/a", "values": [1, 3]}, {"path": "/b", "values": [1, 2]})", "",
                       metrics),
      test::sweep_text(R"({"path": "/b", "values": [1, 2]}, {"path": "/a", "values": [1, 2]})", "",
                       metrics),
      test::sweep_text(R"({"path": "/a", "values": [1, 2]}, {"path": "/c/b", "values": [1, 2]})",
                       "", metrics),
      test::sweep_text(
          R"({"path": "/a", "values": [1, 2]}, {"path": "/b", "also": ["/c"], "values": [1, 2]})",
          "", metrics),
      test::sweep_text(
          R"({"path": "/a", "values": [1, 2]}, {"path": "/b", "of": "workload", "values": [1, 2]})",
          "", metrics),
      test::sweep_text(axes, R"(, "constraints": ["a < 2"])", metrics),
      test::sweep_text(axes, R"(, "layers": ["a"])", metrics),
      test::sweep_text(axes, set("set", "1"), metrics),
      test::sweep_text(axes, set("set", "2"), metrics),
      test::sweep_text(axes, set("set_workload", "1"), metrics),
      test::sweep_text(axes, "", R"("cycles")"),
      test::sweep_text(axes, "", R"("cycles", {"metric": "figure", "argument": "g", "name": "n"})"),
      test::sweep_text(axes, "", R"("cycles", {"metric": "figure", "argument": "f", "name": "m"})"),
      R"({"title": "t", "source": "s", "config": "d", "workload": "w", "axes": [)" + axes +
          R"(], "metrics": [)" + metrics + "]}",
      R"({"title": "t", "source": "s", "config": "c", "workload": "v", "axes": [)" + axes +
          R"(], "metrics": [)" + metrics + "]}"};
  std::set<std::string> digests;
  for (const auto& text : texts) EXPECT_TRUE(digests.insert(digest(text)).second) << text;
}

TEST(PointsDigest, DependsOnNothingElse) {
  const std::string axes = R"({"path": "/a", "values": [1, 2]})";
  const auto plain = digest(test::sweep_text(axes));
  EXPECT_EQ(digest(test::sweep_text(axes, R"(, "limits": {"seconds": 3})")), plain);
  EXPECT_EQ(digest(test::sweep_text(axes, R"(, "objectives": {"minimise": ["cycles"]})")), plain);
  EXPECT_EQ(digest(test::sweep_text(axes, R"(, "invalid": "store")")), plain);
  EXPECT_EQ(digest(test::sweep_text(axes, R"(, "constraints": ["a < 9"])")), plain);
  EXPECT_EQ(digest(test::sweep_text(R"({"values": [1, 2.0], "path": "/a"})")), plain);
}

}  // namespace
}  // namespace sim::explore::sweep
