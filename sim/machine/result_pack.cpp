// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/result_pack.h"

#include <nlohmann/json.hpp>

#include "sim/base/errors.h"

template <class T>
struct nlohmann::adl_serializer<std::optional<T>> {
  static void to_json(json& to, const std::optional<T>& value) {
    to = value ? json(*value) : json(nullptr);
  }
  static void from_json(const json& from, std::optional<T>& value) {
    value = from.is_null() ? std::nullopt : std::optional(from.get<T>());
  }
};

namespace sim::machine {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BlockResult, kind, instances, busy_cycles, idle_cycles,
                                   stall_cycles)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ComponentResult, path, instances, energy_pj, area_um2, standing,
                                   off_chip)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PhaseResult, name, count, cycles, time_us, figures)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ChainResult, part, times, cycles)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(TrafficResult, read_bytes, written_bytes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(StandingShares, published, derived, assumed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(HostSeconds, load, encode, elaborate, simulate, verify)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ErrorResult, outputs, different, largest, root_mean_square,
                                   relative)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerResult, name, kind, vectors, cycles, time_us, macs_dense,
                                   macs_effectual, utilization, peak_gops, off_chip_gb_per_s,
                                   components, energy_standing, blocks, traffic, figures, phases,
                                   chain, values, verified, output_error, saturated, correct, host)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerFailure, name, message, users_mistake)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(NetworkResult, images, rounds, cycles, time_us, first_image_us,
                                   interval_us, images_per_s, bottleneck, chain, peak_gops,
                                   utilization, figures, components, energy_standing, area_standing,
                                   area_mm2)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerAnswer, ran, result, failure, network)

std::string pack(const LayerResult& layer) { return nlohmann::json(layer).dump(); }

std::string pack(const NetworkResult& network) { return nlohmann::json(network).dump(); }

std::string pack(const std::vector<LayerAnswer>& answers) {
  // A message may name a file, whose name is the user's and may not be UTF-8.
  using Json = nlohmann::json;
  return Json(answers).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<LayerAnswer> unpack(const std::string& text) {
  try {
    return nlohmann::json::parse(text).get<std::vector<LayerAnswer>>();
  } catch (const nlohmann::json::exception& error) {
    throw Fault(std::string("a worker's answer cannot be read: ") + error.what());
  }
}

}  // namespace sim::machine
