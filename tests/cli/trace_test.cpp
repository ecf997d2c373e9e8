// SPDX-License-Identifier: Apache-2.0
// Time lines of a run: traces, waveforms and chains of causes.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

using Json = nlohmann::json;

class Traces : public ::testing::Test {
 protected:
  std::string run(std::vector<std::string> more, int code = 0) const {
    std::vector<std::string> words = {"run", "eie/isca2016", desk.tiny_workload()};
    words.insert(words.end(), more.begin(), more.end());
    const auto answer = desk.nzsim(words);
    EXPECT_EQ(answer.code, code) << answer.messages;
    return code == 0 ? answer.out : answer.messages;
  }
  std::string text_of(const std::string& name) const {
    return (std::ostringstream() << std::ifstream(desk.folder.path(name)).rdbuf()).str();
  }
  bool exists(const std::string& name) const {
    return std::filesystem::exists(desk.folder.path(name));
  }

  test::Desk desk;
};

struct Names {
  std::map<int, std::string> layers;
  std::map<std::pair<int, int>, std::string> blocks;
};

Names names_in(const Json& trace) {
  Names names;
  for (const auto& event : trace.at("traceEvents")) {
    if (event.at("ph") != "M" || !event.at("args").contains("name")) continue;
    const std::string name = event.at("args").at("name");
    if (event.at("name") == "process_name") {
      names.layers[event.at("pid")] = name.substr(0, name.find(' '));
    } else {
      names.blocks[{event.at("pid"), event.at("tid")}] = name;
    }
  }
  return names;
}

// Cycles of all slices, by what is said of them; a cycle is a microsecond to the viewers.
template <class Label>
std::map<std::string, double> sums_of(const Json& trace, Label label) {
  const auto names = names_in(trace);
  std::map<std::string, double> sums;
  for (const auto& event : trace.at("traceEvents")) {
    if (event.at("ph") != "X") continue;
    const auto& layer = names.layers.at(event.at("pid"));
    const auto& block = names.blocks.at({event.at("pid"), event.at("tid")});
    sums[label(layer, block, event.at("name"))] += event.at("dur").get<double>();
  }
  return sums;
}

// Of every block, by "layer block".
std::map<std::string, double> sums_of(const Json& trace) {
  return sums_of(trace, [](const auto& layer, const auto& block, const std::string&) {
    return layer + ' ' + block;
  });
}

// What the report says of all blocks of a kind together, by "layer kind what".
std::map<std::string, double> stalls_of(const Json& result) {
  std::map<std::string, double> stalls;
  for (const auto& layer : result.at("layers")) {
    for (const auto& [kind, cycles] : layer.at("stalls").items()) {
      for (const auto& [column, value] : cycles.items()) {
        const auto what = column.substr(0, column.find_last_of(" _"));
        if (column == "instances" || what == "idle" || value == 0) continue;
        stalls[std::string(layer.at("name")) + ' ' + kind + ' ' + what] =
            value.template get<double>() * cycles.at("instances").template get<double>();
      }
    }
  }
  return stalls;
}

double time_of(const Json& result) { return result.at("total").at("time_us"); }

// What is said of every change is what making it shows.
TEST_F(Traces, WhatAChangeSavesIsTrueOfTheChange) {
  const auto result = Json::parse(run({"--explain", "--format", "json"}));
  ASSERT_GT(result.at("gains").size(), 15u);
  std::size_t checked = 0;
  for (const auto& gain : result.at("gains")) {
    for (const char* kind : {"change", "at_most"}) {
      const auto& change = gain.at(kind);
      if (change.is_null()) continue;
      const auto setting =
          '/' + gain.at("parameter").get<std::string>() + '=' + change.at("value").dump();
      const auto changed = Json::parse(run({"--set", setting, "--format", "json"}));
      EXPECT_NEAR(time_of(changed), time_of(result) * (1 - change.at("time_saved").get<double>()),
                  1e-9 * time_of(result))
          << setting;
      ++checked;
    }
  }
  EXPECT_GT(checked, 25u);
}

// Values in between save no more than the end of the range.
TEST_F(Traces, NoValueOfAParameterOfTimeSavesMoreThanIsSaidAtMost) {
  const auto result = Json::parse(run({"--explain", "--format", "json"}));
  std::map<std::string, double> most;
  for (const auto& gain : result.at("gains")) {
    if (!gain.at("at_most").is_null()) {
      most[gain.at("parameter")] = gain.at("at_most").at("time_saved");
    }
  }
  EXPECT_GT(most.at("clock_mhz"), 0.9);
  for (const auto& [parameter, values] : std::map<std::string, std::vector<std::string>>{
           {"activation_queue/slots", {"3", "9", "17", "100"}},
           {"broadcast/latency_cycles", {"2", "3", "7"}},
           {"pipeline/arithmetic_stages", {"1", "2", "3", "5"}},
           {"activation_memory/width_bits", {"48", "96", "200"}}}) {
    for (const auto& value : values) {
      const auto setting = '/' + parameter + '=' + value;
      const auto changed = Json::parse(run({"--set", setting, "--format", "json"}));
      EXPECT_LE(1 - time_of(changed) / time_of(result), most.at(parameter) + 1e-12) << setting;
    }
  }
}

