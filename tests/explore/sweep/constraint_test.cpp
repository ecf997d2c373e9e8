// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/constraint.h"

#include <gtest/gtest.h>

namespace sim::explore::sweep {
namespace {

const std::vector<std::string> three_axes = {"rows", "columns", "slots"};

bool holds(const std::string& text, double rows, double columns, double slots = 0) {
  return Constraint(text, three_axes, {}).holds({rows, columns, slots});
}

std::string complaint(const std::string& text) {
  try {
    const Constraint constraint(text, three_axes, {"s.json", 3, 4, "/constraints/0"});
  } catch (const UserError& error) {
    const std::string begin = "s.json:3:4: /constraints/0: \"" + text + "\" ";
    EXPECT_TRUE(std::string(error.what()).starts_with(begin)) << error.what();
    return std::string(error.what()).substr(begin.size());
  }
  return "";
}

TEST(Constraint, ComparesNumbers) {
  EXPECT_TRUE(holds("rows == 4", 4, 0));
  EXPECT_FALSE(holds("rows == 4", 5, 0));
  EXPECT_TRUE(holds("rows != columns", 4, 5));
  EXPECT_FALSE(holds("rows != columns", 4, 4));
  EXPECT_TRUE(holds("rows<columns", 3, 4));
  EXPECT_FALSE(holds("rows<columns", 4, 4));
  EXPECT_TRUE(holds("rows <= columns", 4, 4));
  EXPECT_FALSE(holds("rows <= columns", 5, 4));
  EXPECT_TRUE(holds("rows > columns", 5, 4));
  EXPECT_FALSE(holds("rows > columns", 4, 4));
  EXPECT_TRUE(holds("rows >= columns", 4, 4));
  EXPECT_FALSE(holds("rows >= columns", 3, 4));
}

TEST(Constraint, OperatorsBindAsInC) {
  EXPECT_TRUE(holds("1 + 2 * rows == 9", 4, 0));
  EXPECT_TRUE(holds("(1 + 2) * rows == 12", 4, 0));
  EXPECT_TRUE(holds("rows - columns - 1 == 2", 8, 5));
  EXPECT_TRUE(holds("rows / columns / 2 == 2", 16, 4));
  EXPECT_TRUE(holds("rows % 4 == 3", 7, 0));
  EXPECT_TRUE(holds("-rows + 5 == 1", 4, 0));
  EXPECT_TRUE(holds("rows * -1 == -4", 4, 0));
  EXPECT_TRUE(holds("rows == 1 || columns == 2 && slots == 3", 1, 0, 0));
  EXPECT_FALSE(holds("(rows == 1 || columns == 2) && slots == 3", 1, 0, 0));
  EXPECT_TRUE(holds("rows < 2 && columns < 2", 1, 1));
  EXPECT_FALSE(holds("rows < 2 && columns < 2", 1, 2));
}

TEST(Constraint, ReadsNumbersOfAllKinds) {
  EXPECT_TRUE(holds("rows == 0.25", 0.25, 0));
  EXPECT_TRUE(holds("rows == 1e3", 1000, 0));
}

TEST(Constraint, SaysWhichAxesItNames) {
  EXPECT_EQ(Constraint("slots > rows", three_axes, {}).names(), (std::vector<std::size_t>{2, 0}));
}

TEST(Constraint, WhatItCannotRead) {
  EXPECT_EQ(complaint("row > 1"), "names no axis by \"row\"; did you mean \"rows\"?");
  EXPECT_EQ(complaint("rows * columns"), "is a number, not a condition: compare it with something");
  EXPECT_EQ(complaint("rows = 1"), "cannot be read from \"= 1\" on");
  EXPECT_EQ(complaint("rows > $"), "cannot be read from \"$\" on");
  EXPECT_EQ(complaint("rows >"), "ends too early");
  EXPECT_EQ(complaint(""), "ends too early");
  EXPECT_EQ(complaint("(rows > 1"), "lacks a closing parenthesis");
  EXPECT_EQ(complaint("rows > 1)"), "cannot be read from \")\" on");
  EXPECT_EQ(complaint("rows && columns"), "has a number beside &&");
  EXPECT_EQ(complaint("1 < rows < 4"), "has a condition beside <");
  EXPECT_EQ(complaint("-(rows < 4) > 1"), "has a condition behind -");
  EXPECT_EQ(complaint("(rows < 4) + 1 > 1"), "has a condition beside +");
}

}  // namespace
}  // namespace sim::explore::sweep
