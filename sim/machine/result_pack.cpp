// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/result_pack.h"

#include <nlohmann/json.hpp>

#include "sim/base/errors.h"

namespace sim::machine {

using Json = nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BlockResult, kind, instances, busy_cycles, idle_cycles,
                                   stall_cycles)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ComponentResult, path, instances, energy_pj, area_um2, standing,
                                   off_chip)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrafficResult, read_bytes, written_bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StandingShares, published, derived, assumed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HostSeconds, load, encode, elaborate, simulate, verify)

std::string pack(const LayerResult& layer) {
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

}  // namespace sim::machine
