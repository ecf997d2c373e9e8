// SPDX-License-Identifier: Apache-2.0
// Whole sweeps of which a point crashes, hangs, or takes too much memory: from the command to the
// table, the exit code and the continuation.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/base/sanitized.h"
#include "tests/cli/program.h"

namespace sim::cli {
namespace {

class SweepSurvival : public ::testing::Test {
 protected:
  SweepSurvival() {
    desk.tiny_workload();
    write("");
  }

  void write(const std::string& more) const {
    desk.folder.write("s.json", R"({"title": "Queue", "source": "none",
"config": "eie/isca2016", "workload": "tiny.json", "layers": ["fc1"],
"axes": [{"path": "/activation_queue/slots", "range": {"from": 2, "to": 21, "step": 1}}],
"metrics": ["cycles"])" + more + "}");
  }

  test::Answer sweep(const std::vector<std::string>& options = {}) const {
    std::vector<std::string> words = {"sweep", "s.json", "--format", "csv"};
    words.insert(words.end(), options.begin(), options.end());
    return desk.nzsim(words);
  }

  // The command on one core, by itself; its process. What it prints comes into files.
  pid_t begin() const {
    const auto folder = desk.folder.path("").string();
    const auto child = fork();
    if (child != 0) return child;
    setenv("NZSIM_CACHE", "", 1);
    for (const auto* options : {"ASAN_OPTIONS", "UBSAN_OPTIONS"}) {
      setenv(options, "handle_segv=0", 1);
    }
    if (chdir(folder.c_str()) == 0) {
      dup2(open("out", O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
      dup2(open("messages", O_WRONLY | O_CREAT | O_TRUNC, 0600), STDERR_FILENO);
      execl(NZSIM_PROGRAM, NZSIM_PROGRAM, "sweep", "s.json", "--format", "csv", "--out", "r.sqlite",
            "--jobs", "1", static_cast<char*>(nullptr));
    }
    _exit(127);
  }

  test::Answer end(pid_t process) const {
    int status = 0;
    waitpid(process, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, text_of("out"), text_of("messages")};
  }

  std::string text_of(const std::string& file) const {
    std::ostringstream text;
    text << std::ifstream(desk.folder.path(file)).rdbuf();
    return text.str();
  }

  test::Desk desk;
};

pid_t child_of(pid_t process) {
  const auto text = std::to_string(process);
  pid_t child = 0;
  std::ifstream("/proc/" + text + "/task/" + text + "/children") >> child;
  return child;
}

bool is_stopped(pid_t process) {
  std::ifstream stream("/proc/" + std::to_string(process) + "/stat");
  std::string number, name, state;
  stream >> number >> name >> state;
  return state == "T";
}

// Stops a process that simulates a point: the child of a worker.
pid_t stopped_simulation(pid_t sweep) {
  while (waitpid(sweep, nullptr, WNOHANG) == 0) {
    const auto worker = child_of(sweep);
    const auto simulation = worker > 0 ? child_of(worker) : 0;
    if (simulation <= 0 || kill(simulation, SIGSTOP) != 0) continue;
    for (int look = 0; look < 1000; ++look) {
      if (is_stopped(simulation)) return simulation;
    }
  }
  ADD_FAILURE() << "the sweep ended before it could be disturbed";
  return 0;
}

void end_by(int signal, pid_t simulation) {
  if (simulation == 0) return;
  kill(simulation, signal);
  kill(simulation, SIGCONT);
  while (is_stopped(simulation)) usleep(100);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// The reason of the only point that differs from an undisturbed sweep's.
std::string only_reason(const std::string& disturbed, const std::string& undisturbed) {
  const auto lines = lines_of(disturbed), whole = lines_of(undisturbed);
  EXPECT_EQ(lines.size(), whole.size());
  std::string reason;
  for (std::size_t i = 0; i < std::min(lines.size(), whole.size()); ++i) {
    if (lines[i] == whole[i]) continue;
    EXPECT_EQ(reason, "") << "two points differ";
    const auto failed = lines[i].find(",failed,,");
    EXPECT_NE(failed, std::string::npos) << lines[i];
    if (failed != std::string::npos) reason = lines[i].substr(failed + 9);
  }
  return reason;
}

TEST_F(SweepSurvival, APointThatCrashesCostsNoOtherAndIsTriedAgainByResume) {
  const auto undisturbed = sweep();
  const auto process = begin();
  end_by(SIGSEGV, stopped_simulation(process));
  const auto answer = end(process);
  EXPECT_EQ(answer.code, 1);
  EXPECT_EQ(answer.messages, "");
  EXPECT_EQ(
      only_reason(answer.out, undisturbed.out),
      R"x("layer ""fc1"" is lost: its worker was killed by signal 11 (Segmentation fault)")x");
  const auto merged = sweep({"--merge", "r.sqlite"});
  EXPECT_EQ(merged.code, 1);
  EXPECT_EQ(merged.out, answer.out);
  const auto resumed = sweep({"--out", "r.sqlite", "--resume"});
  EXPECT_EQ(resumed.code, 0);
  EXPECT_EQ(resumed.out, undisturbed.out);
  EXPECT_EQ(sweep({"--merge", "r.sqlite"}).out, undisturbed.out);
}

TEST_F(SweepSurvival, APointThatIsKilledTwiceIsNotLost) {
  const auto undisturbed = sweep();
  const auto process = begin();
  for (int time = 0; time < 2; ++time) end_by(SIGKILL, stopped_simulation(process));
  const auto answer = end(process);
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.out, undisturbed.out);
}

TEST_F(SweepSurvival, APointThatHangsIsEndedAtItsLimitAndCostsNoOther) {
  write(R"(, "limits": {"seconds": 2})");
  const auto undisturbed = sweep();
  const auto process = begin();
  EXPECT_NE(stopped_simulation(process), 0);
  const auto answer = end(process);
  EXPECT_EQ(answer.code, 1);
  EXPECT_EQ(only_reason(answer.out, undisturbed.out),
            R"("layer ""fc1"" is lost: its worker took longer than its limit of 2 s")");
  EXPECT_EQ(sweep({"--out", "r.sqlite", "--resume"}).out, undisturbed.out);
}

// EIE's encoder takes some 8 MB for 1.6 million weights, next to nothing for 1,600.
TEST_F(SweepSurvival, APointThatTakesTooMuchMemoryCostsNoOther) {
  if (is_sanitized) GTEST_SKIP() << "the sanitizer's allocator ends the process instead";
  const auto answers = [&](int megabytes) {
    desk.folder.write("s.json", R"({"title": "Size", "source": "none", "config": "eie/isca2016",
"workload": "tiny.json", "layers": ["fc1"], "limits": {"memory_mb": )" +
                                    std::to_string(megabytes) + R"(},
"axes": [{"linked": [{"path": "/layers/0/inputs", "of": "workload"},
{"path": "/layers/0/outputs", "of": "workload", "also": ["/layers/1/inputs"]}],
"values": [[100, 80], [2000, 4000], [100, 81]]}], "metrics": ["cycles"]})");
    return sweep({"--out", "r.sqlite", "--resume"});
  };
  const auto few = answers(2);
  EXPECT_EQ(few.code, 1);
  const auto many = answers(4000);
  EXPECT_EQ(many.code, 0) << many.out << many.messages;
  EXPECT_EQ(only_reason(few.out, many.out),
            R"("layer ""fc1"" is lost: its worker ran out of memory")");
}

}  // namespace
}  // namespace sim::cli
