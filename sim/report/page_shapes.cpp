// SPDX-License-Identifier: Apache-2.0
#include "sim/report/page_shapes.h"

#include <algorithm>

namespace sim::report {
namespace {

using config::Kind;
using config::Node;

struct Keys {
  std::vector<std::string> texts, numbers, maybe_numbers, booleans, maybe_booleans, objects, lists;
};

const Keys run_keys = {.texts = {"config", "config_title", "workload", "workload_title", "prices",
                                 "prices_title", "engine"},
                       .objects = {"total"},
                       .lists = {"layers", "failures"}};
const Keys layer_keys = {
    .texts = {"name", "kind"},
    .numbers = {"vectors", "cycles", "time_us", "macs_dense", "macs_effectual", "utilization",
                "peak_gops", "energy_total_pj", "off_chip_bytes"},
    .maybe_numbers = {"off_chip_gb_per_s"},
    .maybe_booleans = {"verified"},
    .objects = {"energy_pj", "off_chip_energy_pj", "stalls"}};
const Keys failure_keys = {.texts = {"name", "message"}};
const Keys total_keys = {.numbers = {"cycles", "time_us", "energy_pj", "area_total_mm2"},
                         .maybe_numbers = {"accuracy"},
                         .maybe_booleans = {"verified"},
                         .objects = {"standing"},
                         .lists = {"components"}};
const Keys component_keys = {.texts = {"component", "price"},
                             .numbers = {"count", "energy_pj", "area_mm2"},
                             .booleans = {"off_chip"}};
const Keys standing_keys = {.objects = {"energy", "area"}};
const Keys shares_keys = {.numbers = {"published", "derived", "assumed"}};
const Keys sweep_keys = {.texts = {"sweep", "title", "config", "workload"},
                         .lists = {"columns", "metrics", "objectives", "points"}};
const Keys column_keys = {.texts = {"name"}, .booleans = {"task"}};
const Keys objective_keys = {.texts = {"metric", "direction"}};
const Keys point_keys = {
    .texts = {"status"}, .numbers = {"point"}, .objects = {"values", "metrics"}};
const Keys compare_keys = {.lists = {"claims"}};
const Keys claim_keys = {.texts = {"id", "machine", "metric", "workload", "layer", "unit",
                                   "standing", "fitted", "status", "source", "note", "failure"},
                         .numbers = {"tolerance"},
                         .maybe_numbers = {"published", "simulated", "ratio"}};

class Shape {
 public:
  explicit Shape(Problems& problems) : problems_(problems) {}

  // Whether all keys are there, and are what they must be.
  bool check(const Node& node, const Keys& keys) {
    const auto before = problems_.count();
    if (node.kind() != Kind::object) {
      problems_.add(node.place(), node.shown() + " must be " + name_of(Kind::object));
      return false;
    }
    each(node, keys.texts, {Kind::string});
    each(node, keys.numbers, {Kind::number, Kind::integer});
    each(node, keys.maybe_numbers, {Kind::number, Kind::integer, Kind::null});
    each(node, keys.booleans, {Kind::boolean});
    each(node, keys.maybe_booleans, {Kind::boolean, Kind::null});
    each(node, keys.objects, {Kind::object});
    each(node, keys.lists, {Kind::array});
    return problems_.count() == before;
  }

  // The first element that is wrong is told, not all.
  void check_all(const Node& node, const char* key, const Keys& keys) {
    const auto list = node.find(key);
    if (!list || list->kind() != Kind::array) return;
    for (const auto& element : list->elements()) {
      if (!check(element, keys)) return;
    }
  }

 private:
  void each(const Node& node, const std::vector<std::string>& keys,
            const std::vector<Kind>& allowed) {
    for (const auto& key : keys) {
      const auto value = node.find(key);
      if (!value) {
        problems_.add(node.place(), "has no \"" + key +
                                        "\", which nzsim writes: if the file is of an older nzsim, "
                                        "make it again");
      } else if (std::find(allowed.begin(), allowed.end(), value->kind()) == allowed.end()) {
        problems_.add(value->place(), value->shown() + " must be " + name_of(allowed.front()));
      }
    }
  }

  Problems& problems_;
};

void check_run(const Node& root, Shape& shape) {
  shape.check(root, run_keys);
  shape.check_all(root, "layers", layer_keys);
  shape.check_all(root, "failures", failure_keys);
  const auto total = root.find("total");
  if (!total || total->kind() != Kind::object || !shape.check(*total, total_keys)) return;
  shape.check_all(*total, "components", component_keys);
  const auto standing = *total->find("standing");
  if (!shape.check(standing, standing_keys)) return;
  for (const char* what : {"energy", "area"}) shape.check(*standing.find(what), shares_keys);
}

void check_sweep(const Node& root, Shape& shape) {
  shape.check(root, sweep_keys);
  shape.check_all(root, "columns", column_keys);
  shape.check_all(root, "objectives", objective_keys);
  shape.check_all(root, "points", point_keys);
}

void check_compare(const Node& root, Shape& shape) {
  shape.check(root, compare_keys);
  shape.check_all(root, "claims", claim_keys);
}

}  // namespace

void check_shape(const std::string& kind, const Node& root, Problems& problems) {
  Shape shape(problems);
  if (kind == "run") return check_run(root, shape);
  if (kind == "sweep") return check_sweep(root, shape);
  check_compare(root, shape);
}

}  // namespace sim::report
