// SPDX-License-Identifier: Apache-2.0
#include "sim/config/describe.h"

#include <gtest/gtest.h>

#include "sim/base/errors.h"
#include "sim/config/reader.h"
#include "tests/config/example.h"

namespace sim::config {
namespace {

TEST(Describe, GivesOneRowPerFieldWithItsPresentValue) {
  Example e;
  e.clock_mhz = 533.5;
  const auto rows = describe(fields_of(e), {{"clock_mhz", "table II"}, {"nobody", "x"}});
  ASSERT_EQ(rows.size(), 9u);
  EXPECT_EQ(rows[0].key, "clock_mhz");
  EXPECT_EQ(rows[0].value, "533.5");
  EXPECT_EQ(rows[0].unit, "MHz");
  EXPECT_EQ(rows[0].rule, "above 0");
  EXPECT_EQ(rows[0].meaning, "clock frequency");
  EXPECT_EQ(rows[0].source, "table II");
  EXPECT_TRUE(rows[0].required);
  EXPECT_EQ(rows[2].key, "activation_queue/policy");
  EXPECT_EQ(rows[2].value, "\"fixed_priority\"");
  EXPECT_EQ(rows[2].rule, "one of \"round_robin\", \"fixed_priority\"");
  EXPECT_EQ(rows[2].source, "");
  EXPECT_FALSE(rows[2].required);
}

TEST(Values, AreCanonicalJson) {
  Example e;
  EXPECT_EQ(values_json(fields_of(e)),
            R"({"activation_queue":{"policy":"fixed_priority","slots":8},"bytes":1024,)"
            R"("clock_mhz":800,"factors":[],"gated":false,"sizes":[1,2],"technology":"45nm",)"
            R"("weights":{"index_bits":4}})");
  EXPECT_EQ(values_json({}), "{}");
}

TEST(Values, ReadBackAsTheSame) {
  Example e;
  e.clock_mhz = 0.1 + 0.2;
  e.bytes = std::int64_t{1} << 62;
  e.technology = "\"quotes\" \\ \n é";
  e.sizes = {-4, 0, 8};
  e.factors = {1e-300, -1e300, 0.5};
  e.gated = true;
  e.policy = Policy::round_robin;
  const auto text = values_json(fields_of(e));
  Example again;
  Problems problems;
  read(Document::parse(text, "a.json").root(), fields_of(again), problems);
  problems.raise_if_any();
  EXPECT_EQ(values_json(fields_of(again)), text);
  EXPECT_EQ(again.clock_mhz, e.clock_mhz);
  EXPECT_EQ(again.technology, e.technology);
  EXPECT_EQ(again.factors, e.factors);
}

TEST(Values, AnEnumValueWithoutANameIsOurFault) {
  Example e;
  e.policy = static_cast<Policy>(7);
  EXPECT_THROW(values_json(fields_of(e)), Fault);
}

}  // namespace
}  // namespace sim::config
