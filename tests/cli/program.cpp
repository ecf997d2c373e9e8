// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/program.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sim::cli::test {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

void redirect(int to, const std::filesystem::path& file) {
  const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  dup2(opened, to);
  close(opened);
}

}  // namespace

Answer Desk::spawned(std::vector<std::string> words,
                     const std::map<std::string, std::string>& environment) const {
  // Beside the folder, so that a test may look at what is in it.
  const auto here = folder.path("").parent_path();
  const auto out = here.string() + ".out", messages = here.string() + ".err";
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const auto child = fork();
  if (child < 0) throw std::runtime_error("no process for the program");
  if (child == 0) {
    redirect(STDOUT_FILENO, out);
    redirect(STDERR_FILENO, messages);
    for (int inherited = 3; inherited < 64; ++inherited) close(inherited);  // for ulimit -n
    unsetenv("NZSIM_DATA");
    setenv("NZSIM_CACHE", "", 1);  // none, unless the test has one
    for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
    if (chdir(here.c_str()) == 0) execv(argv[0], argv.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  Answer answer{WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of(out), text_of(messages)};
  std::filesystem::remove(out);
  std::filesystem::remove(messages);
  return answer;
}

Answer Desk::nzsim(const std::vector<std::string>& arguments,
                   const std::map<std::string, std::string>& environment) const {
  std::vector<std::string> words = {NZSIM_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return spawned(words, environment);
}

Answer Desk::nzsim_after(const std::string& shell,
                         const std::vector<std::string>& arguments) const {
  std::vector<std::string> words = {"/bin/sh", "-c", shell + R"(; exec "$@")", "sh", NZSIM_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return spawned(words, {});
}

Answer Desk::shell(const std::string& command) const {
  return spawned({"/bin/sh", "-c", command}, {});
}

std::string Desk::tiny_workload() const {
  folder.write("tiny.json", std::string(R"({
  "title": "Two small layers",
  "source": "none",
  "layers": [
    {"name": "fc1", "kind": "fully_connected", "inputs": 100, "outputs": 80,
     "weights": {"synthesise": {"density": 0.2}, "quantise": {"codebook_bits": 4}},
     "activations": {"synthesise": {"density": 0.5}}, "output": {"shift": 16}},
    {"name": "fc2", "kind": "fully_connected", "inputs": 80, "outputs": 30,
     "weights": {"synthesise": {"density": 0.3}, "quantise": {"codebook_bits": 4}}}
  ]
})"));
  return "tiny.json";
}

}  // namespace sim::cli::test
