// SPDX-License-Identifier: Apache-2.0
// The shape of the tree: who may include whom, and what every file looks like.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using Lines = std::vector<std::string>;

const fs::path root = NZSIM_SOURCE_DIR;

// What the files of a folder may include beside their own folder. The order of sim/CMakeLists.txt.
const std::map<std::string, std::set<std::string>> below = {
    {"sim/base", {}},
    {"sim/config", {"sim/base"}},
    {"sim/fabric", {"sim/base"}},
    {"sim/tensor", {"sim/base"}},
    {"sim/parts", {"sim/base"}},
    {"sim/workload", {"sim/base", "sim/config", "sim/tensor"}},
    {"sim/reference", {"sim/base", "sim/tensor", "sim/workload"}},
    {"sim/ledger", {"sim/base", "sim/config"}},
    {"sim/machine",
     {"sim/base", "sim/config", "sim/fabric", "sim/tensor", "sim/workload", "sim/reference",
      "sim/ledger"}},
    {"sim/explore",
     {"sim/base", "sim/config", "sim/fabric", "sim/tensor", "sim/workload", "sim/ledger",
      "sim/machine"}},
    {"sim/report", {"sim/base", "sim/config", "sim/fabric", "sim/machine", "sim/explore"}},
    {"sim/cli",
     {"sim/base", "sim/config", "sim/fabric", "sim/tensor", "sim/workload", "sim/ledger",
      "sim/machine", "sim/explore", "sim/report"}},
};

