// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/config/document.h"

namespace sim::config {
namespace {

constexpr const char* example = R"({
  "clock_mhz": 800,
  "pe": {"rows": 1, "a/b": {"~": 2}},
  "layers": [{"name": "x"}, 7]
})";

std::string after_set(const std::string& pointer, const std::string& value) {
  auto document = Document::parse(example, "a.json");
  try {
    document.set(pointer, value);
  } catch (const UserError& error) {
    return error.what();
  }
  return document.text();
}

TEST(DocumentSet, ReplacesAValueAnywhere) {
  auto document = Document::parse(example, "a.json");
  document.set("/pe/rows", "16");
  document.set("/pe/a~1b/~0", "[1, 2]");
  document.set("/layers/0/name", "\"y\"");
  document.set("/layers/1", "null");
  EXPECT_EQ(document.text(),
            R"({"clock_mhz":800,"layers":[{"name":"y"},null],"pe":{"a/b":{"~":[1,2]},"rows":16}})");
}

TEST(DocumentSet, AStarIsEveryElementOfAList) {
  auto document = Document::parse(R"({"a": [{"b": [1, 2]}, {"b": [3]}], "*": 4})", "a.json");
  document.set("/a/*/b/*", "7");
  document.set("/*", "5");
  EXPECT_EQ(document.text(), R"({"*":5,"a":[{"b":[7,7]},{"b":[7]}]})");
}

TEST(DocumentSet, ARangeIsItsElements) {
  auto document = Document::parse(R"({"a": [1, 2, 3, 4], "1-2": 5})", "a.json");
  document.set("/a/1-2", "7");
  document.set("/a/3-3", "8");
  document.set("/1-2", "6");
  EXPECT_EQ(document.text(), R"({"1-2":6,"a":[1,7,7,8]})");
}

TEST(DocumentSet, ARangeBeyondTheListIsNoIndex) {
  for (const std::string key : {"2-4", "2-1", "-1", "1-", "1-2-3", "4-9999999999999999999999"}) {
    auto document = Document::parse(R"({"a": [1, 2, 3, 4]})", "a.json");
    try {
      document.set("/a/" + key, "7");
      FAIL() << key;
    } catch (const UserError& error) {
      EXPECT_EQ(error.what(),
                "--set: /a/" + key + ": \"" + key + "\" is not an index of /a, a list of 4");
    }
  }
}

TEST(DocumentSet, AStarIsRefusedWhereAnElementLacksThePart) {
  auto document = Document::parse(R"({"a": [{"b": {"c": 1}}, {"long": 2}]})", "a.json");
  try {
    document.set("/a/*/b/c", "7", "--set-workload");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "--set-workload: /a/*/b/c: there is no /a/*/b");
  }
}

TEST(DocumentSet, TakesWhatIsNotJsonForAString) {
  const auto named = [](const std::string& text) {
    auto document = Document::parse("{}", "a.json");
    document.set("/a", text);
    return document.text();
  };
  EXPECT_EQ(named("greedy"), R"({"a":"greedy"})");
  EXPECT_EQ(named(""), R"({"a":""})");
  EXPECT_EQ(named("1 2"), R"({"a":"1 2"})");
  EXPECT_EQ(named("true"), R"({"a":true})");
  EXPECT_EQ(named("{\"b\": 1.50}"), R"({"a":{"b":1.5}})");
  EXPECT_EQ(named("\xFF"), "{\"a\":\"\xEF\xBF\xBD\"}");
}

TEST(DocumentSet, ItsValuesStandOnTheCommandLine) {
  auto document = Document::parse(example, "a.json");
  document.set("/pe/new", "{\"a\": [5]}");
  const auto added = *document.root().find("pe")->find("new");
  EXPECT_EQ(to_string({added.place(), "x"}), "--set: /pe/new: x");
  EXPECT_EQ(to_string({added.key_place(), "x"}), "--set: /pe/new: x");
  EXPECT_EQ(to_string({added.find("a")->elements()[0].place(), "x"}), "--set: /pe/new/a/0: x");
  EXPECT_EQ(to_string({document.root().find("pe")->place(), "x"}), "a.json:3:9: /pe: x");
}

TEST(DocumentSet, LeavesNodesTakenBeforeAsTheyWere) {
  auto document = Document::parse(example, "a.json");
  const auto before = document.root();
  document.set("/clock_mhz", "1000");
  EXPECT_EQ(before.find("clock_mhz")->as_integer(), 800);
  EXPECT_EQ(document.root().find("clock_mhz")->as_integer(), 1000);
}

TEST(DocumentSet, RefusesMalformedPointers) {
  EXPECT_EQ(after_set("clock_mhz", "1"),
            "--set: clock_mhz: not a JSON pointer: it must start with \"/\"");
  EXPECT_EQ(after_set("", "1"), "--set: not a JSON pointer: it must start with \"/\"");
  EXPECT_EQ(after_set("/a~2", "1"),
            "--set: /a~2: not a JSON pointer: \"~\" must be followed by 0 or 1");
  EXPECT_EQ(after_set("/a~", "1"),
            "--set: /a~: not a JSON pointer: \"~\" must be followed by 0 or 1");
}

TEST(DocumentSet, RefusesPointersThatLeadNowhere) {
  EXPECT_EQ(after_set("/pee/rows", "1"),
            "--set: /pee/rows: there is no /pee; did you mean \"pe\"?");
  EXPECT_EQ(after_set("/pe/a~1c/x", "1"),
            "--set: /pe/a~1c/x: there is no /pe/a~1c; did you mean \"a/b\"?");
  EXPECT_EQ(after_set("/clock_mhz/x", "1"),
            "--set: /clock_mhz/x: /clock_mhz is a whole number and has no parts");
  for (const std::string index : {"2", "-", "01", "x", "-1", "18446744073709551616"}) {
    EXPECT_EQ(after_set("/layers/" + index, "1"), "--set: /layers/" + index + ": \"" + index +
                                                      "\" is not an index of /layers, a list of 2");
  }
  std::string deep;
  for (int i = 0; i < 101; ++i) deep += "/a";
  EXPECT_EQ(after_set(deep, "1"), "--set: " + deep + ": leads more than 100 levels deep");
}

TEST(DocumentSet, ADocumentThatIsNoObjectHasNoMembers) {
  auto document = Document::parse("3", "a.json");
  try {
    document.set("/a", "1");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "--set: /a: the document is a whole number and has no parts");
  }
}

}  // namespace
}  // namespace sim::config
