// SPDX-License-Identifier: Apache-2.0
// What a machine is built of and what happened in it. A box is a part of the block diagram with a
// number of instances; a component inside it has a kind, attributes and counted events. Blocks
// count, they never price; area is known before the first cycle.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace sim::ledger {

/// Numbers that a price may depend on: "bits", "bytes", "width_bits", "entries", ...
using Attributes = std::map<std::string, double>;

/// One verb on a component, such as "read", and how often it happened in all instances together.
struct Event {
  std::string verb;
  std::int64_t count = 0;
};

/// One component of a box, all of its instances together.
struct Account {
  std::string box;        ///< path of the box, "processing_element/pointer_read"
  std::string component;  ///< name inside the box, "pointer_sram"
  std::string kind;       ///< what a price list knows, "sram"
  Attributes attributes;
  std::int64_t instances = 0;
  bool off_chip = false;
  std::deque<Event> events;

  std::string path() const { return box + '/' + component; }
  /// The counter of a verb, opened at first use. The reference stays valid: count with `+=`.
  std::int64_t& event(const std::string& verb);
  std::int64_t count(const std::string& verb) const;
};

struct Component {
  std::string name;
  std::string kind;
  Attributes attributes = {};
  std::int64_t per_box = 1;
};

class Ledger {
 public:
  Ledger() = default;
  // Counters are referred to by address.
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;
  Ledger(Ledger&&) = default;
  Ledger& operator=(Ledger&&) = default;

  /// Declares `instances` equal boxes; may be priced as a whole even without components. A Fault if
  /// the path is declared already.
  void box(const std::string& path, std::int64_t instances);
  /// Opens the account of a component of a declared box. A Fault if the box is unknown, or the
  /// component opened already.
  Account& open(const std::string& box, const Component& component);
  /// Opens the account of memory outside the chip: its energy is reported apart, as that of
  /// "off_chip/" and the component's name. A Fault if it is opened already.
  Account& open_off_chip(const Component& component);

  bool has_box(const std::string& path) const;
  const std::deque<Account>& accounts() const { return accounts_; }
  /// Paths and instances, in the order of declaration.
  const std::vector<std::pair<std::string, std::int64_t>>& boxes() const { return boxes_; }

 private:
  Account& add(Account account);

  std::vector<std::pair<std::string, std::int64_t>> boxes_;
  std::deque<Account> accounts_;
};

}  // namespace sim::ledger