Lines lines_of(const fs::path& file) {
  Lines lines;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Files of the source tree, relative to it; not what a build or git keeps there.
std::vector<fs::path> files_in(const std::vector<std::string>& folders,
                               const std::set<std::string>& endings) {
  std::vector<fs::path> files;
  for (const auto& folder : folders) {
    if (!fs::exists(root / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file() && endings.contains(entry.path().extension())) {
        files.push_back(fs::relative(entry.path(), root));
      }
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<fs::path> sources() { return files_in({"sim", "arch"}, {".h", ".cpp"}); }

// The first two folders of a path: "sim/config", "arch/eie"; "arch" for arch/catalog.h.
std::string folder_of(const fs::path& file) {
  auto folder = file.parent_path();
  while (std::distance(folder.begin(), folder.end()) > 2) folder = folder.parent_path();
  return folder.generic_string();
}

struct Include {
  fs::path by;
  std::size_t line;
  std::string what;

  std::string place() const { return by.string() + ':' + std::to_string(line); }
};

std::vector<Include> includes() {
  static const std::regex pattern(R"re(^\s*#\s*include\s*["<]([^">]+)[">].*)re");
  std::vector<Include> found;
  for (const auto& file : sources()) {
    const auto lines = lines_of(root / file);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      std::smatch match;
      if (std::regex_match(lines[i], match, pattern)) found.push_back({file, i + 1, match[1]});
    }
  }
  return found;
}

bool may_include(const fs::path& by, const std::string& what) {
  const auto from = folder_of(by), to = folder_of(what);
  if (from == to) return true;
  if (from == "arch") return what.starts_with("arch/") || what.starts_with("sim/machine/");
  if (from.starts_with("arch/")) {
    return to.starts_with("sim/") && to != "sim/explore" && to != "sim/report" && to != "sim/cli";
  }
  // Only the program itself knows the catalog.
  if (by == "sim/cli/main.cpp" && what == "arch/catalog.h") return true;
  const auto known = below.find(from);
  return known != below.end() && known->second.contains(to);
}

TEST(Layering, EveryFolderOfSimIsKnownHere) {
  for (const auto& file : files_in({"sim"}, {".h", ".cpp"})) {
    EXPECT_TRUE(below.contains(folder_of(file))) << file << ": a folder without a place";
  }
}

TEST(Layering, WhatIsBelowIsClosed) {
  for (const auto& [folder, others] : below) {
    EXPECT_FALSE(others.contains(folder)) << folder << " is below itself";
    for (const auto& other : others) {
      EXPECT_FALSE(below.at(other).contains(folder)) << folder << " and " << other;
    }
  }
}

TEST(Layering, IncludesPointDownOnlyAndNoMachineIncludesAnother) {
  const auto all = includes();
  EXPECT_GT(all.size(), 300u);
  for (const auto& include : all) {
    if (!include.what.starts_with("sim/") && !include.what.starts_with("arch/")) continue;
    EXPECT_TRUE(may_include(include.by, include.what))
        << include.place() << ": " << include.what << " is not below " << folder_of(include.by);
    EXPECT_TRUE(fs::exists(root / include.what))
        << include.place() << ": there is no " << include.what;
  }
}

TEST(Layering, NothingIsIncludedFromTheOwnFolderWithoutItsPath) {
  for (const auto& include : includes()) {
    const auto beside = root / include.by.parent_path() / include.what;
    EXPECT_FALSE(include.what.find('/') == std::string::npos && fs::exists(beside))
        << include.place() << ": say " << include.by.parent_path().string() << '/' << include.what;
  }
}

TEST(Layering, SystemCStaysInsideTheFabric) {
  for (const auto& include : includes()) {
    if (!include.what.starts_with("systemc") && !include.what.starts_with("sysc/")) continue;
    EXPECT_TRUE(include.by.parent_path() == "sim/fabric" &&
                (include.by.extension() == ".cpp" || include.by.filename() == "systemc_time.h"))
        << include.place() << ": SystemC outside sim/fabric/*.cpp";
  }
  for (const auto& include : includes()) {
    if (include.what != "sim/fabric/systemc_time.h") continue;
    EXPECT_TRUE(include.by.parent_path() == "sim/fabric" && include.by.extension() == ".cpp")
        << include.place() << ": brings SystemC in";
  }
}

TEST(Layering, SlowHeadersStayInCppFiles) {
  for (const auto& include : includes()) {
    if (!include.what.starts_with("nlohmann/") && !include.what.starts_with("CLI/")) continue;
    EXPECT_EQ(include.by.extension(), ".cpp") << include.place() << ": " << include.what;
  }
}

bool is_script(const fs::path& file) {
  const auto lines = lines_of(root / file);
  return !lines.empty() && lines.front().starts_with("#!");
}

// Everything that people write by hand, except prose and data.
std::vector<fs::path> written() {
  auto files = files_in({"sim", "arch", "tests", "cmake", "workloads"},
                        {".h", ".cpp", ".py", ".txt", ".cmake", ".js", ".mjs", ".css", ".sh", ""});
  std::erase(files, fs::path("sim/report/page/bundle/report.js"));  // made of the others
  for (const char* name : {"CMakeLists.txt", "check", "nzsim", ".ci/run"}) files.emplace_back(name);
  return files;
}

TEST(Style, EveryFileBeginsWithItsLicence) {
  for (const auto& file : written()) {
    const auto lines = lines_of(root / file);
    const std::size_t first = is_script(file) ? 1 : 0;
    ASSERT_GT(lines.size(), first) << file << " is empty";
    EXPECT_NE(lines[first].find("SPDX-License-Identifier: Apache-2.0"), std::string::npos)
        << file << ':' << first + 1 << ": no SPDX line";
  }
}

TEST(Style, NoFileIsLongerThan400Lines) {
  for (const auto& file : written()) {
    EXPECT_LE(lines_of(root / file).size(), 400u) << file << " is too long";
  }
}

TEST(Style, NoLineIsWiderThan100Columns) {
  for (const auto& file : written()) {
    const auto lines = lines_of(root / file);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto columns = std::count_if(lines[i].begin(), lines[i].end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
      });
      // A golden table in a test is as wide as what it shows.
      const bool golden = file.string().starts_with("tests/");
      EXPECT_TRUE(columns <= 100 || golden)
          << file << ':' << i + 1 << ": " << columns << " columns";
    }
  }
}

TEST(Style, NothingIsLeftToBeDone) {
  for (const auto& file : written()) {
    const auto lines = lines_of(root / file);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (const std::string word : {"TO"
                                     "DO",
                                     "FIX"
                                     "ME",
                                     "XX"
                                     "X"}) {
        EXPECT_EQ(lines[i].find(word), std::string::npos) << file << ':' << i + 1 << ": " << word;
      }
    }
  }
}

}  // namespace
