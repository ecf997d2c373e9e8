// SPDX-License-Identifier: Apache-2.0
// From a config file to a configured machine with its price list.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/config/document.h"
#include "sim/ledger/price_list.h"
#include "sim/machine/machine.h"

namespace sim::machine {

struct Setup {
  std::string name;  ///< of the config, as the user gave it
  std::string machine_name;
  std::string title;
  std::string source;
  std::map<std::string, std::string> sources;  ///< parameter key -> where its value comes from
  std::unique_ptr<Blueprint> blueprint;
  std::unique_ptr<Machine> machine;
  ledger::PriceList prices;
  std::string canonical;  ///< the machine and the values of all its parameters: equal if they are
  std::string mapping;    ///< the same without parameters that are only of time: see config::Field
};

/// A config file that is parsed once, for setups with different values.
class ConfigFile {
 public:
  /// `name` is the config's, as the user gave it. UserError if the file is not JSON.
  ConfigFile(const std::filesystem::path& file, std::string name,
             std::span<const CatalogEntry> catalog, std::filesystem::path prices_folder);

  /// Applies `settings`, finds the machine in the catalog and reads the price list that it names,
  /// each list once. UserError with every problem.
  Setup setup(const config::Settings& settings);

 private:
  ledger::PriceList price_list(const config::Node& root, const std::string& name,
                               Problems& problems);

  config::Document document_;
  std::string name_;
  std::span<const CatalogEntry> catalog_;
  std::filesystem::path prices_folder_;
  std::map<std::string, ledger::PriceList> prices_;
};

/// One setup of a config file.
Setup read_setup(const std::filesystem::path& file, const std::string& name,
                 const config::Settings& settings, std::span<const CatalogEntry> catalog,
                 const std::filesystem::path& prices_folder);

/// The keys that every config has beside its machine's parameters.
std::vector<std::string> keys_beside_parameters();

/// JSON Schema of a machine's configs.
std::string config_schema(const CatalogEntry& entry);

}  // namespace sim::machine
