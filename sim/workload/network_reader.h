// SPDX-License-Identifier: Apache-2.0
// Reads workload files (workloads/*.json).
#pragma once

#include <filesystem>

#include "sim/config/document.h"
#include "sim/workload/network.h"

namespace sim::workload {

/// A workload file that is parsed once, for networks with different values.
class NetworkFile {
 public:
  /// UserError if the file is not JSON.
  explicit NetworkFile(std::filesystem::path file);
  /// See read_network().
  Network network(const config::Settings& settings = {}) const;

 private:
  std::filesystem::path file_;
  config::Document document_;
};

/// The network of a file, named after it. Paths of tensors are relative to the file's folder;
/// whether these files exist turns out when they are loaded. UserError with everything that is
/// wrong, each with its place. `settings` change values of the file (/layers/*/weights/synthesise/
/// density: all layers').
Network read_network(const std::filesystem::path& file, const config::Settings& settings = {});

/// The same, purified if the file says so, for which all weights are loaded once.
Network read_and_purify(const std::filesystem::path& file, const config::Settings& settings = {});

}  // namespace sim::workload
