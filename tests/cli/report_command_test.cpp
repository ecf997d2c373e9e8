// SPDX-License-Identifier: Apache-2.0
// nzsim report as a user sees it: files in, a page or SVG files out, and what is said of mistakes.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

class ReportCommand : public ::testing::Test {
 protected:
  std::string run_json() const {
    desk.tiny_workload();
    return desk.nzsim({"run", "eie/isca2016", "tiny.json", "--format", "json"}).out;
  }

  void write_sweep() const {
    desk.tiny_workload();
    desk.folder.write("s.json", R"({"title": "Queue", "source": "none", "config": "eie/isca2016",
"workload": "tiny.json", "axes": [{"path": "/activation_queue/slots", "values": [2, 4, 8]}],
"metrics": ["cycles", "energy_uj"], "objectives": {"minimise": ["cycles"]}})");
  }

  std::string text_of(const std::string& file) const {
    std::ifstream stream(desk.folder.path(file), std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }

  // What is said of a command that fails before it writes anything.
  std::string complaint(const std::vector<std::string>& words,
                        const std::map<std::string, std::string>& environment = {}) const {
    std::vector<std::string> all = {"report"};
    all.insert(all.end(), words.begin(), words.end());
    const auto answer = desk.nzsim(all, environment);
    EXPECT_EQ(answer.code, 2) << answer.messages;
    EXPECT_EQ(answer.out, "");
    return answer.messages;
  }

  static nlohmann::json document_in(const std::string& page) {
    const std::string begin = "id=\"document\">";
    const auto from = page.find(begin) + begin.size();
    return nlohmann::json::parse(page.substr(from, page.find("</script>", from) - from));
  }

  test::Desk desk;
};

TEST_F(ReportCommand, WritesThePageOfARunToStandardOutputOrToAFile) {
  const auto json = run_json();
  desk.folder.write("run.json", json);
  const auto printed = desk.nzsim({"report", "run.json"});
  EXPECT_EQ(printed.code, 0) << printed.messages;
  EXPECT_EQ(printed.messages, "");
  EXPECT_EQ(document_in(printed.out), nlohmann::json::parse(json));
  const auto written = desk.nzsim({"report", "run.json", "--out", "page.html"});
  EXPECT_EQ(written.code, 0) << written.messages;
  EXPECT_EQ(written.out, "");
  EXPECT_EQ(text_of("page.html"), printed.out);
}

TEST_F(ReportCommand, RunsAndComparisonsAreJsonLinesToo) {
  desk.tiny_workload();
  const auto run = desk.nzsim({"run", "eie/isca2016", "tiny.json", "--format", "jsonl"});
  EXPECT_EQ(run.code, 0) << run.messages;
  EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 2);
  EXPECT_EQ(nlohmann::json::parse(run.out.substr(0, run.out.find('\n'))).at("workload"), "tiny");
  const auto compare = desk.nzsim({"compare", "eie/area", "--format", "jsonl"});
  EXPECT_EQ(nlohmann::json::parse(compare.out.substr(0, compare.out.find('\n'))).at("id"),
            "eie/area");
}

TEST_F(ReportCommand, ReadsStandardInputAndPipes) {
  desk.folder.write("run.json", run_json());
  const auto answer = desk.nzsim_after("exec < run.json", {"report", "-"});
  EXPECT_EQ(answer.code, 0) << answer.messages;
  EXPECT_EQ(answer.out, desk.nzsim({"report", "run.json"}).out);
  const auto piped = desk.nzsim_after("mkfifo pipe; { cat run.json > pipe & }", {"report", "pipe"});
  EXPECT_EQ(piped.code, 0) << piped.messages;
  EXPECT_EQ(piped.out, answer.out);
  const auto nothing = desk.nzsim_after("exec < /dev/null", {"report", "-"});
  EXPECT_EQ(nothing.code, 2);
  EXPECT_TRUE(nothing.messages.starts_with("standard input")) << nothing.messages;
}

TEST_F(ReportCommand, TakesTheFileOfASweepAndThoseOfAllItsShards) {
  write_sweep();
  const auto json = desk.nzsim({"sweep", "s.json", "--format", "json"}).out;
  ASSERT_EQ(desk.nzsim({"sweep", "s.json", "--out", "all.sqlite"}).code, 0);
  for (const char* k : {"1", "2"}) {
    ASSERT_EQ(desk.nzsim({"sweep", "s.json", "--shards", "2", "--shard", k, "--out",
                          std::string(k) + ".sqlite"})
                  .code,
              0);
  }
  const auto whole = desk.nzsim({"report", "all.sqlite"});
  EXPECT_EQ(whole.code, 0) << whole.messages;
  EXPECT_EQ(document_in(whole.out), nlohmann::json::parse(json));
  EXPECT_EQ(desk.nzsim({"report", "1.sqlite", "2.sqlite"}).out, whole.out);
}

TEST_F(ReportCommand, EveryMistakeOfACommandLineIsToldAtOnce) {
  desk.folder.write("there/a.json", "{}");
  EXPECT_EQ(complaint({"none.json", "there", "--out", "page.txt", "--svg", "figures"},
                      {{"NZSIM_CHROMIUM", "/none/chromium"}}),
            "none.json: there is no such file\n"
            "there: is a folder: name the file in it\n"
            "--out: the file must end in .html; got \"page.txt\"\n"
            "NZSIM_CHROMIUM: \"/none/chromium\" is no program\n");
  EXPECT_EQ(complaint({"there/a.json", "--out", "no/page.html"}),
            "--out: there is no folder \"no\"\n"
            "there/a.json:1:1: is no result of nzsim: write one with run, sweep or compare and "
            "--format json\n");
}

TEST_F(ReportCommand, APageIsNotPouredOntoATerminal) {
  desk.folder.write("run.json", run_json());
  const auto on_terminal = "exec script -qec '" NZSIM_PROGRAM " report run.json' /dev/null";
  const auto answer = desk.nzsim_after(on_terminal, {});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.out,
            "--out: is needed on a terminal: the file to write the page to, such as "
            "report.html\r\n");
}

TEST_F(ReportCommand, SeveralFilesAreTheShardsOfOneSweep) {
  desk.folder.write("a.json", "{}");
  desk.folder.write("b.json", "{}");
  EXPECT_EQ(complaint({"a.json", "b.json"}),
            "a.json: a page is of one result: only the SQLite files of a sweep's shards may be "
            "several\n"
            "b.json: a page is of one result: only the SQLite files of a sweep's shards may be "
            "several\n");
}

TEST_F(ReportCommand, FiguresNeedABrowserAndSaySo) {
  desk.folder.write("run.json", run_json());
  EXPECT_EQ(complaint({"run.json", "--svg", "figures"}, {{"PATH", ""}, {"NZSIM_CHROMIUM", ""}}),
            "--svg: needs Chromium, which draws the figures: install it (Debian: chromium), name "
            "one in NZSIM_CHROMIUM, or save figures by the buttons on the page\n");
  EXPECT_FALSE(std::filesystem::exists(desk.folder.path("figures")));
}

TEST_F(ReportCommand, ABrowserThatDrawsNothingIsNotTakenForOne) {
  desk.folder.write("run.json", run_json());
  EXPECT_EQ(complaint({"run.json", "--svg", "figures"}, {{"NZSIM_CHROMIUM", "/bin/true"}}),
            "--svg: /bin/true did not draw the figures\n");
  EXPECT_EQ(complaint({"run.json", "--svg", "figures"}, {{"NZSIM_CHROMIUM", "/bin/false"}}),
            "--svg: /bin/false did not draw the figures\n");
}

}  // namespace
}  // namespace sim::cli
