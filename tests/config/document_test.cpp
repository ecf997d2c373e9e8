// SPDX-License-Identifier: Apache-2.0
#include "sim/config/document.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sim::config {
namespace {

// "line:column pointer" of a place.
std::string where(const Place& place) {
  return std::to_string(place.line) + ':' + std::to_string(place.column) + ' ' + place.pointer;
}

std::string error_of(const std::string& text) {
  try {
    Document::parse(text, "bad.json");
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

Node parsed(const std::string& text) { return Document::parse(text, "a.json").root(); }

TEST(Document, KnowsWhereEachValueAndKeyStarts) {
  const auto root = parsed("{\n  \"a\": 12,\n  \"b\" : [true, -1.5e3,\n\t\"x\", {} ]}");
  EXPECT_EQ(where(root.place()), "1:1 ");
  EXPECT_EQ(where(root.find("a")->place()), "2:8 /a");
  EXPECT_EQ(where(root.find("a")->key_place()), "2:3 /a");
  EXPECT_EQ(where(root.find("b")->key_place()), "3:3 /b");
  const auto list = root.find("b")->elements();
  ASSERT_EQ(list.size(), 4u);
  EXPECT_EQ(where(list[0].place()), "3:10 /b/0");
  EXPECT_EQ(where(list[1].place()), "3:16 /b/1");
  EXPECT_EQ(where(list[2].place()), "4:2 /b/2");
  EXPECT_EQ(where(list[2].key_place()), "4:2 /b/2");
  EXPECT_EQ(where(list[3].place()), "4:7 /b/3");
  EXPECT_EQ(root.place().file, "a.json");
}

TEST(Document, PositionsSeeThroughEscapesBracketsInStringsAndLackOfSpace) {
  const auto root = parsed(R"({"a\"]{":"\\","b":["\u0041,}",1,[[2]]]})");
  EXPECT_EQ(where(root.find("a\"]{")->place()), "1:10 /a\"]{");
  const auto list = root.find("b")->elements();
  EXPECT_EQ(where(list[0].place()), "1:20 /b/0");
  EXPECT_EQ(where(list[1].place()), "1:31 /b/1");
  EXPECT_EQ(where(list[2].elements()[0].elements()[0].place()), "1:35 /b/2/0/0");
}

TEST(Document, PositionsSeeThroughComments) {
  const auto root =
      parsed("// \"a\": 1, {\n{ /* [ \" \n ** / */ \"a\": // one\r\n 1/**/,\"b\":2}//");
  EXPECT_EQ(where(root.place()), "2:1 ");
  EXPECT_EQ(where(root.find("a")->key_place()), "3:10 /a");
  EXPECT_EQ(where(root.find("a")->place()), "4:2 /a");
  EXPECT_EQ(where(root.find("b")->place()), "4:12 /b");
}

TEST(Document, ColumnsCountCharactersAndNotBytes) {
  const auto root = parsed("{\"größe\": [\"日本\", 7]}");
  EXPECT_EQ(where(root.find("größe")->elements()[1].place()), "1:18 /größe/1");
  EXPECT_EQ(root.find("größe")->elements()[0].as_string(), "日本");
}

TEST(Document, AByteOrderMarkIsNoCharacter) {
  EXPECT_EQ(where(parsed("\xEF\xBB\xBF{\"a\": 1}").find("a")->place()), "1:7 /a");
}

TEST(Document, PointersEscapeTildeAndSlash) {
  const auto root = parsed(R"({"a/b": {"~": {"": 1}}})");
  EXPECT_EQ(root.find("a/b")->find("~")->find("")->place().pointer, "/a~1b/~0/");
}

TEST(Document, KindsAreThoseOfTheValueAndNotOfItsSpelling) {
  const auto list = parsed("[null, true, 3, 3.5, \"s\", [], {}, 16.0, 1e3, 9223372036854775808]");
  std::string names;
  for (const auto& node : list.elements()) names += node.kind_name() + "; ";
  EXPECT_EQ(names,
            "null; true or false; a whole number; a number; a string; a list; an object; "
            "a whole number; a whole number; a number; ");
  EXPECT_EQ(list.elements()[8].as_integer(), 1000);
  EXPECT_EQ(list.elements()[2].as_number(), 3.0);
  EXPECT_TRUE(list.elements()[1].as_boolean());
}

TEST(Document, ReadingAValueAsAnotherKindIsOurFault) {
  EXPECT_THROW(parsed("1.5").as_integer(), Fault);
  EXPECT_THROW(parsed("1").as_string(), Fault);
  EXPECT_THROW(parsed("\"1\"").as_number(), Fault);
  EXPECT_THROW(parsed("0").as_boolean(), Fault);
}

TEST(Document, OnlyObjectsHaveMembersAndOnlyListsHaveElements) {
  EXPECT_FALSE(parsed("[1]").find("0"));
  EXPECT_TRUE(parsed("[1]").keys().empty());
  EXPECT_TRUE(parsed("{\"a\": 1}").elements().empty());
  EXPECT_EQ(parsed(R"({"b": 1, "a": 2})").keys(), (std::vector<std::string>{"b", "a"}));
}

TEST(Document, RepeatedKeysAreKnownWithTheirPlaceAndTheLastValueCounts) {
  const auto root = parsed("{\"a\": 1,\n \"a\": 2, \"b\": 3,\n  \"a\": 4}");
  ASSERT_EQ(root.repeated_keys().size(), 2u);
  EXPECT_EQ(where(root.repeated_keys()[0]), "2:2 /a");
  EXPECT_EQ(where(root.repeated_keys()[1]), "3:3 /a");
  EXPECT_EQ(root.find("a")->as_integer(), 4);
  EXPECT_EQ(root.keys(), (std::vector<std::string>{"a", "b"}));
}

TEST(Document, ShownIsShortAndDoesNotCutCharacters) {
  EXPECT_EQ(parsed("1.50").shown(), "1.50");
  EXPECT_EQ(parsed("100000000000000000000").shown(), "100000000000000000000");
  EXPECT_EQ(parsed("{ \"b\": [1, null],\n\"a\" : \"\\n\"}").shown(), R"({"b":[1,null],"a":"\n"})");
  const std::string forty(38, 'x');
  EXPECT_EQ(parsed('"' + forty + '"').shown(), '"' + forty + '"');
  EXPECT_EQ(parsed('"' + forty + "y\"").shown(), '"' + forty.substr(2) + "...");
  std::string wide;
  for (int i = 0; i < 50; ++i) wide += "é";
  EXPECT_EQ(parsed('"' + wide + '"').shown(), '"' + wide.substr(0, 72) + "...");
}

TEST(Document, TextIsEqualForEqualContent) {
  const auto text =
      Document::parse("{\"b\": [1.0, 0.10], // c\n \"a\": {\"y\":1e3,\"x\":\"é\"}}", "a");
  EXPECT_EQ(text.text(), R"({"a":{"x":"é","y":1000},"b":[1,0.1]})");
}

TEST(Document, ANodeOutlivesItsDocument) {
  const auto node = *parsed(R"({"a": {"b": "still here"}})").find("a")->find("b");
  EXPECT_EQ(node.as_string(), "still here");
  EXPECT_EQ(node.place().file, "a.json");
}

TEST(Document, SyntaxErrorsCarryLineAndColumn) {
  EXPECT_EQ(error_of("{\n  \"a\": 1,\n}"),
            "bad.json:3:1: syntax error while parsing object key - unexpected '}'; expected string "
            "literal");
  EXPECT_EQ(error_of(""),
            "bad.json:1:1: syntax error while parsing value - unexpected end of input; expected "
            "'[', '{', or a literal");
  EXPECT_EQ(error_of("[1, 1e999]"), "bad.json:1:9: number overflow parsing '1e999'");
  EXPECT_EQ(error_of("{}\n é"),
            "bad.json:2:2: syntax error while parsing value - invalid literal; "
            "last read: '{}<U+000A> \xEF\xBF\xBD'; expected end of input");
  EXPECT_EQ(error_of(std::string("1\n\0 2", 5)), "bad.json:2:1: a NUL character is not JSON");
}

TEST(Document, LongSyntaxErrorsAreCut) {
  EXPECT_LT(error_of('"' + std::string(10000, 'x')).size(), 200u);
}

TEST(Document, NestingEndsAtAHundredLevels) {
  EXPECT_EQ(error_of(std::string(100, '[') + std::string(100, ']')), "no error");
  EXPECT_EQ(error_of(std::string(100000, '[')), "bad.json:1:101: nested more than 100 levels deep");
}

TEST(Document, FilesThatCannotBeReadAreTheUsersMistake) {
  const auto message = [](const std::string& file) -> std::string {
    try {
      Document::read(file);
    } catch (const UserError& error) {
      return error.what();
    }
    return "no error";
  };
  EXPECT_EQ(message("no/such.json"), "no/such.json: cannot be read: No such file or directory");
  EXPECT_EQ(message("/"), "/: cannot be read: Is a directory");
}

TEST(Document, ReadsAFile) {
  const auto file = std::filesystem::path(testing::TempDir()) / "nzsim_document_test.json";
  std::ofstream(file) << "{\"a\": [1]}\n";
  const auto document = Document::read(file);
  std::filesystem::remove(file);
  EXPECT_EQ(document.text(), "{\"a\":[1]}");
  EXPECT_EQ(document.root().place().file, file.string());
}

}  // namespace
}  // namespace sim::config
