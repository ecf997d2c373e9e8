// SPDX-License-Identifier: Apache-2.0
#include "sim/report/table.h"

#include <algorithm>

namespace sim::report {
namespace {

// Characters, not bytes.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

std::string padded(const std::string& text, std::size_t width, Table::Align align) {
  const std::string blanks(width - std::min(width, width_of(text)), ' ');
  return align == Table::Align::left ? text + blanks : blanks + text;
}

}  // namespace

void Table::add(std::vector<std::string> cells) {
  cells.resize(columns_.size());
  rows_.push_back(std::move(cells));
}

std::string Table::text() const {
  std::vector<std::size_t> widths;
  for (const auto& column : columns_) widths.push_back(width_of(column.title));
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  const auto add_row = [&](const auto& cell) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (i > 0) line += "  ";
      line += padded(cell(i), widths[i], columns_[i].align);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  };
  const auto rule = [&](std::size_t i) { return std::string(widths[i], '-'); };
  add_row([&](std::size_t i) { return columns_[i].title; });
  add_row(rule);
  for (const auto& row : rows_) {
    if (row.empty()) {
      add_row(rule);
    } else {
      add_row([&](std::size_t i) { return row[i]; });
    }
  }
  return text;
}

std::string Table::markdown() const {
  std::string text = "|", rule = "|";
  for (const auto& column : columns_) {
    text += ' ' + column.title + " |";
    rule += column.align == Align::left ? "---|" : "---:|";
  }
  text += '\n' + rule + '\n';
  for (const auto& row : rows_) {
    if (row.empty()) continue;
    text += '|';
    for (const auto& cell : row) text += ' ' + cell + " |";
    text += '\n';
  }
  return text;
}

}  // namespace sim::report
