// SPDX-License-Identifier: Apache-2.0
#include "sim/cli/figure_files.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "sim/cli/files.h"

namespace sim::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto patience = std::chrono::seconds(120);

// By name in the folders of PATH; empty if there is none.
fs::path installed(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path != nullptr ? path : "");
  for (std::string folder; std::getline(folders, folder, ':');) {
    auto file = fs::path(folder) / name;
    if (access(file.c_str(), X_OK) == 0 && fs::is_regular_file(file)) return file;
  }
  return {};
}

fs::path chromium() {
  if (const char* named = std::getenv("NZSIM_CHROMIUM"); named != nullptr && *named != '\0') {
    if (access(named, X_OK) == 0) return named;
    throw about_file("NZSIM_CHROMIUM", "\"" + std::string(named) + "\" is no program");
  }
  for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
    if (auto file = installed(name); !file.empty()) return file;
  }
  throw about_file("--svg",
                   "needs Chromium, which draws the figures: install it (Debian: chromium), name "
                   "one in NZSIM_CHROMIUM, or save figures by the buttons on the page");
}

// A folder for the page, the browser's own files and what it prints; it goes with its owner.
class Workplace {
 public:
  Workplace() {
    auto name = (fs::temp_directory_path() / "nzsim-report-").string() + std::string(6, 'X');
    if (mkdtemp(name.data()) == nullptr) throw about_file(name, "cannot make this folder");
    folder_ = name;
  }
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  fs::path operator/(const char* name) const { return folder_ / name; }

 private:
  fs::path folder_;
};

void redirect(int to, const fs::path& file) {
  const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (opened >= 0) dup2(opened, to);
}

// Runs a program to its end; false if it fails or takes too long.
bool ran(std::vector<std::string> words, const fs::path& out) {
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const auto child = fork();
  if (child < 0) return false;
  if (child == 0) {
    setpgid(0, 0);
    redirect(STDOUT_FILENO, out);
    redirect(STDERR_FILENO, "/dev/null");
    execv(argv[0], argv.data());
    _exit(127);
  }
  const auto end = std::chrono::steady_clock::now() + patience;
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      kill(-child, SIGKILL);
      waitpid(child, &status, 0);
      return false;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// What the page says of its figures when it is asked for #figures: a list, in an element.
nlohmann::json figures_in(const fs::path& printed) {
  std::ifstream stream(printed);
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const std::string open = "<pre id=\"figures\">";
  const auto begin = text.find(open);
  const auto end = text.find("</pre>", begin);
  if (begin == text.npos || end == text.npos) return nullptr;
  const auto from = begin + open.size();
  return nlohmann::json::parse(text.substr(from, end - from), nullptr, false);
}

}  // namespace

FigureFiles::FigureFiles(fs::path folder) : folder_(std::move(folder)), browser_(chromium()) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) throw about_file(folder_, "cannot make this folder: " + error.message());
}

void FigureFiles::write(const std::string& page) const {
  const Workplace here;
  write_file(here / "page.html", page);
  std::vector<std::string> words = {browser_.string(), "--headless", "--disable-gpu",
                                    "--user-data-dir=" + (here / "browser").string(),
                                    "--window-size=1280,1000"};
  // Chromium's sandbox refuses to run as root; the page is ours and loads nothing.
  if (geteuid() == 0) words.emplace_back("--no-sandbox");
  words.emplace_back("--dump-dom");
  words.push_back("file://" + (here / "page.html").string() + "#figures");
  const bool ended = ran(words, here / "printed.html");
  const auto figures = figures_in(here / "printed.html");
  if (!ended || !figures.is_array()) {
    throw about_file("--svg", browser_.string() + " did not draw the figures");
  }
  for (const auto& figure : figures) {
    const auto file = figure.at("name").get<std::string>() + ".svg";
    write_file(folder_ / file, figure.at("svg").get<std::string>());
  }
}

}  // namespace sim::cli
