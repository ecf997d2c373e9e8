// SPDX-License-Identifier: Apache-2.0
// README shows what the commands print today.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

// The lines of the n-th block between ``` marks.
std::vector<std::string> block(int n) {
  std::ifstream file(std::filesystem::path(NZSIM_SOURCE_DIR) / "README.md");
  std::vector<std::string> lines;
  int marks = 0;
  for (std::string line; std::getline(file, line);) {
    if (line == "```") {
      ++marks;
    } else if (marks == 2 * n - 1) {
      lines.push_back(line);
    }
  }
  return lines;
}

void expect_all_in(const std::string& output, int n) {
  std::istringstream stream(output);
  std::set<std::string> printed;
  for (std::string line; std::getline(stream, line);) printed.insert(line);
  const auto shown = block(n);
  EXPECT_GT(shown.size(), 10u);
  for (const auto& line : shown) {
    EXPECT_TRUE(line == "..." || printed.contains(line)) << line;
  }
}

TEST(Readme, ShowsWhatTheDigitsPrint) {
  expect_all_in(test::Desk().nzsim({"run", "eie/isca2016", "digits-mlp"}).out, 2);
}

TEST(Readme, ShowsWhatTheComparisonPrints) {
  expect_all_in(test::Desk().nzsim({"compare", "eie"}).out, 3);
}

}  // namespace
}  // namespace sim::cli
