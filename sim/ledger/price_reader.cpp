// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/price_reader.h"

#include <algorithm>
#include <cctype>

#include "sim/config/reader.h"
#include "sim/config/value_reader.h"
#include "sim/ledger/law_reader.h"

namespace sim::ledger {
namespace {

using config::field;
using config::Fields;
using config::Kind;
using config::Node;
using Prices = std::map<std::string, Price>;
using ReadLaw = std::optional<Law> (LawReader::*)(const Node&, const std::string&,
                                                  const std::string&);

// The verb of "read_pj"; empty if the key is none such.
std::string verb_of(const std::string& key) {
  if (!key.ends_with("_pj")) return "";
  const auto verb = key.substr(0, key.size() - 3);
  const bool is_name = std::all_of(verb.begin(), verb.end(), [](unsigned char c) {
    return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_';
  });
  return is_name ? verb : "";
}

bool has_power(const Node& list) {
  const auto boxes = list.find("boxes");
  if (!boxes) return false;
  const auto paths = boxes->keys();
  return std::any_of(paths.begin(), paths.end(), [&](const auto& path) {
    return boxes->find(path)->find("power_mw").has_value();
  });
}

class PriceReader {
 public:
  PriceReader(const std::filesystem::path& file, Problems& problems)
      : laws_(file.parent_path(), problems), problems_(problems) {}

  void read(const Node& node, PriceList& list) {
    auto clock = field("clock_mhz", list.clock_mhz, "clock at which power_mw is drawn", "MHz",
                       config::above(0));
    config::read(
        node,
        {field("title", list.title, "what the prices are, in a line", "", config::non_empty()),
         field("node_nm", list.node_nm, "technology node", "nm", config::above(0)),
         has_power(node) ? clock : clock.optional()},
        problems_, {"components", "boxes"});
    read_entries(node, "components", list.components, &PriceReader::read_component);
    read_entries(node, "boxes", list.boxes, &PriceReader::read_box);
    if (const auto boxes = node.find("boxes")) check_nesting(*boxes, list);
    const auto tables = laws_.files();
    list.files.insert(list.files.end(), tables.begin(), tables.end());
  }

 private:
  // Paths of boxes contain '/', so they cannot be the keys of fields.
  void read_entries(const Node& list, const std::string& key, Prices& prices,
                    Price (PriceReader::*read_entry)(const Node&)) {
    const auto entries = list.find(key);
    if (!entries) return;
    if (entries->kind() != Kind::object) {
      return config::report_type(*entries, config::name_of(Kind::object), "", problems_);
    }
    for (const auto& place : entries->repeated_keys()) problems_.add(place, "given twice");
    for (const auto& name : entries->keys()) {
      prices.emplace(name, (this->*read_entry)(*entries->find(name)));
    }
  }

  static Fields fields_of(Price& price) {
    return {field("standing",
                  config::choice<Standing>(price.standing, {{"published", Standing::published},
                                                            {"derived", Standing::derived},
                                                            {"assumed", Standing::assumed}}),
                  "what the price rests on"),
            field("source", price.source, "where the price stands", "", config::non_empty())};
  }

  Price read_component(const Node& node) {
    Price price;
    std::vector<std::string> known = {"area_um2", "leakage_mw", "power_mw"};
    for (const auto& key : node.keys()) {
      if (!verb_of(key).empty()) known.push_back(key);
    }
    config::read(node, fields_of(price), problems_, known);
    if (const auto power = node.find("power_mw")) {
      problems_.add(power->key_place(), "only a box can be priced by its power");
    }
    for (const auto& key : node.keys()) {
      const auto verb = verb_of(key);
      if (verb.empty()) continue;
      const auto law = laws_.read(*node.find(key), "energy of one \"" + verb + '"', "pJ");
      if (law) price.energy_pj.emplace(verb, *law);
    }
    read_static(node, price, &LawReader::read);
    return price;
  }

  Price read_box(const Node& node) {
    Price price;
    std::vector<std::string> known = {"area_um2", "leakage_mw", "power_mw"};
    for (const auto& key : node.keys()) {
      if (verb_of(key).empty()) continue;
      known.push_back(key);
      problems_.add(node.find(key)->key_place(), "only a component can be priced by its events");
    }
    config::read(node, fields_of(price), problems_, known);
    read_static(node, price, &LawReader::read_number);
    if (const auto power = node.find("power_mw")) {
      price.power_mw = laws_.read_number(*power, "power while it runs", "mW");
    }
    return price;
  }

  void read_static(const Node& node, Price& price, ReadLaw read_law) {
    if (const auto area = node.find("area_um2")) {
      price.area_um2 = (laws_.*read_law)(*area, "area", "um2");
    }
    if (const auto leakage = node.find("leakage_mw")) {
      price.leakage_mw = (laws_.*read_law)(*leakage, "leakage", "mW");
    }
  }

  // The inner box would be paid twice.
  void check_nesting(const Node& boxes, const PriceList& list) {
    for (const auto& [path, price] : list.boxes) {
      const auto slash = path.rfind('/');
      const auto* outer = list.box_around(path.substr(0, slash == path.npos ? 0 : slash));
      if (outer == nullptr) continue;
      problems_.add(boxes.find(path)->key_place(),
                    "is inside the box " + outer->first + ", which is priced as a whole");
    }
  }

  LawReader laws_;
  Problems& problems_;
};

}  // namespace

PriceList read_prices(const std::filesystem::path& file) {
  const auto document = config::Document::read(file);
  Problems problems;
  PriceList list;
  list.name = file.stem().string();
  list.files = {file};
  PriceReader(file, problems).read(document.root(), list);
  problems.raise_if_any();
  return list;
}

}  // namespace sim::ledger
