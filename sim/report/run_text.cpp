// SPDX-License-Identifier: Apache-2.0
#include "sim/report/run_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/report/csv.h"
#include "sim/report/gains_text.h"
#include "sim/report/numbers.h"
#include "sim/report/table.h"
#include "sim/report/totals.h"

namespace sim::report {
namespace {

using machine::BlockResult;
using machine::RunResult;
using enum Table::Align;

std::string share_of(double part, double whole) { return whole > 0 ? percent(part / whole) : "-"; }

std::string ratio(std::int64_t part, std::int64_t whole) {
  return share_of(static_cast<double>(part), static_cast<double>(whole));
}

std::string output_text(const machine::LayerResult& layer) {
  if (!layer.values) return "not computed";
  if (!layer.verified) return "WRONG";
  if (!layer.output_error) return "equals the reference";
  const auto& relative = layer.output_error->relative;
  return "equals its definition" + (relative ? ", " + percent(*relative) + " off" : "");
}

// Layers that ran at the same time have no time of their own.
std::string network_text(const RunResult& run) {
  Table table({{"layer"},
               {"inputs", right},
               {"MACs", right},
               {"of dense", right},
               {"utilization", right},
               {"energy", right},
               {"output"}});
  for (const auto& layer : run.layers) {
    table.add({layer.name, grouped(layer.vectors),
               scaled(static_cast<double>(layer.macs_effectual)),
               ratio(layer.macs_effectual, layer.macs_dense), percent(layer.utilization),
               energy_text(layer.energy_pj()), output_text(layer)});
  }
  const auto& network = *run.network;
  const auto totals = totals_of(run);
  table.add_line();
  table.add({"all at once", "", scaled(static_cast<double>(totals.macs_effectual)),
             ratio(totals.macs_effectual, totals.macs_dense), percent(network.utilization),
             energy_text(totals.energy_pj)});
  auto text = table.text();
  text += fmt::format("\nfirst image after {}", time_text(network.first_image_us));
  if (network.interval_us > 0) {
    text += fmt::format(", the following ones every {}: {} images per second",
                        time_text(network.interval_us), significant(network.images_per_s));
  }
  return text + fmt::format("\nbottleneck: {}\n", network.bottleneck);
}

std::string layers_text(const RunResult& run) {
  if (run.network) return network_text(run);
  Table table({{"layer"},
               {"inputs", right},
               {"cycles", right},
               {"time", right},
               {"MACs", right},
               {"of dense", right},
               {"utilization", right},
               {"energy", right},
               {"output"}});
  for (const auto& layer : run.layers) {
    table.add({layer.name, grouped(layer.vectors), grouped(layer.cycles), time_text(layer.time_us),
               scaled(static_cast<double>(layer.macs_effectual)),
               ratio(layer.macs_effectual, layer.macs_dense), percent(layer.utilization),
               energy_text(layer.energy_pj()), output_text(layer)});
  }
  for (const auto& failure : run.failures) table.add({failure.name, "failed"});
  if (run.layers.size() > 1) {
    const auto totals = totals_of(run);
    table.add_line();
    table.add({"total", "", grouped(totals.cycles), time_text(totals.time_us),
               scaled(static_cast<double>(totals.macs_effectual)),
               ratio(totals.macs_effectual, totals.macs_dense), "", energy_text(totals.energy_pj)});
  }
  return table.text();
}

// Busy and every cause of waiting, the largest first.
std::string shares(const BlockResult& block, std::int64_t cycles) {
  std::vector<std::pair<double, std::string>> parts = {{block.busy_cycles, "busy"},
                                                       {block.idle_cycles, "finished early"}};
  for (const auto& [cause, spent] : block.stall_cycles) parts.emplace_back(spent, cause);
  std::stable_sort(parts.begin(), parts.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (const auto& [spent, what] : parts) {
    const auto share = spent / static_cast<double>(cycles);
    if (share < 0.0005) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, percent(share));
  }
  return text;
}

std::string time_text(const RunResult& run) {
  Table table({{"layer"}, {"block"}, {"count", right}, {"share of the layer's cycles"}});
  for (const auto& layer : run.layers) {
    bool first = true;
    for (const auto& block : layer.blocks) {
      table.add({first ? layer.name : "", block.kind, grouped(block.instances),
                 shares(block, layer.cycles)});
      first = false;
    }
  }
  return table.text();
}

bool has_phases(const RunResult& run) {
  return std::any_of(run.layers.begin(), run.layers.end(),
                     [](const auto& layer) { return !layer.phases.empty(); });
}

std::string phases_text(const RunResult& run) {
  Table table({{"layer"},
               {"phase"},
               {"passed", right},
               {"cycles", right},
               {"time", right},
               {"of the layer", right}});
  for (const auto& layer : run.layers) {
    bool first = true;
    for (const auto& phase : layer.phases) {
      table.add({first ? layer.name : "", phase.name, grouped(phase.count), grouped(phase.cycles),
                 report::time_text(phase.time_us), ratio(phase.cycles, layer.cycles)});
      first = false;
    }
  }
  return table.text();
}

void add_chain(Table& table, const std::string& name,
               const std::vector<machine::ChainResult>& chain, std::int64_t cycles) {
  bool first = true;
  for (const auto& part : chain) {
    const auto share = part.cycles / static_cast<double>(cycles);
    if (share < 0.0005) continue;
    table.add({first ? name : "", part.part, grouped(part.times),
               grouped(std::llround(part.cycles)), percent(share)});
    first = false;
  }
}

bool is_explained(const RunResult& run) {
  return (run.network && !run.network->chain.empty()) ||
         std::any_of(run.layers.begin(), run.layers.end(),
                     [](const auto& layer) { return !layer.chain.empty(); });
}

std::string chain_text(const RunResult& run) {
  Table table({{"layer"}, {"part"}, {"times", right}, {"cycles", right}, {"of all", right}});
  for (const auto& layer : run.layers) add_chain(table, layer.name, layer.chain, layer.cycles);
  if (run.network) add_chain(table, "network", run.network->chain, run.network->cycles);
  return table.text() +
         "Each part begins when the one before it has ended. A change that shortens one kind of\n"
         "part saves at most its share.\n";
}

std::string components_text(const RunResult& run) {
  Table table({{"component"},
               {"count", right},
               {"energy", right},
               {"share", right},
               {"area um2", right},
               {"share", right},
               {"price"}});
  const auto totals = totals_of(run);
  for (const auto& component : run.area) {
    const auto energy = energy_of(run, component.path);
    if (component.off_chip) {
      table.add({component.path, "", energy_text(energy), "apart", "", "", component.standing});
      continue;
    }
    table.add({component.path, grouped(component.instances), energy_text(energy),
               share_of(energy, totals.energy_pj), grouped(std::llround(component.area_um2)),
               share_of(component.area_um2 / 1e6, run.area_mm2), component.standing});
  }
  table.add_line();
  table.add({"total on chip", "", energy_text(totals.energy_pj), "",
             grouped(std::llround(run.area_mm2 * 1e6))});
  return table.text();
}

std::string standing_text(const machine::StandingShares& shares) {
  return fmt::format("published {}, derived {}, assumed {}", percent(shares.published),
                     percent(shares.derived), percent(shares.assumed));
}

std::string accuracy_text(const RunResult& run) {
  std::string text;
  for (const auto& layer : run.layers) {
    if (!layer.correct) continue;
    text += fmt::format("\n{} of {} inputs classified correctly ({})\n", *layer.correct,
                        classified(layer, run), ratio(*layer.correct, classified(layer, run)));
  }
  return text;
}

}  // namespace

std::string to_text(const RunResult& run) {
  const auto totals = totals_of(run);
  auto text = fmt::format("machine   {}  ({})\nworkload  {}  ({})\nprices    {}  ({})\n\n",
                          run.config_title, run.config, run.workload_title, run.workload,
                          run.prices_title, run.prices);
  text += layers_text(run) + accuracy_text(run);
  if (!run.layers.empty()) {
    if (has_phases(run)) text += "\nWhat followed what\n" + phases_text(run);
    text += "\nWhere the time went\n" + time_text(run);
    if (is_explained(run)) text += "\nWhat the time is made of\n" + chain_text(run);
    if (!run.gains.empty()) text += "\nWhat changes of parameters save\n" + gains_text(run.gains);
    text += "\nEnergy and area\n" + components_text(run);
    text += fmt::format(
        "\n{} in {}: {} W on average; {} mm2\nenergy rests on prices {}\narea rests on prices "
        "{}\n",
        energy_text(totals.energy_pj), report::time_text(totals.time_us),
        totals.time_us > 0 ? significant(totals.energy_pj / totals.time_us * 1e-6) : "-",
        significant(run.area_mm2), standing_text(totals.energy_standing),
        standing_text(run.area_standing));
  }
  return text;
}

std::string verified_cell(std::optional<bool> verified) {
  return !verified ? "" : *verified ? "true" : "false";
}

// What all layers of a network that ran at the same time have in common, in columns of its own.
std::string network_row(const RunResult& run) {
  const auto totals = totals_of(run);
  const auto& network = *run.network;
  return fmt::format("network,{},{},{},{},{},{},{},{},{},,,{},{},{},{}\n", network.images,
                     network.cycles, network.time_us, totals.macs_dense, totals.macs_effectual,
                     network.utilization, totals.energy_pj, totals.off_chip_energy_pj,
                     verified_cell(totals.verified), network.first_image_us, network.interval_us,
                     network.images_per_s, csv_cell(network.bottleneck));
}

std::string to_csv(const RunResult& run) {
  std::string text =
      "layer,vectors,cycles,time_us,macs_dense,macs_effectual,utilization,energy_pj,"
      "off_chip_energy_pj,verified,correct,output_error";
  text += run.network ? ",first_image_us,interval_us,images_per_s,bottleneck\n" : "\n";
  for (const auto& layer : run.layers) {
    const auto& error = layer.output_error;
    text +=
        fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}{}\n", csv_cell(layer.name), layer.vectors,
                    layer.cycles, layer.time_us, layer.macs_dense, layer.macs_effectual,
                    layer.utilization, layer.energy_pj(), layer.off_chip_energy_pj(),
                    layer.values ? verified_cell(layer.verified) : "",
                    layer.correct ? std::to_string(*layer.correct) : "",
                    error && error->relative ? fmt::format("{}", *error->relative) : "",
                    run.network ? ",,,," : "");
  }
  if (run.network) text += network_row(run);
  return text;
}

std::string area_text(const RunResult& run) {
  Table table({{"component"}, {"count", right}, {"area um2", right}, {"share", right}, {"price"}});
  for (const auto& component : run.area) {
    if (component.off_chip) continue;
    table.add({component.path, grouped(component.instances),
               grouped(std::llround(component.area_um2)),
               share_of(component.area_um2 / 1e6, run.area_mm2), component.standing});
  }
  table.add_line();
  table.add({"total", "", grouped(std::llround(run.area_mm2 * 1e6))});
  return table.text();
}

}  // namespace sim::report
