// SPDX-License-Identifier: Apache-2.0
#include "sim/report/compare_writers.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/report/example.h"

namespace sim::report {
namespace {

TEST(CompareText, GroupsClaimsAndExplainsWhatDoesNotPass) {
  EXPECT_EQ(to_text(test::verdicts()),
            R"(claim       published  simulated  unit  ratio  allowed  standing
----------  ---------  ---------  ----  -----  -------  ----------  -----------
eie/time/a       10.0       10.5  us    1.050      6 %  predicted   pass
eie/time/b       10.0       12.0  us    1.200      6 %  calibrated  miss
----------  ---------  ---------  ----  -----  -------  ----------  -----------
eie/area/c          -       3.00  us        -        -  predicted   unavailable
eie/area/d       4.00          -  us        -      6 %  predicted   unavailable

miss  eie/time/b: the paper rounds
unavailable  eie/area/d: layer "fc1" is lost
unavailable  the source prints no value: eie/area (1)

4 claims: 1 pass, 1 miss, 2 unavailable
)");
}

TEST(CompareText, ClaimsOfAGroupStandTogether) {
  auto verdicts = test::verdicts();
  std::swap(verdicts[1], verdicts[2]);  // time, area, time, area
  EXPECT_EQ(to_text(verdicts), to_text(test::verdicts()));
}

TEST(CompareText, AMissWithoutANoteSaysSo) {
  auto verdicts = test::verdicts();
  verdicts[1].claim.note.clear();
  EXPECT_NE(to_text(verdicts).find("miss  eie/time/b: not explained yet\n"), std::string::npos);
}

TEST(CompareText, SmallTolerancesAreNotRoundedAway) {
  auto verdicts = test::verdicts();
  verdicts[0].claim.tolerance = 0.001;
  verdicts[1].claim.tolerance = 0.125;
  const auto text = to_text(verdicts);
  EXPECT_NE(text.find(" 0.1 %  predicted   pass"), text.npos) << text;
  EXPECT_NE(text.find("12.5 %  calibrated"), text.npos) << text;
}

TEST(CompareJson, HasTheKeysThatScriptsRelyOn) {
  const auto json = nlohmann::ordered_json::parse(to_json(test::verdicts()));
  EXPECT_EQ(json.at("nzsim"), "compare");
  EXPECT_EQ(json.at("version"), 1);
  ASSERT_EQ(json.at("claims").size(), 4u);
  EXPECT_EQ(json.at("claims").at(1).dump(2), R"({
  "id": "eie/time/b",
  "machine": "eie",
  "metric": "time_us",
  "config": "eie/small",
  "format": "",
  "set": {
    "/a": 3
  },
  "workload": "two",
  "set_workload": {},
  "layer": "fc1 fc2",
  "published": 10.0,
  "simulated": 12.0,
  "unit": "us",
  "ratio": 1.2,
  "standing": "calibrated",
  "fitted": "densities",
  "tolerance": 0.06,
  "status": "miss",
  "source": "Table IV, \"actual\"",
  "note": "the paper rounds",
  "failure": ""
})");
  EXPECT_TRUE(json.at("claims").at(2).at("published").is_null());
  EXPECT_TRUE(json.at("claims").at(3).at("ratio").is_null());
  EXPECT_EQ(json.at("claims").at(3).at("failure"), "layer \"fc1\" is lost");
}

TEST(CompareText, ListsWhatNothingCanBeComparedWith) {
  explore::Verdict listed;
  listed.claim.id = "eie/time/e";
  listed.claim.published = 7;
  listed.claim.unit = "us";
  listed.claim.unavailable = listed.failure = "its sizes are not printed";
  auto another = listed;
  another.claim.id = "eie/time/f";
  EXPECT_EQ(to_text({listed, another}),
            R"(claim       published  simulated  unit  ratio  allowed  standing
----------  ---------  ---------  ----  -----  -------  --------  -----------
eie/time/e       7.00          -  us        -        -  -         unavailable
eie/time/f       7.00          -  us        -        -  -         unavailable

unavailable  eie/time/e, eie/time/f: its sizes are not printed

2 claims: 0 pass, 0 miss, 2 unavailable
)");
  const auto json = nlohmann::json::parse(to_json({listed})).at("claims").at(0);
  EXPECT_EQ(json.at("simulated"), nullptr);
  EXPECT_EQ(json.at("standing"), "-");
  EXPECT_EQ(json.at("failure"), "its sizes are not printed");
}

TEST(CompareCsv, HasARowPerClaim) {
  EXPECT_EQ(
      to_csv(test::verdicts()),
      "id,machine,metric,workload,layer,published,simulated,unit,ratio,standing,tolerance,status,"
      "source\n"
      "eie/time/a,eie,time_us,two,fc1 fc2,10,10.5,us,1.05,predicted,0.06,pass,"
      "\"Table IV, \"\"actual\"\"\"\n"
      "eie/time/b,eie,time_us,two,fc1 fc2,10,12,us,1.2,calibrated,0.06,miss,"
      "\"Table IV, \"\"actual\"\"\"\n"
      "eie/area/c,eie,time_us,two,fc1 fc2,,3,us,,predicted,0.06,unavailable,"
      "\"Table IV, \"\"actual\"\"\"\n"
      "eie/area/d,eie,time_us,two,fc1 fc2,4,,us,,predicted,0.06,unavailable,"
      "\"Table IV, \"\"actual\"\"\"\n");
}

TEST(CompareWriters, LinesHoldTheSameClaims) {
  const auto json = nlohmann::json::parse(to_json(test::verdicts()));
  std::istringstream lines(to_json_lines(test::verdicts()));
  std::size_t i = 0;
  for (std::string line; std::getline(lines, line); ++i) {
    EXPECT_EQ(nlohmann::json::parse(line), json.at("claims").at(i));
  }
  EXPECT_EQ(i, json.at("claims").size());
}

}  // namespace
}  // namespace sim::report
