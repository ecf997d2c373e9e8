// SPDX-License-Identifier: Apache-2.0
// Reads one price of a price list: a number, a polynomial or a column of a table.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "sim/base/errors.h"
#include "sim/config/document.h"
#include "sim/config/field.h"
#include "sim/ledger/law.h"

namespace sim::ledger {

class LawReader {
 public:
  /// Tables are looked for in `folder`; each is read once for all laws that ask for the same rows.
  LawReader(std::filesystem::path folder, Problems& problems)
      : folder_(std::move(folder)), problems_(problems) {}

  /// Both report what is wrong and give nothing then. `meaning` and `unit` are for the messages.
  std::optional<Law> read(const config::Node& node, const std::string& meaning,
                          const std::string& unit);
  /// Of what has no attributes: only a number will do.
  std::optional<Law> read_number(const config::Node& node, const std::string& meaning,
                                 const std::string& unit);

  /// The files of the tables that were read.
  std::set<std::filesystem::path> files() const;

 private:
  using Table = std::shared_ptr<const SramTable>;

  std::optional<Law> read_polynomial(const config::Node& node);
  std::optional<Law> read_table(const config::Node& node);
  Table table_of(const std::string& file, double node_nm, const std::string& device,
                 const Place& place);
  void report(const UserError& error, const Place& place);

  std::filesystem::path folder_;
  Problems& problems_;
  std::map<std::tuple<std::filesystem::path, double, std::string>, Table> tables_;
};

}  // namespace sim::ledger
