// SPDX-License-Identifier: Apache-2.0
#include "sim/config/schema.h"

#include <gtest/gtest.h>

#include "sim/base/errors.h"
#include "tests/config/example.h"

namespace sim::config {
namespace {

TEST(Schema, SaysEverythingAboutItsFields) {
  int rows = 16;
  double clock = 800;
  const Fields fields = {
      field("pe/rows", rows, "rows of the array", "", between(1, 64) && power_of_two()).optional(),
      field("clock_mhz", clock, "clock frequency", "MHz", above(0)),
  };
  EXPECT_EQ(schema(fields, "eie", {{"machine", {"{\"const\": \"eie\"}", true}}, {"sources", {}}}),
            R"json({
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "eie",
  "type": "object",
  "properties": {
    "pe": {
      "type": "object",
      "properties": {
        "rows": {
          "type": "integer",
          "minimum": 1,
          "maximum": 64,
          "enum": [
            1,
            2,
            4,
            8,
            16,
            32,
            64
          ],
          "description": "rows of the array",
          "default": 16
        }
      },
      "additionalProperties": false
    },
    "clock_mhz": {
      "type": "number",
      "exclusiveMinimum": 0,
      "description": "clock frequency (MHz)"
    },
    "machine": {
      "const": "eie"
    },
    "sources": true,
    "$schema": {
      "type": "string"
    }
  },
  "additionalProperties": false,
  "required": [
    "clock_mhz",
    "machine"
  ]
}
)json");
}

TEST(Schema, AnObjectIsRequiredIfAParameterInItIs) {
  Example e;
  const auto text = Document::parse(schema(fields_of(e), "t"), "schema").text();
  EXPECT_NE(text.find(R"("required":["clock_mhz","activation_queue","weights"])"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find(R"("required":["slots"])"), std::string::npos) << text;
}

TEST(Schema, ListsHaveRulesForElementsAndForSize) {
  Example e;
  const auto text = Document::parse(schema(fields_of(e), "t"), "schema").text();
  EXPECT_NE(
      text.find(R"json("sizes":{"default":[1,2],"description":"sizes of the banks (words)",)json"
                R"("items":{"multipleOf":4,"type":"integer"},"minItems":1,"type":"array"})"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find(R"("minLength":1,"type":"string")"), std::string::npos) << text;
}

TEST(Schema, ChoicesListTheirNames) {
  Example e;
  const auto text = Document::parse(schema(fields_of(e), "t"), "schema").text();
  EXPECT_NE(text.find(R"("policy":{"default":"fixed_priority","description":"who goes first",)"
                      R"("enum":["round_robin","fixed_priority"],"type":"string"})"),
            std::string::npos)
      << text;
}

TEST(Schema, TwoBoundsOfOneKindStandBesideEachOther) {
  int a = 0;
  const auto text =
      Document::parse(schema({field("a", a, "", "", at_least(1) && at_least(2))}, "t"), "s").text();
  EXPECT_NE(text.find(R"("allOf":[{"minimum":2}])"), std::string::npos) << text;
  EXPECT_NE(text.find(R"("minimum":1,)"), std::string::npos) << text;
}

TEST(Schema, PowersOfTwoFitTheVariable) {
  int small = 1;
  std::int64_t large = 1;
  const auto text = [](const Field& f) { return schema({f}, "t"); };
  EXPECT_EQ(text(field("a", small, "", "", power_of_two())).find("2147483648"), std::string::npos);
  EXPECT_NE(text(field("a", large, "", "", power_of_two())).find("4611686018427387904"),
            std::string::npos);
}

TEST(Schema, AForeignSchemaThatIsNotJsonIsOurFault) {
  EXPECT_THROW(schema({}, "t", {{"a", {"{", false}}}), Fault);
}

}  // namespace
}  // namespace sim::config
