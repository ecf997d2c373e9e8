// SPDX-License-Identifier: Apache-2.0
// What the reader says, to the letter.
#include <gtest/gtest.h>

#include "sim/config/reader.h"
#include "tests/config/example.h"

namespace sim::config {
namespace {

std::string problems_of(const Document& document, const Fields& fields,
                        const std::vector<std::string>& also_known = {}) {
  Problems problems;
  read(document.root(), fields, problems, also_known);
  std::string text;
  for (const auto& problem : problems.found()) text += to_string(problem) + '\n';
  return text;
}

std::string problems_of(const std::string& text, const Fields& fields) {
  return problems_of(Document::parse(text, "bad.json"), fields);
}

// What is wrong with the text of one value of a single field.
template <class T>
std::string problem_of(const std::string& value, Rule rule, T initial = {}) {
  T variable = initial;
  const auto found = problems_of("{\"a\": " + value + "}", {field("a", variable, "m", "u", rule)});
  if (!found.empty()) {
    EXPECT_EQ(variable, initial);
  }
  return found;
}

TEST(ReaderMessages, UnknownKeyWithTheNearestOfItsLevel) {
  int slots = 0;
  const Fields fields = {field("activation_queue/slots", slots, "slots").optional(),
                         field("rows", slots, "rows").optional()};
  EXPECT_EQ(problems_of("{\n\n\n\n\"rows\":1,\"activation_queue\":{\"slotz\": 8}}", fields),
            "bad.json:5:30: /activation_queue/slotz: unknown key; did you mean \"slots\"?\n");
  EXPECT_EQ(problems_of("{\"activation_queue\": {\"rows\": 1}}", fields),
            "bad.json:1:23: /activation_queue/rows: unknown key\n");
  EXPECT_EQ(problems_of("{\"slots\": 1, \"activation_que\": {\"x\": 1}}", fields),
            "bad.json:1:2: /slots: unknown key\n"
            "bad.json:1:14: /activation_que: unknown key; did you mean \"activation_queue\"?\n");
  EXPECT_EQ(problems_of("{\"ro/w~s\": 1}", fields),
            "bad.json:1:2: /ro~1w~0s: unknown key; did you mean \"rows\"?\n");
}

TEST(ReaderMessages, OutOfRange) {
  double clock = 1;
  EXPECT_EQ(problems_of("{\n\n  \"clock_mhz\": 0\n}",
                        {field("clock_mhz", clock, "clock frequency", "MHz", above(0))}),
            "bad.json:3:16: /clock_mhz: 0 is out of range: must be above 0 (clock frequency, "
            "MHz)\n");
  EXPECT_EQ(problem_of<int>("12", at_least(1) && power_of_two()),
            "bad.json:1:7: /a: 12 is out of range: must be at least 1 and a power of two (m, u)\n");
  EXPECT_EQ(problem_of<double>("1.250", between(-0.5, 1)),
            "bad.json:1:7: /a: 1.250 is out of range: must be from -0.5 to 1 (m, u)\n");
}

TEST(ReaderMessages, WrongType) {
  int slots = 0;
  EXPECT_EQ(
      problems_of("{\n\n\n\"queue\": \"eight\"\n}",
                  {field("queue", slots, "slots of the activation queue", "entries")}),
      "bad.json:4:10: /queue: expected a whole number, got \"eight\" (slots of the activation "
      "queue, entries)\n");
  EXPECT_EQ(problem_of<int>("1024.5", {}),
            "bad.json:1:7: /a: expected a whole number, got 1024.5 (m, u)\n");
  EXPECT_EQ(problem_of<double>("true", {}),
            "bad.json:1:7: /a: expected a number, got true (m, u)\n");
  EXPECT_EQ(problem_of<bool>("1", {}), "bad.json:1:7: /a: expected true or false, got 1 (m, u)\n");
  EXPECT_EQ(problem_of<std::string>("null", {}),
            "bad.json:1:7: /a: expected a string, got null (m, u)\n");
  EXPECT_EQ(problem_of<std::vector<double>>("{\"b\": 1}", {}),
            "bad.json:1:7: /a: expected a list, got {\"b\":1} (m, u)\n");
}

TEST(ReaderMessages, Missing) {
  int bits = 0;
  const Fields fields = {
      field("weights/index_bits", bits, "bits of the relative index", "bits", between(1, 16))};
  EXPECT_EQ(problems_of("{}", fields),
            "bad.json:1:1: /weights/index_bits: missing (bits of the relative index, bits; must be "
            "from 1 to 16)\n");
  EXPECT_EQ(problems_of("{\n \"weights\": {}}", fields),
            "bad.json:2:13: /weights/index_bits: missing (bits of the relative index, bits; must "
            "be from 1 to 16)\n");
  EXPECT_EQ(problems_of("{}", {field("a", bits, "rows")}), "bad.json:1:1: /a: missing (rows)\n");
  EXPECT_EQ(problems_of("{}", {field("a", bits, "")}), "bad.json:1:1: /a: missing\n");
}

TEST(ReaderMessages, GivenTwice) {
  double clock = 1;
  EXPECT_EQ(problems_of("{\n\"clock_mhz\": 1,\n\n\n\n\n  \"clock_mhz\": 2\n}",
                        {field("clock_mhz", clock, "clock frequency", "MHz")}),
            "bad.json:7:3: /clock_mhz: given twice\n");
}

TEST(ReaderMessages, ValuesFromTheCommandLine) {
  int rows = 0;
  const Fields fields = {field("pe/rows", rows, "rows", "", at_least(1))};
  auto document = Document::parse("{\"pe\": {\"rows\": 1}}", "bad.json");
  document.set("/pe/x", "3");
  document.set("/pe/rows", "0");
  EXPECT_EQ(problems_of(document, fields),
            "--set: /pe/x: unknown key\n"
            "--set: /pe/rows: 0 is out of range: must be at least 1 (rows)\n");
}

TEST(ReaderMessages, NotAnObject) {
  int rows = 0;
  const Fields fields = {field("pe/rows", rows, "rows")};
  EXPECT_EQ(problems_of("[1, 2]", fields), "bad.json:1:1: expected an object, got [1,2]\n");
  EXPECT_EQ(problems_of("{\"pe\": 3}", fields), "bad.json:1:8: /pe: expected an object, got 3\n");
}

TEST(ReaderMessages, ALargeNumberMeetsTheRuleFirstAndThenTheVariable) {
  EXPECT_EQ(problem_of<int>("3000000000", between(1, 16)),
            "bad.json:1:7: /a: 3000000000 is out of range: must be from 1 to 16 (m, u)\n");
  EXPECT_EQ(problem_of<int>("3000000000", {}),
            "bad.json:1:7: /a: 3000000000 is out of range: must be at most 2147483647 (m, u)\n");
  EXPECT_EQ(problem_of<int>("-1e30", {}),
            "bad.json:1:7: /a: -1e30 is out of range: must be at least -2147483648 (m, u)\n");
  EXPECT_EQ(problem_of<std::int64_t>("9223372036854775808", {}),
            "bad.json:1:7: /a: 9223372036854775808 is out of range: must be at most "
            "9223372036854775807 (m, u)\n");
  EXPECT_EQ(problem_of<std::int64_t>("9223372036854775807", {}), "");
  EXPECT_EQ(problem_of<std::int64_t>("-9223372036854775808", {}), "");
  EXPECT_EQ(problem_of<int>("-2147483648", {}), "");
}

TEST(ReaderMessages, Strings) {
  EXPECT_EQ(problem_of<std::string>("\"\"", non_empty()),
            "bad.json:1:7: /a: \"\" is not allowed: must be not empty (m, u)\n");
  EXPECT_EQ(problem_of<std::string>("\"gredy\"", one_of({"greedy", "fair"})),
            "bad.json:1:7: /a: \"gredy\" is not allowed: must be one of \"greedy\", \"fair\"; did "
            "you mean \"greedy\"? (m, u)\n");
}

TEST(ReaderMessages, Choices) {
  Example e;
  const auto found = problems_of(R"({"activation_queue": {"slots": 2, "policy": "round_robbin"}})",
                                 {fields_of(e)[1], fields_of(e)[2]});
  EXPECT_EQ(found,
            "bad.json:1:45: /activation_queue/policy: \"round_robbin\" is not allowed: must be one "
            "of \"round_robin\", \"fixed_priority\"; did you mean \"round_robin\"? (who goes "
            "first)\n");
  EXPECT_EQ(e.policy, Policy::fixed_priority);
}

TEST(ReaderMessages, ElementsOfLists) {
  EXPECT_EQ(problem_of<std::vector<std::int64_t>>("[8, 3, \"x\"]", multiple_of(4), {1}),
            "bad.json:1:11: /a/1: 3 is out of range: must be a multiple of 4 (m, u)\n"
            "bad.json:1:14: /a/2: expected a whole number, got \"x\" (m, u)\n");
  EXPECT_EQ(problem_of<std::vector<double>>("[]", non_empty(), {1}),
            "bad.json:1:7: /a: [] is not allowed: must be not empty (m, u)\n");
}

TEST(ReaderMessages, LongValuesAreCut) {
  EXPECT_EQ(
      problem_of<int>('"' + std::string(100, 'x') + '"', {}),
      "bad.json:1:7: /a: expected a whole number, got \"" + std::string(36, 'x') + "... (m, u)\n");
}

}  // namespace
}  // namespace sim::config
