// SPDX-License-Identifier: Apache-2.0
#include "sim/config/reader.h"

#include <gtest/gtest.h>

#include "tests/config/example.h"

namespace sim::config {
namespace {

constexpr const char* minimal = R"({
  "clock_mhz": 500, "activation_queue": {"slots": 4}, "weights": {"index_bits": 5}
})";

TEST(Reader, SetsVariablesOfEveryType) {
  Example e;
  Problems problems;
  const auto text = R"({
    "clock_mhz": 533.5, // comments are fine
    "activation_queue": {"slots": 2, "policy": "round_robin"},
    "weights": {"index_bits": 16.0},
    "bytes": 1099511627776, "gated": true, "technology": "28nm",
    "sizes": [4, -8, 12e0], "factors": [1, 0.5]
  })";
  read(Document::parse(text, "a.json").root(), fields_of(e), problems);
  EXPECT_NO_THROW(problems.raise_if_any());
  EXPECT_EQ(e.clock_mhz, 533.5);
  EXPECT_EQ(e.slots, 2);
  EXPECT_EQ(e.policy, Policy::round_robin);
  EXPECT_EQ(e.index_bits, 16);
  EXPECT_EQ(e.bytes, std::int64_t{1} << 40);
  EXPECT_TRUE(e.gated);
  EXPECT_EQ(e.technology, "28nm");
  EXPECT_EQ(e.sizes, (std::vector<std::int64_t>{4, -8, 12}));
  EXPECT_EQ(e.factors, (std::vector<double>{1, 0.5}));
}

TEST(Reader, OptionalVariablesKeepTheirPresentValue) {
  Example e;
  Problems problems;
  read(Document::parse(minimal, "a.json").root(), fields_of(e), problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(e.slots, 4);
  EXPECT_EQ(e.bytes, 1024);
  EXPECT_EQ(e.policy, Policy::fixed_priority);
  EXPECT_EQ(e.sizes, (std::vector<std::int64_t>{1, 2}));
}

TEST(Reader, ReportsEveryProblemAtOnceAndSetsTheRest) {
  Example e;
  Problems problems;
  problems.add({"other.json", 0, 0, ""}, "from before");
  const auto text = R"({
    "clock_mhz": -1, "clock_mhz": -2,
    "activation_queue": {"slotz": 3, "policy": 1},
    "bytes": 2048, "gatet": true
  })";
  read(Document::parse(text, "a.json").root(), fields_of(e), problems);
  std::string pointers;
  for (const auto& problem : problems.found()) pointers += problem.place.pointer + ' ';
  EXPECT_EQ(pointers,
            " /clock_mhz /gatet /clock_mhz /activation_queue/slotz /activation_queue/slots "
            "/activation_queue/policy /weights/index_bits ");
  EXPECT_EQ(e.clock_mhz, 800);
  EXPECT_EQ(e.bytes, 2048);
}

TEST(Reader, LeavesKeysOfTheCallerAlone) {
  Example e;
  Problems problems;
  auto document = Document::parse(minimal, "a.json");
  document.set("/machine", "eie");
  document.set("/weights/table", "{\"anything\": [1]}");
  read(document.root(), fields_of(e), problems, {"machine", "weights/table", "sources"});
  EXPECT_TRUE(problems.empty());
}

TEST(Reader, SuggestsKeysOfTheCaller) {
  Problems problems;
  read(Document::parse("{\"surces\": 1}", "a.json").root(), {}, problems, {"sources"});
  ASSERT_EQ(problems.count(), 1u);
  EXPECT_EQ(problems.found()[0].text, "unknown key; did you mean \"sources\"?");
}

TEST(Reader, AllowsASchemaAtTheRootOnly) {
  int rows = 0;
  Problems problems;
  const Fields fields = {field("pe/rows", rows, "rows")};
  const auto text = R"({"$schema": "x.json", "pe": {"$schema": "x.json", "rows": 1}})";
  read(Document::parse(text, "a.json").root(), fields, problems);
  ASSERT_EQ(problems.count(), 1u);
  EXPECT_EQ(problems.found()[0].place.pointer, "/pe/$schema");
}

TEST(Reader, ReadsListsOfObjects) {
  const auto text = R"({"layers": [{"rows": 1}, {"rows": 0}, 5], "other": {}})";
  const auto root = Document::parse(text, "a.json").root();
  Problems problems;
  std::vector<int> all;
  for (const auto& layer : list_of(root, "layers", "the layers", problems)) {
    int rows = -1;
    read(layer, {field("rows", rows, "rows", "", at_least(1))}, problems);
    all.push_back(rows);
  }
  EXPECT_EQ(all, (std::vector<int>{1, -1, -1}));
  EXPECT_TRUE(list_of(root, "other", "others", problems).empty());
  EXPECT_TRUE(list_of(root, "none", "nothing", problems).empty());
  EXPECT_TRUE(list_of(*root.find("layers"), "none", "nothing", problems).empty());
  ASSERT_EQ(problems.count(), 4u);
  EXPECT_EQ(to_string(problems.found()[0]),
            "a.json:1:35: /layers/1/rows: 0 is out of range: must be at least 1 (rows)");
  EXPECT_EQ(to_string(problems.found()[1]), "a.json:1:39: /layers/2: expected an object, got 5");
  EXPECT_EQ(to_string(problems.found()[2]),
            "a.json:1:52: /other: expected a list, got {} (others)");
  EXPECT_EQ(to_string(problems.found()[3]), "a.json:1:1: /none: missing (nothing)");
}

TEST(Reader, ContradictingFieldsAreOurFault) {
  int a = 0;
  Problems problems;
  const auto root = Document::parse("{}", "a.json").root();
  const auto attempt = [&](const Fields& fields, const std::vector<std::string>& foreign) {
    read(root, fields, problems, foreign);
  };
  EXPECT_THROW(attempt({field("a", a, ""), field("a", a, "")}, {}), Fault);
  EXPECT_THROW(attempt({field("a", a, ""), field("a/b", a, "")}, {}), Fault);
  EXPECT_THROW(attempt({field("a/b", a, ""), field("a", a, "")}, {}), Fault);
  EXPECT_THROW(attempt({field("a", a, "")}, {"a"}), Fault);
  EXPECT_THROW(attempt({field("a//b", a, "")}, {}), Fault);
  EXPECT_THROW(attempt({field("", a, "")}, {}), Fault);
}

}  // namespace
}  // namespace sim::config
