// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/sweep_reader.h"

#include <gtest/gtest.h>

#include "tests/explore/sweep/sweep_file.h"

namespace sim::explore::sweep {
namespace {

using test::complaint_of;
using test::sweep_text;
using Texts = std::vector<std::string>;

// The values of the only target of the only axis.
Texts values(const std::string& rest) {
  const TemporaryFolder folder;
  const auto sweep = test::sweep_of(folder, R"({"path": "/lanes", )" + rest + "}");
  Texts texts;
  for (const auto& value : sweep.axes.at(0).values) texts.push_back(value.at(0));
  return texts;
}

std::string axis_complaint(const std::string& axis) { return complaint_of(sweep_text(axis)); }

TEST(SweepReader, ReadsEverythingThatASweepSays) {
  const TemporaryFolder folder;
  const auto sweep = test::sweep_of(
      folder, R"({"path": "/lanes", "values": [1, 2]},
{"path": "/layers/0/inputs", "of": "workload", "name": "n", "values": [3]})",
      R"(, "layers": ["a"], "set": {"/mood": "full"}, "set_workload": {"/title": "x"},
"sampling": {"kind": "sobol", "points": 7}, "constraints": ["lanes < n"], "invalid": "store",
"objectives": {"minimise": ["cycles"], "maximise": ["lanes_used"]},
"limits": {"seconds": 2.5, "memory_mb": 100})");
  EXPECT_EQ(sweep.name, "s");
  EXPECT_EQ(sweep.title, "A sweep");
  EXPECT_EQ(sweep.config, "c");
  EXPECT_EQ(sweep.workload, "w");
  EXPECT_EQ(sweep.layers, Texts{"a"});
  EXPECT_EQ(sweep.settings, (config::Settings{{"/mood", "\"full\""}}));
  EXPECT_EQ(sweep.workload_settings, (config::Settings{{"/title", "\"x\""}}));
  EXPECT_EQ(sweep.columns(), (Texts{"lanes", "n"}));
  EXPECT_EQ(sweep.axes[1].targets[0].of, Of::workload);
  EXPECT_EQ(sweep.axes[1].targets[0].pointer, "/layers/0/inputs");
  EXPECT_EQ(sweep.sampling, Sampling::sobol);
  EXPECT_EQ(sweep.samples, 7);
  EXPECT_EQ(sweep.constraints.at(0).text(), "lanes < n");
  EXPECT_EQ(sweep.invalid, Invalid::store);
  EXPECT_EQ(sweep.metrics.at(1).metric, "figure");
  EXPECT_EQ(sweep.metrics.at(1).argument, "lanes");
  EXPECT_EQ(sweep.metrics.at(1).name, "lanes_used");
  EXPECT_EQ(sweep.objectives.at(0).metric, 0u);
  EXPECT_FALSE(sweep.objectives.at(0).maximise);
  EXPECT_EQ(sweep.objectives.at(1).metric, 1u);
  EXPECT_TRUE(sweep.objectives.at(1).maximise);
  EXPECT_DOUBLE_EQ(sweep.limits.seconds, 2.5);
  EXPECT_EQ(sweep.limits.memory_bytes, 100'000'000);
}

TEST(SweepReader, AnAxisIsNamedAfterTheLastKeyThatIsNoNumber) {
  const TemporaryFolder folder;
  const auto sweep = test::sweep_of(folder, R"({"path": "/memory/width_bits", "values": [8]},
{"path": "/layers/0", "of": "workload", "values": [1]})");
  EXPECT_EQ(sweep.columns(), (Texts{"width_bits", "layers"}));
}

TEST(SweepReader, ValuesAreKeptAsJson) {
  EXPECT_EQ(values(R"("values": [1, 2.5, "x", true, [3, 4]])"),
            (Texts{"1", "2.5", "\"x\"", "true", "[3,4]"}));
}

TEST(SweepReader, ARangeHasItsEndsWhereTheStepMeetsThem) {
  EXPECT_EQ(values(R"("range": {"from": 2, "to": 8, "step": 3})"), (Texts{"2", "5", "8"}));
  EXPECT_EQ(values(R"("range": {"from": 2, "to": 7.9, "step": 3})"), (Texts{"2", "5"}));
  EXPECT_EQ(values(R"("range": {"from": 0.1, "to": 0.5, "step": 0.1})"),
            (Texts{"0.1", "0.2", "0.3", "0.4", "0.5"}));
  EXPECT_EQ(values(R"("range": {"from": 4, "to": 4, "step": 1})"), (Texts{"4"}));
}

TEST(SweepReader, ALogarithmicRangeGoesByAFactorOrByANumberOfPoints) {
  EXPECT_EQ(values(R"("log": {"from": 1, "to": 8, "factor": 2})"), (Texts{"1", "2", "4", "8"}));
  EXPECT_EQ(values(R"("log": {"from": 1, "to": 7, "factor": 2})"), (Texts{"1", "2", "4"}));
  EXPECT_EQ(values(R"("log": {"from": 0.01, "to": 1, "points": 3})"), (Texts{"0.01", "0.1", "1"}));
  EXPECT_EQ(values(R"("log": {"from": 1, "to": 10, "points": 4, "whole": true})"),
            (Texts{"1", "2", "5", "10"}));
  EXPECT_EQ(values(R"("log": {"from": 1, "to": 2, "points": 9, "whole": true})"),
            (Texts{"1", "2"}));
  EXPECT_EQ(values(R"("log": {"from": 3, "to": 9, "points": 1})"), (Texts{"3"}));
}

TEST(SweepReader, LinkedPathsTakeOneValueEachOrAllTheSame) {
  const TemporaryFolder folder;
  const auto sweep =
      test::sweep_of(folder, R"({"linked": [{"path": "/lanes"}, {"path": "/memory/width_bits"}],
"values": [[1, 8], [2, 16], 64]})");
  EXPECT_EQ(sweep.columns(), (Texts{"lanes", "width_bits"}));
  EXPECT_EQ(sweep.axes.at(0).values, (std::vector<Texts>{{"1", "8"}, {"2", "16"}, {"64", "64"}}));
}

