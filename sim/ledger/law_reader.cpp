// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/law_reader.h"

#include <algorithm>

#include "sim/config/reader.h"
#include "sim/config/value_reader.h"

namespace sim::ledger {
namespace {

using config::field;
using config::Kind;
using config::Node;

std::size_t count_of(const Node& object, const std::vector<std::string>& keys) {
  return static_cast<std::size_t>(std::count_if(
      keys.begin(), keys.end(), [&](const auto& key) { return object.find(key).has_value(); }));
}

bool operator==(const Problem& a, const Problem& b) { return to_string(a) == to_string(b); }

}  // namespace

std::optional<Law> LawReader::read(const Node& node, const std::string& meaning,
                                   const std::string& unit) {
  const auto kind = node.kind();
  if (kind == Kind::integer || kind == Kind::number) return read_number(node, meaning, unit);
  // The law that more of the keys speak for: a misspelt key is then measured against its own.
  const auto of_table = count_of(node, {"table", "node_nm", "device", "column", "scale"});
  const auto of_polynomial = count_of(node, {"attribute", "coefficients", "doubling", "times"});
  if (of_table + of_polynomial > 0) {
    return of_table > of_polynomial ? read_table(node) : read_polynomial(node);
  }
  config::report_type(node,
                      "a number or an object with \"attribute\" and \"coefficients\" or with "
                      "\"table\", \"node_nm\", \"device\" and \"column\"",
                      meaning + ", " + unit, problems_);
  return std::nullopt;
}

std::optional<Law> LawReader::read_number(const Node& node, const std::string& meaning,
                                          const std::string& unit) {
  const auto before = problems_.count();
  double value = 0;
  config::read_value(node, field("price", value, meaning, unit, config::at_least(0)), problems_);
  if (problems_.count() > before) return std::nullopt;
  return Law::constant(value);
}

std::optional<Law> LawReader::read_polynomial(const Node& node) {
  const auto before = problems_.count();
  std::string attribute;
  std::vector<double> coefficients;
  std::vector<std::string> times;
  double doubling = 0;
  config::read(
      node,
      {field("attribute", attribute, "attribute that the price depends on", "",
             config::non_empty()),
       field("coefficients", coefficients, "factors of its powers, from the constant up", "",
             config::non_empty()),
       field("doubling", doubling, "factor of 2 to the power of the attribute").optional()},
      problems_, {"times"});
  if (node.find("times")) {
    const std::string meaning = "attributes that multiply the price";
    for (const auto& element : config::list_of(node, "times", meaning, problems_)) {
      auto& factor = times.emplace_back();
      config::read_value(element, field("times", factor, meaning, "", config::non_empty()),
                         problems_);
    }
  }
  if (problems_.count() > before) return std::nullopt;
  return Law::polynomial(attribute, coefficients, times, doubling);
}

std::optional<Law> LawReader::read_table(const Node& node) {
  using Column = SramTable::Column;
  const auto before = problems_.count();
  std::string file, device;
  double node_nm = 0, scale = 1;
  Column column = Column::read_pj;
  const auto columns = config::choice<Column>(column, {{"read_pj", Column::read_pj},
                                                       {"write_pj", Column::write_pj},
                                                       {"leak_mw", Column::leak_mw},
                                                       {"area_mm2", Column::area_mm2}});
  config::read(
      node,
      {field("table", file, "file of the table, relative to the price list", "",
             config::non_empty()),
       field("node_nm", node_nm, "technology node", "nm", config::above(0)),
       field("device", device, "device type in the table", "", config::non_empty()),
       field("column", columns, "column of the table"),
       field("scale", scale, "factor from the column's unit to the price's", "", config::above(0))
           .optional()},
      problems_);
  if (problems_.count() > before) return std::nullopt;
  const auto table = table_of(file, node_nm, device, node.find("table")->place());
  if (!table) return std::nullopt;
  return Law::table(table, column, scale);
}

LawReader::Table LawReader::table_of(const std::string& file, double node_nm,
                                     const std::string& device, const Place& place) {
  const auto path = (folder_ / file).lexically_normal();
  auto& table = tables_[{path, node_nm, device}];
  if (table) return table;
  try {
    table = std::make_shared<const SramTable>(SramTable::read(path, node_nm, device));
  } catch (const UserError& error) {
    report(error, place);
  }
  return table;
}

std::set<std::filesystem::path> LawReader::files() const {
  std::set<std::filesystem::path> files;
  for (const auto& [rows, table] : tables_) files.insert(std::get<0>(rows));
  return files;
}

// What is wrong in a line of the table is told there, once. That the table is missing or has not
// what is asked of it may as well be the mistake of the price list, at each place that asks.
void LawReader::report(const UserError& error, const Place& place) {
  for (const auto& problem : error.problems()) {
    if (problem.place.line == 0) {
      problems_.add(place, to_string(problem));
    } else {
      const auto& found = problems_.found();
      const bool is_known = std::any_of(found.begin(), found.end(),
                                        [&](const auto& known) { return known == problem; });
      if (!is_known) problems_.add(problem.place, problem.text);
    }
  }
}

}  // namespace sim::ledger
