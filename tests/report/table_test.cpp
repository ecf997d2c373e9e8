// SPDX-License-Identifier: Apache-2.0
#include "sim/report/table.h"

#include <gtest/gtest.h>

#include "sim/report/csv.h"

namespace sim::report {
namespace {

using enum Table::Align;

TEST(Table, NumbersStandToTheRightAndLinesEndWithoutBlanks) {
  Table table({{"name"}, {"n", right}, {"rest"}});
  table.add({"a", "1", "x"});
  table.add({"longer", "1,000", ""});
  EXPECT_EQ(table.text(),
            "name        n  rest\n"
            "------  -----  ----\n"
            "a           1  x\n"
            "longer  1,000\n");
}

TEST(Table, CellsMayBeMissing) {
  Table table({{"a"}, {"b", right}});
  table.add({"x"});
  table.add({});
  EXPECT_EQ(table.text(), "a  b\n-  -\nx\n\n");
}

TEST(Table, ALineSeparatesRows) {
  Table table({{"a"}, {"bc"}});
  table.add({"1", "2"});
  table.add_line();
  table.add({"3", "4"});
  EXPECT_EQ(table.text(), "a  bc\n-  --\n1  2\n-  --\n3  4\n");
}

TEST(Table, WidthsCountCharactersAndNotBytes) {
  Table table({{"größe", right}, {"x"}});
  table.add({"µm²", "é"});
  table.add({"123456", "|"});
  EXPECT_EQ(table.text(), " größe  x\n------  -\n   µm²  é\n123456  |\n");
}

TEST(Table, WithoutRowsOnlyTheTitles) { EXPECT_EQ(Table({{"a"}}).text(), "a\n-\n"); }

TEST(CsvCell, IsQuotedOnlyWhereItMust) {
  EXPECT_EQ(csv_cell("plain text"), "plain text");
  EXPECT_EQ(csv_cell(""), "");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
}

}  // namespace
}  // namespace sim::report
