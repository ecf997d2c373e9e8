// SPDX-License-Identifier: Apache-2.0
// Where configs and workloads are: a name may be given without folder and ending.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sim::cli {

class DataFolder {
 public:
  /// The folder in the environment variable NZSIM_DATA, or else the source tree it was built from.
  /// UserError if it holds no configs.
  static DataFolder standard();
  explicit DataFolder(std::filesystem::path root) : root_(std::move(root)) {}

  /// A file that exists, or the name of a known one: "eie/isca2016". UserError with the nearest
  /// known name.
  std::filesystem::path config(const std::string& name) const;
  std::filesystem::path workload(const std::string& name) const;
  std::filesystem::path sweep(const std::string& name) const;
  bool has_config(const std::string& name) const;
  std::filesystem::path prices() const { return root_ / "configs/prices"; }
  std::filesystem::path claims(const std::string& machine) const;

  std::vector<std::string> config_names() const;
  std::vector<std::string> workload_names() const;
  std::vector<std::string> sweep_names() const;
  /// Machines that have published claims.
  std::vector<std::string> claimed_machines() const;

 private:
  std::filesystem::path root_;
};

}  // namespace sim::cli
