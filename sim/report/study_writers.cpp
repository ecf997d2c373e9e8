// SPDX-License-Identifier: Apache-2.0
#include "sim/report/study_writers.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/report/csv.h"
#include "sim/report/numbers.h"
#include "sim/report/table.h"

namespace sim::report {
namespace {

using explore::BreakEven;
using explore::MachineCost;
using explore::StructureCost;
using explore::Study;
using StudyJson = nlohmann::ordered_json;
using enum Table::Align;

double ratio(double part, double whole) { return whole == 0 ? 0 : part / whole; }

std::string storage_table(const Study& study) {
  Table table({{"structure"},
               {"kept", right},
               {"smallest format"},
               {"bits", right},
               {"of dense", right},
               {"indices", right},
               {""}});
  for (const auto& cost : study.structures) {
    if (!cost.refusal.empty()) {
      table.add({cost.structure, "-", "-", "-", "-", "-", "cannot be: " + cost.refusal});
      continue;
    }
    const auto total = static_cast<double>(cost.bits.total());
    const auto indices = static_cast<double>(cost.bits.indices + cost.bits.tables);
    table.add({cost.structure, percent(cost.density), cost.format, grouped(cost.bits.total()),
               percent(ratio(total, static_cast<double>(study.dense_bits))),
               percent(ratio(indices, total)), cost.detail});
  }
  return table.text();
}

// "1.2 ms  2.31x": the quantity, and how much better than with all weights.
template <class Quantity>
std::string machine_table(const Study& study, const std::vector<std::size_t>& machines,
                          Quantity quantity, std::string (*text)(double)) {
  std::vector<Table::Column> columns = {{"structure"}};
  for (const auto m : machines) {
    columns.push_back({study.configs[m], right});
    columns.push_back({"", right});
  }
  Table table(columns);
  for (const auto& cost : study.structures) {
    if (!cost.refusal.empty()) continue;
    std::vector<std::string> cells = {cost.structure};
    for (const auto m : machines) {
      const auto& machine = cost.machines[m];
      const auto& dense = study.structures.front().machines[m];
      const bool has_figures = machine.refusal.empty();
      cells.push_back(has_figures ? text(quantity(machine)) : "-");
      cells.push_back(has_figures && dense.refusal.empty()
                          ? fmt::format("{:.2f}x", ratio(quantity(dense), quantity(machine)))
                          : "");
    }
    table.add(cells);
  }
  return table.text();
}

std::string break_even_text(const Study& study) {
  if (study.break_even.empty()) return "";
  Table table({{"unstructured"}, {"keeps", right}, {"to equal " + study.rows + "s"}});
  for (const auto& one : study.break_even) {
    const auto on = [](const std::string& config) { return config.empty() ? "" : " on " + config; };
    table.add({one.quantity + on(one.config), one.density ? percent(*one.density) : "never",
               one.config.empty() ? "" : one.against});
  }
  return fmt::format("\nwhere unstructured pruning costs no more than {}s pruned to {}\n",
                     study.rows, study.density) +
         table.text();
}

bool ran(const StructureCost& cost, std::size_t machine) {
  return cost.refusal.empty() && cost.machines[machine].refusal.empty();
}

// Machines that ran any structure.
std::vector<std::size_t> able(const Study& study) {
  std::vector<std::size_t> machines;
  for (std::size_t m = 0; m < study.configs.size(); ++m) {
    const bool any = std::any_of(study.structures.begin(), study.structures.end(),
                                 [&](const auto& cost) { return ran(cost, m); });
    if (any) machines.push_back(m);
  }
  return machines;
}

std::string refusals(const Study& study) {
  const auto machines = able(study);
  std::string text;
  for (std::size_t m = 0; m < study.configs.size(); ++m) {
    const bool is_able = std::find(machines.begin(), machines.end(), m) != machines.end();
    for (const auto& cost : study.structures) {
      if (!cost.refusal.empty() || ran(cost, m)) continue;
      text += fmt::format("{}not on {}: {}\n", is_able ? cost.structure + " " : "",
                          study.configs[m], cost.machines[m].refusal);
      if (!is_able) break;  // the same for all
    }
  }
  return text.empty() ? "" : "\n" + text;
}

// Where a cost of this quantity stands in JSON and CSV.
const char* unit_key(const std::string& quantity) {
  if (quantity == "storage") return "total_bits";
  return quantity == "time" ? "time_us" : "energy_pj";
}

StudyJson number_or_null(const std::optional<double>& value) {
  return value ? StudyJson(*value) : StudyJson(nullptr);
}

StudyJson machine_json(const std::string& config, const MachineCost& cost) {
  StudyJson json;
  json["config"] = config;
  json["refusal"] = cost.refusal;
  if (!cost.refusal.empty()) return json;
  json["cycles"] = cost.cycles;
  json["time_us"] = cost.time_us;
  json["energy_pj"] = cost.energy_pj;
  json["utilization"] = cost.utilization;
  return json;
}

StudyJson structure_json(const Study& study, const StructureCost& cost) {
  StudyJson json;
  json["structure"] = cost.structure;
  json["detail"] = cost.detail;
  json["refusal"] = cost.refusal;
  if (!cost.refusal.empty()) return json;
  json["density"] = cost.density;
  json["format"] = cost.format;
  json["values_bits"] = cost.bits.values;
  json["indices_bits"] = cost.bits.indices;
  json["tables_bits"] = cost.bits.tables;
  json["total_bits"] = cost.bits.total();
  json["machines"] = StudyJson::array();
  for (std::size_t m = 0; m < study.configs.size(); ++m) {
    json["machines"].push_back(machine_json(study.configs[m], cost.machines[m]));
  }
  return json;
}

// One for each machine.
std::string csv_lines(const Study& study, const StructureCost& cost) {
  if (!cost.refusal.empty()) {
    return fmt::format("{},,,,,,,,,,{},,\n", cost.structure, csv_cell(cost.refusal));
  }
  std::string text;
  for (std::size_t m = 0; m < study.configs.size(); ++m) {
    const auto& machine = cost.machines[m];
    text += fmt::format("{},{},{},{},{},{},", cost.structure, cost.density, cost.format,
                        cost.bits.total(), cost.bits.indices + cost.bits.tables,
                        csv_cell(study.configs[m]));
    text += machine.refusal.empty()
                ? fmt::format("{},{},{},{},,,\n", machine.cycles, machine.time_us,
                              machine.energy_pj, machine.utilization)
                : fmt::format(",,,,{},,\n", csv_cell(machine.refusal));
  }
  return text;
}

// The density of unstructured weights, and in the column of its unit the cost that is reached.
std::string csv_line(const BreakEven& one) {
  const auto cell = [&](const char* quantity) {
    return one.quantity == quantity ? fmt::format("{}", one.target) : "";
  };
  return fmt::format("break_even,{},,{},,{},,{},{},,,{},{}\n",
                     one.density ? fmt::format("{}", *one.density) : "", cell("storage"),
                     csv_cell(one.config), cell("time"), cell("energy"), one.quantity,
                     csv_cell(one.against));
}

}  // namespace

std::string to_text(const Study& study) {
  const auto machines = able(study);
  auto text =
      fmt::format("{}, {}: the same {} weights pruned in every structure to {}\n\n", study.workload,
                  fmt::join(study.layers, " "), grouped(study.weights), study.density) +
      storage_table(study);
  if (!machines.empty()) {
    text += "\ntime, and speed-up over all weights on the same machine\n" +
            machine_table(
                study, machines, [](const MachineCost& cost) { return cost.time_us; }, time_text);
    text +=
        "\nenergy with off-chip memory, and saving over all weights on the same machine\n" +
        machine_table(
            study, machines, [](const MachineCost& cost) { return cost.energy_pj; }, energy_text);
  }
  return text + break_even_text(study) + refusals(study);
}

std::string to_json(const Study& study) {
  StudyJson json;
  json["nzsim"] = "study";
  json["version"] = 1;
  json["workload"] = study.workload;
  json["layers"] = study.layers;
  json["density"] = study.density;
  json["weights"] = study.weights;
  json["dense_bits"] = study.dense_bits;
  json["structures"] = StudyJson::array();
  for (const auto& cost : study.structures) {
    json["structures"].push_back(structure_json(study, cost));
  }
  json["rows"] = study.rows;
  json["break_even"] = StudyJson::array();
  for (const auto& one : study.break_even) {
    json["break_even"].push_back({{"quantity", one.quantity},
                                  {"config", one.config},
                                  {"against", one.against},
                                  {unit_key(one.quantity), one.target},
                                  {"density", number_or_null(one.density)}});
  }
  return json.dump(2, ' ', false, StudyJson::error_handler_t::replace) + "\n";
}

std::string to_csv(const Study& study) {
  std::string text =
      "structure,density,format,total_bits,index_bits,config,cycles,time_us,energy_pj,"
      "utilization,refusal,break_even,against\n";
  for (const auto& cost : study.structures) text += csv_lines(study, cost);
  for (const auto& one : study.break_even) text += csv_line(one);
  return text;
}

}  // namespace sim::report
