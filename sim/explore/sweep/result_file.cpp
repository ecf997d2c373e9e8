// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/result_file.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>

#include "sim/config/document.h"
#include "sim/config/json_text.h"

namespace sim::explore::sweep {
namespace {

namespace fs = std::filesystem;

constexpr const char* tables = R"(
CREATE TABLE sweep (name TEXT, title TEXT, config TEXT, workload TEXT, points TEXT, inputs TEXT,
                    program TEXT);
CREATE TABLE columns (position INTEGER PRIMARY KEY, name TEXT, task INTEGER);
CREATE TABLE metrics (position INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE objectives (position INTEGER PRIMARY KEY, metric INTEGER, maximise INTEGER);
CREATE TABLE points (number INTEGER PRIMARY KEY, key TEXT, status TEXT, reason TEXT,
                     "values" TEXT, metrics TEXT))";

UserError about(const fs::path& file, const std::string& text) {
  return UserError({{{file.string(), 0, 0, ""}, text}});
}

std::string list_text(const std::vector<std::string>& texts) {
  return fmt::format("[{}]", fmt::join(texts, ","));
}

// Every digit; what is no number is null.
std::string numbers_text(const std::vector<double>& numbers) {
  std::vector<std::string> texts;
  for (const auto number : numbers) {
    texts.push_back(std::isfinite(number) ? fmt::format("{}", number) : "null");
  }
  return list_text(texts);
}

std::vector<config::Node> list_of(const std::string& text) {
  return config::Document::parse(text, "points").root().elements();
}

Status status_called(const std::string& name) {
  for (const auto status : {Status::ok, Status::invalid}) {
    if (name == name_of(status)) return status;
  }
  return Status::failed;
}

// Of the columns number, status, reason, values, metrics.
Row row_of(const Statement& found) {
  Row row;
  row.number = static_cast<std::size_t>(found.integer(0));
  row.status = status_called(found.text(1));
  row.reason = found.text(2);
  for (const auto& value : list_of(found.text(3))) row.values.push_back(value.text());
  for (const auto& metric : list_of(found.text(4))) {
    row.metrics.push_back(metric.kind() == config::Kind::null
                              ? std::numeric_limits<double>::quiet_NaN()
                              : metric.as_number());
  }
  return row;
}

struct Described {
  SweepTable table;
  std::string program;
};

Described description(Database& database) {
  Described found;
  auto& table = found.table;
  auto sweep =
      database.prepare("SELECT name, title, config, workload, points, inputs, program FROM sweep");
  if (sweep.step()) {
    table.sweep = sweep.text(0);
    table.title = sweep.text(1);
    table.config = sweep.text(2);
    table.workload = sweep.text(3);
    table.points = sweep.text(4);
    table.inputs = sweep.text(5);
    found.program = sweep.text(6);
  }
  auto columns = database.prepare("SELECT name, task FROM columns ORDER BY position");
  while (columns.step()) {
    table.columns.push_back(columns.text(0));
    table.tasks.push_back(columns.integer(1) != 0);
  }
  auto metrics = database.prepare("SELECT name FROM metrics ORDER BY position");
  while (metrics.step()) table.metrics.push_back(metrics.text(0));
  auto objectives = database.prepare("SELECT metric, maximise FROM objectives ORDER BY position");
  while (objectives.step()) {
    table.objectives.push_back(
        {static_cast<std::size_t>(objectives.integer(0)), objectives.integer(1) != 0});
  }
  return found;
}

bool same_points(const SweepTable& a, const SweepTable& b) {
  return a.sweep == b.sweep && a.columns == b.columns && a.metrics == b.metrics;
}

bool is_made(Database& database) {
  return database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'points'").step();
}

Database opened(const fs::path& file, bool resume) {
  if (!resume && fs::exists(file)) {
    throw about(file, "is there already: --resume continues it, or remove it");
  }
  return Database(file);
}

}  // namespace

ResultFile::ResultFile(const fs::path& file, const SweepTable& table, const std::string& program,
                       bool resume)
    : database_(opened(file, resume)),
      find_((describe(file, table, program),
             database_.prepare("SELECT number, status, reason, \"values\", metrics FROM points "
                               "WHERE number = ? AND key = ?"))),
      keep_(database_.prepare("INSERT OR REPLACE INTO points VALUES (?, ?, ?, ?, ?, ?)")) {}

void ResultFile::describe(const fs::path& file, const SweepTable& table,
                          const std::string& program) {
  Transaction transaction(database_);
  if (!is_made(database_)) database_.run(tables);
  const auto before = description(database_).table;
  const bool is_new = before.sweep.empty();
  if (!is_new && !same_points(before, table)) {
    throw about(file, "holds another sweep, or one with other axes or metrics");
  }
  // Other points, or of other contents: retain() will say so, at once with what it drops.
  changed_ = !is_new && (before.points != table.points || before.inputs != table.inputs);
  points_ = table.points;
  inputs_ = table.inputs;
  database_.run(
      "DELETE FROM sweep; DELETE FROM columns; DELETE FROM metrics; DELETE FROM objectives");
  const auto insert = [&](const std::string& into, const auto&... values) {
    auto statement = database_.prepare("INSERT INTO " + into);
    int parameter = 0;
    (statement.bind(++parameter, values), ...);
    statement.step();
  };
  using Integer = std::int64_t;
  insert("sweep VALUES (?, ?, ?, ?, ?, ?, ?)", table.sweep, table.title, table.config,
         table.workload, is_new ? table.points : before.points,
         is_new ? table.inputs : before.inputs, program);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    insert("columns VALUES (?, ?, ?)", static_cast<Integer>(i), table.columns[i],
           Integer{table.tasks.at(i)});
  }
  for (std::size_t i = 0; i < table.metrics.size(); ++i) {
    insert("metrics VALUES (?, ?)", static_cast<Integer>(i), table.metrics[i]);
  }
  for (std::size_t i = 0; i < table.objectives.size(); ++i) {
    const auto& [metric, maximise] = table.objectives[i];
    insert("objectives VALUES (?, ?, ?)", static_cast<Integer>(i), static_cast<Integer>(metric),
           Integer{maximise});
  }
  transaction.commit();
}