TEST(SweepMessages, WhatIsMissingAndWhatIsUnknown) {
  EXPECT_EQ(
      complaint_of(R"({"titel": "x"})"),
      "s.json:1:2: /titel: unknown key; did you mean \"title\"?\n"
      "s.json:1:1: /title: missing (what is varied, in a line; must be not empty)\n"
      "s.json:1:1: /source: missing (what the sweep is for, or shows again; must be not empty)\n"
      "s.json:1:1: /config: missing (the design point that is varied; must be not empty)\n"
      "s.json:1:1: /workload: missing (what it runs; must be not empty)\n"
      "s.json:1:1: /axes: missing (what is varied)\n"
      "s.json:1:1: /metrics: missing (what is kept of a point)");
  EXPECT_EQ(axis_complaint(""), "s.json:3:11: /axes: a sweep has at least one axis");
}

TEST(SweepMessages, AnAxisThatIsWrong) {
  EXPECT_EQ(axis_complaint(R"({"path": "/a", "vals": [1]})"),
            "s.json:3:27: /axes/0/vals: unknown key; did you mean \"values\"?\n"
            "s.json:3:12: /axes/0: needs exactly one of \"values\", \"range\" and \"log\"");
  EXPECT_EQ(axis_complaint(R"({"path": "a", "values": [1]})"),
            "s.json:3:21: /axes/0/path: not a JSON pointer: it must start with \"/\"\n"
            "s.json:3:12: /axes/0: \"\" is no name: letters, digits and _, no digit first");
  EXPECT_EQ(axis_complaint(R"({"path": "/a", "values": []})"),
            "s.json:3:37: /axes/0/values: an axis has at least one value");
  EXPECT_EQ(axis_complaint(R"({"path": "/a", "name": "4a", "values": [1]})"),
            "s.json:3:35: /axes/0/name: \"4a\" is no name: letters, digits and _, no digit first");
  EXPECT_EQ(axis_complaint(R"({"path": "/a", "of": "machine", "values": [1]})"),
            "s.json:3:33: /axes/0/of: \"machine\" is not allowed: must be one of \"config\", "
            "\"workload\", \"sweep\" (document that the pointer leads into)");
  EXPECT_EQ(axis_complaint(R"({"path": "/title", "of": "sweep", "values": [1]})"),
            "s.json:3:21: /axes/0/path: \"/title\" is not allowed: of a sweep must be /config, "
            "/workload or /layers");
  EXPECT_EQ(axis_complaint(R"({"path": "/a", "values": [1]}, {"path": "/b/a", "values": [1]})"),
            "s.json:3:43: /axes/1: another axis is called \"a\", too: give it a \"name\"");
  EXPECT_EQ(axis_complaint(R"({"linked": [], "values": [1]})"),
            "s.json:3:23: /axes/0/linked: an axis has at least one path");
  EXPECT_EQ(axis_complaint(R"({"linked": [{"path": "/a"}, {"path": "/b"}], "values": [[1]]})"),
            "s.json:3:68: /axes/0/values/0: has 1 values for 2 linked paths");
}

