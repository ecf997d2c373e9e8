// SPDX-License-Identifier: Apache-2.0
#include "sim/report/result_json.h"

#include <nlohmann/json.hpp>

#include "sim/base/errors.h"
#include "sim/report/totals.h"

namespace sim::machine {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BlockResult, kind, instances, busy_cycles, idle_cycles,
                                   stall_cycles)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ComponentResult, path, instances, energy_pj, area_um2, standing,
                                   off_chip)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrafficResult, read_bytes, written_bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StandingShares, published, derived, assumed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HostSeconds, load, encode, elaborate, simulate, verify)

}  // namespace sim::machine

namespace sim::report {
namespace {

using Json = nlohmann::ordered_json;
using machine::ComponentResult;
using machine::LayerResult;
using machine::RunResult;

constexpr int format_version = 1;

// What a layer is on the way home and in the document alike.
Json common(const LayerResult& layer) {
  Json json;
  json["name"] = layer.name;
  json["kind"] = layer.kind;
  json["vectors"] = layer.vectors;
  json["cycles"] = layer.cycles;
  json["time_us"] = layer.time_us;
  json["macs_dense"] = layer.macs_dense;
  json["macs_effectual"] = layer.macs_effectual;
  json["utilization"] = layer.utilization;
  json["peak_gops"] = layer.peak_gops;
  json["verified"] = layer.verified;
  json["saturated"] = layer.saturated;
  json["correct"] = layer.correct ? Json(*layer.correct) : Json(nullptr);
  json["figures"] = layer.figures;
  json["traffic"] = layer.traffic;
  json["host_s"] = layer.host;
  return json;
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

Json layer_document(const LayerResult& layer) {
  auto json = common(layer);
  json["energy_pj"] = energies(layer.components, false);
  json["energy_total_pj"] = layer.energy_pj();
  json["off_chip_energy_pj"] = energies(layer.components, true);
  json["energy_standing"] = layer.energy_standing;
  json["stalls"] = stalls(layer);
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
  json["verified"] = totals.verified;
  json["accuracy"] = totals.accuracy ? Json(*totals.accuracy) : Json(nullptr);
  Json area = Json::object();
  for (const auto& component : run.area) {
    if (!component.off_chip) area[component.path] = component.area_um2 / 1e6;
  }
  json["area_mm2"] = area;
  json["area_total_mm2"] = run.area_mm2;
  json["standing"] = {{"energy", totals.energy_standing}, {"area", run.area_standing}};
  return json;
}

}  // namespace

std::string pack(const LayerResult& layer) {
  auto json = common(layer);
  json["components"] = layer.components;
  json["energy_standing"] = layer.energy_standing;
  json["blocks"] = layer.blocks;
  return json.dump();
}

LayerResult unpack(const std::string& text) {
  try {
    const auto json = Json::parse(text);
    LayerResult layer;
    json.at("name").get_to(layer.name);
    json.at("kind").get_to(layer.kind);
    json.at("vectors").get_to(layer.vectors);
    json.at("cycles").get_to(layer.cycles);
    json.at("time_us").get_to(layer.time_us);
    json.at("macs_dense").get_to(layer.macs_dense);
    json.at("macs_effectual").get_to(layer.macs_effectual);
    json.at("utilization").get_to(layer.utilization);
    json.at("peak_gops").get_to(layer.peak_gops);
    json.at("verified").get_to(layer.verified);
    json.at("saturated").get_to(layer.saturated);
    if (!json.at("correct").is_null()) layer.correct = json.at("correct").get<std::int64_t>();
    json.at("figures").get_to(layer.figures);
    json.at("traffic").get_to(layer.traffic);
    json.at("host_s").get_to(layer.host);
    json.at("components").get_to(layer.components);
    json.at("energy_standing").get_to(layer.energy_standing);
    json.at("blocks").get_to(layer.blocks);
    return layer;
  } catch (const nlohmann::json::exception& error) {
    throw Fault(std::string("a worker's answer cannot be read: ") + error.what());
  }
}

std::string to_json(const RunResult& run) {
  Json json;
  json["nzsim"] = "run";
  json["version"] = format_version;
  json["machine"] = run.machine;
  json["config"] = run.config;
  json["workload"] = run.workload;
  json["engine"] = run.engine;
  json["prices"] = run.prices;
  json["layers"] = Json::array();
  for (const auto& layer : run.layers) json["layers"].push_back(layer_document(layer));
  json["failures"] = Json::array();
  for (const auto& failure : run.failures) {
    json["failures"].push_back({{"name", failure.name}, {"message", failure.message}});
  }
  json["total"] = total_document(run);
  return json.dump(2) + "\n";
}

}  // namespace sim::report