void ResultFile::retain(const std::map<std::size_t, std::string>& keys) {
  Transaction transaction(database_);
  auto points = database_.prepare("SELECT number, key FROM points");
  std::vector<std::int64_t> dropped;
  while (points.step()) {
    const auto known = keys.find(static_cast<std::size_t>(points.integer(0)));
    if (known == keys.end() ? changed_ : known->second != points.text(1)) {
      dropped.push_back(points.integer(0));
    }
  }
  auto drop = database_.prepare("DELETE FROM points WHERE number = ?");
  for (const auto number : dropped) {
    drop.reset();
    drop.bind(1, number);
    drop.step();
  }
  if (changed_) {
    auto renew = database_.prepare("UPDATE sweep SET points = ?, inputs = ?");
    renew.bind(1, points_);
    renew.bind(2, inputs_);
    renew.step();
  }
  transaction.commit();
}

std::optional<Row> ResultFile::find(std::size_t number, const std::string& key) {
  find_.reset();
  find_.bind(1, static_cast<std::int64_t>(number));
  find_.bind(2, key);
  if (!find_.step()) return std::nullopt;
  return row_of(find_);
}

void ResultFile::keep(const Row& row, const std::string& key) {
  keep_.reset();
  keep_.bind(1, static_cast<std::int64_t>(row.number));
  keep_.bind(2, key);
  keep_.bind(3, std::string(name_of(row.status)));
  keep_.bind(4, row.reason);
  keep_.bind(5, list_text(row.values));
  keep_.bind(6, numbers_text(row.metrics));
  keep_.step();
}

SweepTable merged(const std::vector<fs::path>& files) {
  std::optional<Described> first;
  std::map<std::size_t, Row> rows;
  for (const auto& file : files) {
    if (!fs::is_regular_file(file)) throw about(file, "is no file");
    Database database(file);
    if (!is_made(database)) throw about(file, "is no result of a sweep");
    auto here = description(database);
    if (first && !same_points(first->table, here.table)) {
      throw about(file, "holds another sweep than " + files.front().string());
    }
    if (first && first->table.points != here.table.points) {
      throw about(file, "is of another version of sweep " + here.table.sweep + " than " +
                            files.front().string());
    }
    if (first && first->table.inputs != here.table.inputs) {
      throw about(file, "rests on other contents of its config, workload or prices than " +
                            files.front().string());
    }
    if (first && first->program != here.program) {
      throw about(file, "was made by another nzsim than " + files.front().string());
    }
    if (!first) first = std::move(here);
    auto points = database.prepare(
        "SELECT number, status, reason, \"values\", metrics FROM points ORDER BY number");
    while (points.step()) {
      auto row = row_of(points);
      auto& known = rows[row.number];
      if (known.values.empty() || row.status == Status::ok) known = std::move(row);
    }
  }
  auto table = first ? std::move(first->table) : SweepTable{};
  for (auto& [number, row] : rows) table.rows.push_back(std::move(row));
  mark_best(table);
  return table;
}

}  // namespace sim::explore::sweep
