// SPDX-License-Identifier: Apache-2.0
// A machine that computes with the reference, takes a cycle per multiplication, and misbehaves on
// demand: its parameter "mood" says how.
#pragma once

#include <span>
#include <string>

#include "sim/machine/machine.h"
#include "sim/machine/setup.h"
#include "tests/base/temporary_folder.h"

namespace sim::machine::test {

/// Holds one entry, "fake".
std::span<const CatalogEntry> fake_catalog();

/// Its config.
inline constexpr const char* config_text = R"({
  "machine": "fake",
  "title": "A fake",
  "source": "none",
  "prices": "cheap",
  "lanes": 2,
  "memory": {"width_bits": 32},
  "sources": {"lanes": "Table I"}
})";

/// A folder with a config, price lists and workloads for it.
class FakeWorld {
 public:
  FakeWorld();
  /// The config with settings, read as the commands do.
  Setup setup(const config::Settings& settings = {}) const;
  /// A workload of fully connected layers "a", "b", ... of these shapes, each with synthesised
  /// tensors of its own.
  workload::Network network(const std::vector<std::pair<int, int>>& inputs_and_outputs) const;

  TemporaryFolder folder;
};

/// What `action` complains about, without the folder in it; "" if it does not.
template <class Action>
std::string message_of(const FakeWorld& world, const Action& action) {
  try {
    action();
  } catch (const UserError& error) {
    return world.folder.without_folder(error.what());
  }
  return "";
}

}  // namespace sim::machine::test
