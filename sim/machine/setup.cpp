// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/setup.h"

#include <algorithm>

#include "sim/base/nearest.h"
#include "sim/config/document.h"
#include "sim/config/reader.h"
#include "sim/ledger/price_reader.h"

namespace sim::machine {
namespace {

using config::Document;
using config::Node;

const std::vector<std::string> frame = {"machine", "title", "source", "prices", "sources"};

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

const CatalogEntry* find(std::span<const CatalogEntry> catalog, const std::string& name,
                         const Node& root, Problems& problems) {
  std::vector<std::string> names;
  for (const auto& entry : catalog) {
    if (entry.name == name) return &entry;
    names.push_back(entry.name);
  }
  const auto node = root.find("machine");
  if (node && node->kind() == config::Kind::string) {
    problems.add(node->place(),
                 "no machine is called \"" + name + '"' + did_you_mean(name, names));
  }
  return nullptr;
}

std::map<std::string, std::string> read_sources(const Node& root, const config::Fields& fields,
                                                Problems& problems) {
  std::map<std::string, std::string> sources;
  const auto node = root.find("sources");
  if (!node) return sources;
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
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") known.push_back(entry.path().stem().string());
  }
  std::sort(known.begin(), known.end());
  problems.add(place_of(root, "prices"),
               "no price list is called \"" + name + '"' + did_you_mean(name, known));
  return "";
}

}  // namespace

Setup read_setup(const std::filesystem::path& file, const std::string& name,
                 const Settings& settings, std::span<const CatalogEntry> catalog,
                 const std::filesystem::path& prices_folder) {
  auto document = Document::read(file);
  Problems problems;
  for (const auto& [pointer, value] : settings) {
    try {
      document.set(pointer, value);
    } catch (const UserError& error) {
      problems.add(error);
    }
  }
  const auto root = document.root();
  Frame read_frame;
  Setup setup;
  const auto* entry = static_cast<const CatalogEntry*>(nullptr);
  if (const auto machine = root.find("machine");
      machine && machine->kind() == config::Kind::string) {
    entry = find(catalog, machine->as_string(), root, problems);
  }
  auto fields = read_frame.fields();
  if (entry) {
    setup.blueprint = entry->blueprint();
    const auto parameters = setup.blueprint->fields();
    fields.insert(fields.end(), parameters.begin(), parameters.end());
    const auto before = problems.count();
    config::read(root, fields, problems, {"sources"});
    setup.sources = read_sources(root, parameters, problems);
    if (problems.count() == before) {
      for (const auto& [key, text] : setup.blueprint->contradictions()) {
        problems.add(place_of(root, key), text);
      }
    }
  } else if (!root.find("machine") || problems.empty()) {
    config::read(root, fields, problems, {"sources"});
  }
  if (!read_frame.prices.empty()) {
    const auto prices = prices_file(read_frame.prices, prices_folder, root, problems);
    try {
      if (!prices.empty()) setup.prices = ledger::read_prices(prices);
    } catch (const UserError& error) {
      problems.add(error);
    }
  }
  problems.raise_if_any();
  setup.name = name;
  setup.machine_name = read_frame.machine;
  setup.title = read_frame.title;
  setup.source = read_frame.source;
  setup.machine = setup.blueprint->build();
  setup.canonical = document.text();
  return setup;
}

}  // namespace sim::machine
