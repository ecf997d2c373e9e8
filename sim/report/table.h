// SPDX-License-Identifier: Apache-2.0
// A table of text for a terminal: columns as wide as their widest cell, numbers to the right.
#pragma once

#include <string>
#include <vector>

namespace sim::report {

class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::left;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  /// A row of as many cells as there are columns; missing ones are empty.
  void add(std::vector<std::string> cells);
  /// A line between the rows before and the rows after.
  void add_line() { rows_.emplace_back(); }
  /// Lines without trailing blanks. Cells may hold UTF-8.
  std::string text() const;
  /// The same rows for a Markdown page.
  std::string markdown() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;  ///< an empty row is a line
};

}  // namespace sim::report