TEST_F(Traces, HaveEveryBlockOfEveryLayerFromItsBeginToItsEnd) {
  const auto result = Json::parse(run({"--trace", "t.json", "--format", "json"}));
  const auto sums = sums_of(Json::parse(text_of("t.json")));
  EXPECT_EQ(sums.size(), 2u * (1 + 64));
  for (const auto& layer : result.at("layers")) {
    // The last block to end is there all the time.
    double longest = 0;
    for (const auto& [block, sum] : sums) {
      if (block.starts_with(std::string(layer.at("name")) + ' ')) longest = std::max(longest, sum);
    }
    EXPECT_EQ(longest, layer.at("cycles").get<double>());
  }
  EXPECT_FALSE(exists("t.json.part0"));
}

TEST_F(Traces, SlicesAddUpToTheReportsCyclesOfEveryCause) {
  const auto result = Json::parse(run({"--trace", "t.json", "--format", "json"}));
  const auto sums = sums_of(Json::parse(text_of("t.json")), [](const auto& layer, const auto& block,
                                                               const std::string& what) {
    const auto last = block.find_last_not_of("0123456789");
    const bool numbered = last + 1 < block.size() && block[last] == '_';
    return layer + ' ' + (numbered ? block.substr(0, last) : block) + ' ' + what;
  });
  EXPECT_GE(sums.size(), 2u * 4);
  EXPECT_EQ(sums, stalls_of(result));
}

TEST_F(Traces, OfAWindowHaveNoMoreThanIt) {
  run({"--trace", "t.json", "--trace-cycles", "10-30", "--layer", "fc1"});
  const auto sums = sums_of(Json::parse(text_of("t.json")));
  EXPECT_EQ(sums.size(), 1u + 64);
  for (const auto& [block, sum] : sums) EXPECT_LE(sum, 20) << block;
  EXPECT_EQ(sums.at("fc1 central_control_unit"), 20);
}

TEST_F(Traces, OfANetworkThatRunsAsOneJobHaveItsName) {
  desk.nzsim({"run", "memristor/isaac-ce", "tiny/fc", "--trace", "t.json"});
  const auto names = names_in(Json::parse(text_of("t.json")));
  EXPECT_EQ(names.layers, (std::map<int, std::string>{{1, "fc"}}));
  EXPECT_EQ(names.blocks.at({1, 10000}), "layer_1/window_buffer");
}

TEST_F(Traces, AreTheSameByBothEngines) {
  run({"--trace", "a.json"});
  run({"--trace", "b.json", "--engine", "lockstep"});
  EXPECT_EQ(text_of("a.json"), text_of("b.json"));
}

TEST_F(Traces, AWaveformHasAWordForEveryBlock) {
  run({"--trace", "t.vcd", "--layer", "fc1"});
  const auto text = text_of("t.vcd");
  EXPECT_EQ(text.find("$comment nzsim: 0 ended"), 0u);
  EXPECT_NE(text.find("$scope module fc1 $end\n"), text.npos);
  EXPECT_NE(text.find(" processing_element_63 $end\n"), text.npos);
}

TEST_F(Traces, TellTheUsersMistakesAtOnce) {
  EXPECT_EQ(run({"--trace", "t.txt", "--trace-cycles", "30-10"}, 2),
            "--trace-cycles: must be FROM-TO, two whole numbers of which the second is larger, "
            "such as 0-1000; got \"30-10\"\n"
            "--trace: the file must end in .json (a trace for Perfetto) or in .vcd (a waveform for "
            "GTKWave); got \"t.txt\"\n");
  EXPECT_EQ(run({"--trace", "t.vcd"}, 2),
            "--trace: a waveform is of one layer: choose it with --layer\n");
  EXPECT_EQ(run({"--trace", "none/t.json"}, 2), "none/t.json: cannot write this file\n");
  EXPECT_EQ(run({"--explain", "--trace", "t.json", "--trace-cycles", "0-9"}, 2),
            "--explain: needs all cycles: leave --trace-cycles out\n");
}

TEST_F(Traces, ChainsOfCausesAddUpAndAreTheSameByBothEngines) {
  const auto a = Json::parse(run({"--explain", "--format", "json"}));
  const auto b = Json::parse(run({"--explain", "--format", "json", "--engine", "lockstep"}));
  for (std::size_t i = 0; i < 2; ++i) {
    const auto& layer = a.at("layers").at(i);
    double cycles = 0;
    for (const auto& part : layer.at("chain")) cycles += part.at("cycles").get<double>();
    EXPECT_DOUBLE_EQ(cycles, layer.at("cycles").get<double>());
    EXPECT_EQ(layer.at("chain"), b.at("layers").at(i).at("chain"));
  }
  const auto text = run({"--explain"});
  EXPECT_NE(text.find("\nWhat the time is made of\n"), text.npos);
  EXPECT_EQ(run({}).find("What the time is made of"), text.npos);
}

}  // namespace
}  // namespace sim::cli
