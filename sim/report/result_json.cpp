// SPDX-License-Identifier: Apache-2.0
#include "sim/report/result_json.h"

#include <nlohmann/json.hpp>

#include "sim/machine/result_pack.h"
#include "sim/report/totals.h"

namespace sim::report {
namespace {

using Json = nlohmann::ordered_json;
using machine::ComponentResult;
using machine::LayerResult;
using machine::RunResult;

constexpr int format_version = 1;

Json shares(const machine::StandingShares& standing) {
  return {{"published", standing.published},
          {"derived", standing.derived},
          {"assumed", standing.assumed}};
}

Json stalls(const LayerResult& layer) {
  Json blocks = Json::object();
  for (const auto& block : layer.blocks) {
    auto& json = blocks[block.kind];
    json["instances"] = block.instances;
    json["busy_cycles"] = block.busy_cycles;
    for (const auto& [cause, cycles] : block.stall_cycles) json[cause + " cycles"] = cycles;
    json["idle_cycles"] = block.idle_cycles;
  }
  return blocks;
}

Json energies(const std::vector<ComponentResult>& components, bool off_chip) {
  Json json = Json::object();
  for (const auto& component : components) {
    if (component.off_chip == off_chip) json[component.path] = component.energy_pj;
  }
  return json;
}

// A component off the chip is called off_chip/ and the name of its memory.
double off_chip_bytes(const LayerResult& layer) {
  double bytes = 0;
  for (const auto& component : layer.components) {
    if (!component.off_chip) continue;
    const auto memory = layer.traffic.find(component.path.substr(component.path.rfind('/') + 1));
    if (memory == layer.traffic.end()) continue;
    bytes += memory->second.read_bytes + memory->second.written_bytes;
  }
  return bytes;
}

Json layer_document(const LayerResult& layer) {
  const auto packed = Json::parse(machine::pack(layer));
  Json json;
  for (const char* key :
       {"name", "kind", "vectors", "cycles", "time_us", "macs_dense", "macs_effectual",
        "utilization", "peak_gops", "verified", "output_error", "saturated", "correct", "figures",
        "phases", "traffic", "energy_standing"}) {
    json[key] = packed.at(key);
  }
  if (!layer.values) json["verified"] = json["saturated"] = nullptr;
  if (!layer.chain.empty()) json["chain"] = packed.at("chain");
  json["off_chip_bytes"] = off_chip_bytes(layer);
  const auto bandwidth = layer.off_chip_gb_per_s;
  json["off_chip_gb_per_s"] = bandwidth > 0 ? Json(bandwidth) : Json(nullptr);
  json["host_s"] = packed.at("host");
  json["energy_pj"] = energies(layer.components, false);
  json["energy_total_pj"] = layer.energy_pj();
  json["off_chip_energy_pj"] = energies(layer.components, true);
  json["stalls"] = stalls(layer);
  return json;
}

Json network_document(const machine::NetworkResult& network) {
  const auto packed = Json::parse(machine::pack(network));
  Json json;
  for (const char* key : {"images", "rounds", "cycles", "time_us", "first_image_us", "interval_us",
                          "images_per_s", "bottleneck", "peak_gops", "utilization", "figures"}) {
    json[key] = packed.at(key);
  }
  if (!network.chain.empty()) json["chain"] = packed.at("chain");
  json["energy_pj"] = energies(network.components, false);
  return json;
}

// The inventory, with the energy of all layers.
Json components(const RunResult& run) {
  auto json = Json::array();
  for (const auto& component : run.area) {
    json.push_back({{"component", component.path},
                    {"count", component.instances},
                    {"energy_pj", energy_of(run, component.path)},
                    {"area_mm2", component.area_um2 / 1e6},
                    {"off_chip", component.off_chip},
                    {"price", component.standing}});
  }
  return json;
}

Json change_document(const std::optional<machine::ChangeResult>& change) {
  if (!change) return nullptr;
  return {{"value", Json::parse(change->value)}, {"time_saved", change->gain}};
}

Json gains_document(const std::vector<machine::GainResult>& gains) {
  Json json = Json::array();
  for (const auto& gain : gains) {
    json.push_back({{"parameter", gain.key},
                    {"now", Json::parse(gain.now)},
                    {"change", change_document(gain.change)},
                    {"at_most", change_document(gain.most)}});
  }
  return json;
}

Json total_document(const RunResult& run) {
  const auto totals = totals_of(run);
  Json json;
  json["cycles"] = totals.cycles;
  json["time_us"] = totals.time_us;
  json["macs_dense"] = totals.macs_dense;
  json["macs_effectual"] = totals.macs_effectual;
  json["energy_pj"] = totals.energy_pj;
  json["off_chip_energy_pj"] = totals.off_chip_energy_pj;
  json["verified"] = totals.verified ? Json(*totals.verified) : Json(nullptr);
  json["accuracy"] = totals.accuracy ? Json(*totals.accuracy) : Json(nullptr);
  Json area = Json::object();
  for (const auto& component : run.area) {
    if (!component.off_chip) area[component.path] = component.area_um2 / 1e6;
  }
  json["area_mm2"] = area;
  json["area_total_mm2"] = run.area_mm2;
  json["components"] = components(run);
  json["standing"] = {{"energy", shares(totals.energy_standing)},
                      {"area", shares(run.area_standing)}};
  return json;
}

}  // namespace

std::string to_json_lines(const RunResult& run) {
  std::string text;
  for (const auto& layer : run.layers) {
    Json json = {{"config", run.config}, {"workload", run.workload}, {"engine", run.engine}};
    json.update(layer_document(layer));
    text += json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
  }
  return text;
}

std::string to_json(const RunResult& run) {
  Json json;
  json["nzsim"] = "run";
  json["version"] = format_version;
  json["machine"] = run.machine;
  json["config"] = run.config;
  json["config_title"] = run.config_title;
  json["workload"] = run.workload;
  json["workload_title"] = run.workload_title;
  json["engine"] = run.engine;
  json["prices"] = run.prices;
  json["prices_title"] = run.prices_title;
  json["layers"] = Json::array();
  for (const auto& layer : run.layers) json["layers"].push_back(layer_document(layer));
  json["failures"] = Json::array();
  for (const auto& failure : run.failures) {
    json["failures"].push_back({{"name", failure.name}, {"message", failure.message}});
  }
  if (run.network) json["network"] = network_document(*run.network);
  json["total"] = total_document(run);
  if (!run.gains.empty()) json["gains"] = gains_document(run.gains);
  // A config's name is the user's and may not be UTF-8.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sim::report