TEST(SweepMessages, ARangeThatIsWrong) {
  EXPECT_EQ(axis_complaint(R"({"path": "/a", "range": {"from": 3, "to": 2, "step": 1}})"),
            "s.json:3:36: /axes/0/range: has no value: \"to\" is below \"from\"");
  EXPECT_EQ(axis_complaint(R"({"path": "/a", "range": {"from": 0, "to": 2, "step": 1e-9}})"),
            "s.json:3:36: /axes/0/range: has more than a million values");
  EXPECT_EQ(axis_complaint(R"({"path": "/a", "range": {"from": 0, "to": 2, "step": 0}})"),
            "s.json:3:65: /axes/0/range/step: 0 is out of range: must be above 0 (distance of "
            "neighbours)");
  EXPECT_EQ(axis_complaint(R"({"path": "/a", "log": {"from": 1, "to": 2}})"),
            "s.json:3:34: /axes/0/log: needs either \"points\" or \"factor\"");
  EXPECT_EQ(axis_complaint(R"({"path": "/a", "log": {"from": 3, "to": 2, "points": 2}})"),
            "s.json:3:34: /axes/0/log: has no value: \"to\" is below \"from\"");
}

TEST(SweepMessages, SamplingConstraintsMetricsAndObjectives) {
  const std::string axis = R"({"path": "/a", "values": [1, "x"]})";
  EXPECT_EQ(complaint_of(sweep_text(axis, R"(, "sampling": {"kind": "sobol"})")),
            "s.json:1:1: /sampling/points: missing (how many points are drawn)");
  EXPECT_EQ(complaint_of(sweep_text(axis, R"(, "sampling": {"points": 3})")),
            "s.json:1:1: /sampling/points: a grid has all its points");
  EXPECT_EQ(complaint_of(sweep_text(axis, R"(, "constraints": ["a > 1"])")),
            "s.json:5:85: /constraints/0: the values of a are not all numbers");
  EXPECT_EQ(complaint_of(sweep_text(axis, R"(, "constraints": [1])")),
            "s.json:5:85: /constraints/0: expected a string, got 1");
  EXPECT_EQ(complaint_of(sweep_text(axis, R"(, "objectives": {"minimise": ["cycle"]})")),
            "s.json:5:96: /objectives/minimise: no metric is kept as \"cycle\"; did you mean "
            "\"cycles\"?");
}

TEST(SweepMessages, MetricsThatAreNone) {
  const auto complaint = [](const std::string& metric) {
    return complaint_of(R"({"title": "t", "source": "s", "config": "c", "workload": "w",
"axes": [{"path": "/a", "values": [1]}], "metrics": [)" +
                        metric + "]}");
  };
  EXPECT_EQ(complaint("\"cycels\""),
            "s.json:2:54: /metrics/0: no metric is called \"cycels\"; did you mean \"cycles\"?");
  EXPECT_EQ(complaint("\"geomean\""),
            "s.json:2:54: /metrics/0: metric \"geomean\" is not of one run of a machine");
  EXPECT_EQ(complaint("\"speedup\""),
            "s.json:2:54: /metrics/0: metric \"speedup\" is not of one run of a machine");
  EXPECT_EQ(complaint("\"figure\""),
            "s.json:2:54: /metrics/0/argument: missing (metric \"figure\" needs the name of a "
            "figure or component)");
  EXPECT_EQ(complaint("\"cycles\", \"cycles\""),
            "s.json:2:64: /metrics/1: another column is called \"cycles\", too: give it a "
            "\"name\"");
  EXPECT_EQ(complaint(""), "s.json:2:53: /metrics: a sweep keeps at least one metric");
}

}  // namespace
}  // namespace sim::explore::sweep
