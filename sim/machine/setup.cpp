// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/setup.h"

#include <algorithm>
#include <iterator>
#include <span>

#include "sim/base/nearest.h"
#include "sim/config/document.h"
#include "sim/config/reader.h"
#include "sim/config/schema.h"
#include "sim/ledger/price_reader.h"

namespace sim::machine {
namespace {

using config::Document;
using config::Node;

// What every config has beside its parameters.
struct Frame {
  std::string machine;
  std::string title;
  std::string source;
  std::string prices;

  config::Fields fields() {
    return {config::field("machine", machine, "name of the machine in the catalog", "",
                          config::non_empty()),
            config::field("title", title, "what this design point is", "", config::non_empty()),
            config::field("source", source, "where its values come from", "", config::non_empty()),
            config::field("prices", prices, "name of a price list in configs/prices", "",
                          config::non_empty())};
  }
};

const CatalogEntry* find(std::span<const CatalogEntry> catalog, const Node& node,
                         Problems& problems) {
  std::vector<std::string> names;
  for (const auto& entry : catalog) {
    if (entry.name == node.as_string()) return &entry;
    names.push_back(entry.name);
  }
  problems.add(node.place(), "no machine is called \"" + node.as_string() + '"' +
                                 did_you_mean(node.as_string(), names));
  return nullptr;
}

std::map<std::string, std::string> read_sources(const Node& root,
                                                std::span<const config::Field> fields,
                                                Problems& problems) {
  std::map<std::string, std::string> sources;
  const auto node = root.find("sources");
  if (!node) return sources;
  if (node->kind() != config::Kind::object) {
    problems.add(node->place(),
                 "expected an object, got " + node->shown() + " (where the values come from)");
  }
  std::vector<std::string> keys;
  for (const auto& field : fields) keys.push_back(field.key);
  for (const auto& key : node->keys()) {
    const auto text = *node->find(key);
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      problems.add(text.key_place(), "no parameter has this key" + did_you_mean(key, keys));
    } else if (text.kind() != config::Kind::string) {
      problems.add(text.place(), "expected a string, got " + text.shown() +
                                     " (where the value of " + key + " comes from)");
    } else {
      sources[key] = text.as_string();
    }
  }
  return sources;
}

Place place_of(const Node& root, const std::string& key) {
  auto node = root;
  for (std::size_t from = 0; from <= key.size();) {
    const auto slash = std::min(key.find('/', from), key.size());
    const auto next = node.find(key.substr(from, slash - from));
    if (!next) return node.place();
    node = *next;
    from = slash + 1;
  }
  return node.place();
}

std::string prices_file(const std::string& name, const std::filesystem::path& folder,
                        const Node& root, Problems& problems) {
  const auto file = folder / (name + ".json");
  if (std::filesystem::exists(file)) return file.string();
  std::vector<std::string> known;
  std::error_code no_folder;
  for (const auto& entry : std::filesystem::directory_iterator(folder, no_folder)) {
    if (entry.path().extension() == ".json") known.push_back(entry.path().stem().string());
  }
  std::sort(known.begin(), known.end());
  problems.add(place_of(root, "prices"),
               "no price list is called \"" + name + '"' + did_you_mean(name, known));
  return "";
}

// All problems of the parameters, which stand behind other fields: values first; contradictions
// only between sound values.
void read_parameters(const Node& root, const Blueprint& blueprint, const config::Fields& fields,
                     std::span<const config::Field> parameters, Setup& setup, Problems& problems) {
  const auto before = problems.count();
  config::read(root, fields, problems, {"sources"});
  setup.sources = read_sources(root, parameters, problems);
  if (problems.count() > before) return;
  for (const auto& [key, text] : blueprint.contradictions()) {
    problems.add(place_of(root, key), text);
  }
}

// The machine that the config names; null, with a problem, if there is none.
const CatalogEntry* find_machine(const Node& root, std::span<const CatalogEntry> catalog,
                                 Problems& problems) {
  const auto machine = root.find("machine");
  if (!machine || machine->kind() != config::Kind::string) return nullptr;
  return find(catalog, *machine, problems);
}

// Equal for equal machines, whatever the config says in words.
std::string canonical_text(const std::string& machine, std::span<const config::Field> parameters,
                           bool with_timing) {
  auto text = machine;
  for (const auto& field : parameters) {
    if (with_timing || !field.timing) text += '\n' + field.key + '=' + field.value_json();
  }
  return text;
}

}  // namespace

ConfigFile::ConfigFile(const std::filesystem::path& file, std::string name,
                       std::span<const CatalogEntry> catalog, std::filesystem::path prices_folder)
    : document_(Document::read(file)),
      name_(std::move(name)),
      catalog_(catalog),
      prices_folder_(std::move(prices_folder)) {}

ledger::PriceList ConfigFile::price_list(const Node& root, const std::string& name,
                                         Problems& problems) {
  const auto known = prices_.find(name);
  if (known != prices_.end()) return known->second;
  ledger::PriceList prices;
  problems.attempt([&] {
    const auto file = prices_file(name, prices_folder_, root, problems);
    if (!file.empty()) prices = prices_[name] = ledger::read_prices(file);
  });
  return prices;
}

Setup ConfigFile::setup(const config::Settings& settings) {
  Problems problems;
  auto document = document_;
  document.set(settings, "--set", problems);
  const auto root = document.root();
  Frame common;
  Setup setup;
  auto fields = common.fields();
  const auto beside = fields.size();
  const auto before = problems.count();
  if (const auto* entry = find_machine(root, catalog_, problems)) {
    setup.blueprint = entry->blueprint();
    auto parameters = setup.blueprint->fields();
    fields.insert(fields.end(), std::make_move_iterator(parameters.begin()),
                  std::make_move_iterator(parameters.end()));
    read_parameters(root, *setup.blueprint, fields, std::span(fields).subspan(beside), setup,
                    problems);
  } else if (problems.count() == before) {
    // Without a machine nothing is known of the other keys: only "machine" itself is wrong.
    auto others = root.keys();
    std::erase(others, "machine");
    config::read(root, {fields.front()}, problems, others);
  }
  if (!common.prices.empty()) setup.prices = price_list(root, common.prices, problems);
  problems.raise_if_any();
  setup.name = name_;
  setup.machine_name = common.machine;
  setup.title = common.title;
  setup.source = common.source;
  setup.machine = setup.blueprint->build();
  const auto parameters = std::span(fields).subspan(beside);
  setup.canonical = canonical_text(common.machine, parameters, true);
  setup.mapping = canonical_text(common.machine, parameters, false);
  return setup;
}

Setup read_setup(const std::filesystem::path& file, const std::string& name,
                 const config::Settings& settings, std::span<const CatalogEntry> catalog,
                 const std::filesystem::path& prices_folder) {
  return ConfigFile(file, name, catalog, prices_folder).setup(settings);
}

std::vector<std::string> keys_beside_parameters() {
  Frame common;
  std::vector<std::string> keys;
  for (const auto& field : common.fields()) keys.push_back(field.key);
  keys.push_back("sources");
  return keys;
}

std::string config_schema(const CatalogEntry& entry) {
  Frame common;
  const auto blueprint = entry.blueprint();
  auto fields = common.fields();
  const auto parameters = blueprint->fields();
  fields.insert(fields.end(), parameters.begin(), parameters.end());
  const config::ForeignKey sources{R"({"type": "object"})", false};
  return config::schema(fields, "config of the machine " + entry.name, {{"sources", sources}});
}

}  // namespace sim::machine
