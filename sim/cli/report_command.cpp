// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "sim/cli/commands.h"
#include "sim/cli/figure_files.h"
#include "sim/cli/files.h"
#include "sim/explore/sweep/result_file.h"
#include "sim/report/page.h"
#include "sim/report/sweep_writers.h"

namespace sim::cli {
namespace {

namespace fs = std::filesystem;
using report::PageDocument;

// How each file of SQLite begins.
constexpr std::string_view sqlite_begins = "SQLite format 3";

std::string read_all(std::istream& stream) {
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// A pipe can be read only once, and holds no tables.
bool is_sqlite(const std::string& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return false;
  std::string begin(sqlite_begins.size(), '\0');
  std::ifstream(file, std::ios::binary).read(begin.data(), static_cast<int>(begin.size()));
  return begin == sqlite_begins;
}

void check_input(const std::string& file, Problems& problems) {
  if (file == "-") return;
  const auto refuse = [&](const char* text) { problems.add({file, 0, 0, ""}, text); };
  std::error_code error;
  if (!fs::exists(file, error)) return refuse("there is no such file");
  if (fs::is_directory(file, error)) return refuse("is a folder: name the file in it");
  if (fs::is_regular_file(file, error) && !std::ifstream(file)) refuse("cannot be read");
}

PageDocument read_one(const std::string& file) {
  if (file != "-") {
    std::ifstream stream(file, std::ios::binary);
    return report::read_page_document(read_all(stream), file);
  }
  return report::read_page_document(read_all(std::cin), "standard input");
}

// Files of SQLite are the shards of one sweep; anything else is one document.
PageDocument read_input(const std::vector<std::string>& files) {
  const auto tables = std::count_if(files.begin(), files.end(), is_sqlite);
  if (tables == static_cast<std::ptrdiff_t>(files.size())) {
    const auto table = explore::sweep::merged({files.begin(), files.end()});
    return report::read_page_document(report::to_json(table), files.front());
  }
  if (files.size() == 1) return read_one(files.front());
  Problems problems;
  for (const auto& file : files) {
    if (is_sqlite(file)) continue;
    problems.add(
        {file, 0, 0, ""},
        "a page is of one result: only the SQLite files of a sweep's shards may be several");
  }
  problems.raise_if_any();
  return {};
}

void check_output(const ReportArguments& arguments, Problems& problems) {
  const auto& file = arguments.file;
  const auto refuse = [&](const std::string& text) { problems.add({"--out", 0, 0, ""}, text); };
  if (file.empty()) {
    if (arguments.folder.empty() && isatty(STDOUT_FILENO) != 0) {
      refuse("is needed on a terminal: the file to write the page to, such as report.html");
    }
    return;
  }
  const fs::path path(file);
  if (path.extension() != ".html" && path.extension() != ".htm") {
    refuse("the file must end in .html; got \"" + file + '"');
  } else if (path.has_parent_path() && !fs::is_directory(path.parent_path())) {
    refuse("there is no folder \"" + path.parent_path().string() + '"');
  }
}

}  // namespace

ExitCode report(const Context& context, const ReportArguments& arguments) {
  Problems problems;
  for (const auto& file : arguments.inputs) check_input(file, problems);
  check_output(arguments, problems);
  std::optional<FigureFiles> figures;
  if (!arguments.folder.empty()) problems.attempt([&] { figures.emplace(arguments.folder); });
  PageDocument document;
  if (problems.empty() || problems.found().front().place.file.starts_with("--")) {
    problems.attempt([&] { document = read_input(arguments.inputs); });
  }
  problems.raise_if_any();
  const auto page = report::to_page(document);
  if (!arguments.file.empty()) {
    write_file(arguments.file, page);
  } else if (arguments.folder.empty()) {
    context.out << page;
  }
  if (figures) figures->write(page);
  return done;
}

}  // namespace sim::cli
