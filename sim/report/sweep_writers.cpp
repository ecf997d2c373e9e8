// SPDX-License-Identifier: Apache-2.0
#include "sim/report/sweep_writers.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/report/csv.h"
#include "sim/report/numbers.h"
#include "sim/report/table.h"

namespace sim::report {
namespace {

using explore::sweep::Row;
using explore::sweep::Status;
using explore::sweep::SweepTable;
using Json = nlohmann::ordered_json;

// A string without its quotes, all else as JSON has it.
std::string plain(const std::string& json) {
  const auto value = Json::parse(json);
  return value.is_string() ? value.get<std::string>() : json;
}

Json point(const SweepTable& table, const Row& row) {
  Json json;
  json["point"] = row.number;
  json["values"] = Json::object();
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    json["values"][table.columns[i]] = Json::parse(row.values[i]);
  }
  json["status"] = name_of(row.status);
  if (row.status != Status::ok) json["reason"] = row.reason;
  json["metrics"] = Json::object();
  for (std::size_t i = 0; i < row.metrics.size(); ++i) {
    json["metrics"][table.metrics[i]] = row.metrics[i];
  }
  if (!table.objectives.empty()) json["best"] = row.best;
  return json;
}

std::string text_of(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

// Shortest text that reads back as the same number.
std::string exact(double value) { return Json(value).dump(); }

std::string objectives(const SweepTable& table) {
  std::string text;
  for (const auto& objective : table.objectives) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ",
                        objective.maximise ? "largest" : "least", table.metrics[objective.metric]);
  }
  return text;
}

}  // namespace

std::string to_text(const SweepTable& sweep) {
  const bool marked = !sweep.objectives.empty();
  std::vector<Table::Column> columns;
  for (const auto& name : sweep.columns) columns.push_back({name, Table::Align::right});
  for (const auto& name : sweep.metrics) columns.push_back({name, Table::Align::right});
  columns.push_back({marked ? "best" : ""});
  Table table(columns);
  for (const auto& row : sweep.rows) {
    std::vector<std::string> cells;
    for (const auto& value : row.values) cells.push_back(plain(value));
    for (const auto value : row.metrics) cells.push_back(significant(value));
    cells.resize(columns.size() - 1, "-");
    const auto note = std::string(name_of(row.status)) + ": " + row.reason;
    cells.push_back(row.status == Status::ok ? (row.best ? "*" : "") : note);
    table.add(std::move(cells));
  }
  auto text = fmt::format("{}\n{} on {}\n\n", sweep.title, sweep.workload, sweep.config) +
              table.text() + fmt::format("\n{} points", sweep.rows.size());
  for (const auto status : {Status::invalid, Status::failed}) {
    if (sweep.count(status) > 0)
      text += fmt::format(", {} {}", sweep.count(status), name_of(status));
  }
  text += '\n';
  if (marked) {
    text += fmt::format("* none that computes the same is as good in all and better in one: {}\n",
                        objectives(sweep));
  }
  return text;
}

std::string to_json(const SweepTable& table) {
  Json json;
  json["nzsim"] = "sweep";
  json["version"] = 1;
  json["sweep"] = table.sweep;
  json["title"] = table.title;
  json["config"] = table.config;
  json["workload"] = table.workload;
  json["columns"] = Json::array();
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    json["columns"].push_back({{"name", table.columns[i]}, {"task", bool(table.tasks.at(i))}});
  }
  json["metrics"] = table.metrics;
  json["objectives"] = Json::array();
  for (const auto& objective : table.objectives) {
    json["objectives"].push_back({{"metric", table.metrics[objective.metric]},
                                  {"direction", objective.maximise ? "maximise" : "minimise"}});
  }
  json["points"] = Json::array();
  for (const auto& row : table.rows) json["points"].push_back(point(table, row));
  return text_of(json, 2) + "\n";
}

std::string to_json_lines(const SweepTable& table) {
  std::string text;
  for (const auto& row : table.rows) text += text_of(point(table, row), -1) + '\n';
  return text;
}

std::string to_csv(const SweepTable& table) {
  std::string text = "point";
  for (const auto& name : table.columns) text += ',' + csv_cell(name);
  text += ",status";
  for (const auto& name : table.metrics) text += ',' + csv_cell(name);
  text += table.objectives.empty() ? ",reason\n" : ",best,reason\n";
  for (const auto& row : table.rows) {
    text += std::to_string(row.number);
    for (const auto& value : row.values) text += ',' + csv_cell(plain(value));
    text += std::string(",") + name_of(row.status);
    for (const auto value : row.metrics) text += ',' + exact(value);
    if (row.metrics.empty()) text += std::string(table.metrics.size(), ',');
    if (!table.objectives.empty()) text += row.best ? ",1" : ",0";
    text += ',' + csv_cell(row.reason) + '\n';
  }
  return text;
}

}  // namespace sim::report
