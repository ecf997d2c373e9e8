// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/data_folder.h"

#include <algorithm>
#include <cstdlib>

#include "sim/base/errors.h"
#include "sim/base/nearest.h"

namespace sim::cli {
namespace {

namespace fs = std::filesystem;

// Names of the JSON files in a folder, without ending.
std::vector<std::string> names_in(const fs::path& folder, const std::string& prefix) {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".json") names.push_back(prefix + entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// A file of this name wins over a known name.
fs::path file_of(const std::string& name, const fs::path& folder) {
  if (fs::is_regular_file(name)) return name;
  return folder / (name + ".json");
}

fs::path find(const std::string& name, const fs::path& folder, const std::string& what,
              const std::vector<std::string>& known) {
  auto file = file_of(name, folder);
  if (fs::is_regular_file(file)) return file;
  throw UserError("no " + what + " and no file is called \"" + name + '"' +
                  did_you_mean(name, known));
}

}  // namespace

DataFolder DataFolder::standard() {
  const char* chosen = std::getenv("NZSIM_DATA");
  const fs::path root = chosen && *chosen ? chosen : NZSIM_SOURCE_DIR;
  if (fs::is_directory(root / "configs")) return DataFolder(root);
  throw UserError("there is no folder " + (root / "configs").string() +
                  ": NZSIM_DATA must name the folder that holds configs and workloads");
}

fs::path DataFolder::config(const std::string& name) const {
  return find(name, root_ / "configs", "config", config_names());
}

bool DataFolder::has_config(const std::string& name) const {
  return fs::is_regular_file(file_of(name, root_ / "configs"));
}

fs::path DataFolder::workload(const std::string& name) const {
  return find(name, root_ / "workloads", "workload", workload_names());
}

fs::path DataFolder::sweep(const std::string& name) const {
  return find(name, root_ / "configs/sweeps", "sweep", sweep_names());
}

fs::path DataFolder::claims(const std::string& machine) const {
  return root_ / "configs/published" / (machine + ".json");
}

std::vector<std::string> DataFolder::config_names() const {
  std::vector<std::string> names;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(root_ / "configs", none)) {
    const auto folder = entry.path().filename().string();
    if (!entry.is_directory() || folder == "prices" || folder == "published" ||
        folder == "sweeps") {
      continue;
    }
    const auto found = names_in(entry.path(), folder + "/");
    names.insert(names.end(), found.begin(), found.end());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> DataFolder::workload_names() const {
  auto names = names_in(root_ / "workloads", "");
  const auto tiny = names_in(root_ / "workloads/tiny", "tiny/");
  names.insert(names.end(), tiny.begin(), tiny.end());
  return names;
}

std::vector<std::string> DataFolder::sweep_names() const {
  return names_in(root_ / "configs/sweeps", "");
}

std::vector<std::string> DataFolder::claimed_machines() const {
  return names_in(root_ / "configs/published", "");
}

}  // namespace sim::cli
