// SPDX-License-Identifier: Apache-2.0
// What a sweep shows of itself: the texts to the letter, and the command on a terminal.
#include "sim/cli/progress.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>

#include "tests/base/sanitized.h"
#include "tests/cli/program.h"

namespace sim::cli {
namespace {

using explore::sweep::Progress;
using std::chrono::milliseconds;
using std::chrono::seconds;

const std::string wiped = "\r\033[K";

TEST(ProgressText, TellsRateTimeLeftAndFailures) {
  EXPECT_EQ(progress_text({0, 60, 0}, 0, 5), "0 of 60 points");
  EXPECT_EQ(progress_text({12, 60, 0}, 0, 4), "12 of 60 points, 3.0/s, 16 s left");
  EXPECT_EQ(progress_text({12, 60, 2}, 0, 4), "12 of 60 points, 3.0/s, 16 s left, 2 failed");
  EXPECT_EQ(progress_text({2000, 9000, 0}, 0, 2), "2000 of 9000 points, 1000/s, 7 s left");
}

TEST(ProgressText, WhatWasThereBeforeSaysNothingAboutTheRate) {
  EXPECT_EQ(progress_text({50, 60, 0}, 40, 5), "50 of 60 points, 2.0/s, 5 s left");
  EXPECT_EQ(progress_text({40, 60, 3}, 40, 5), "40 of 60 points, 3 failed");
}

TEST(ProgressText, LongTimesAreToldInMinutesAndHours) {
  EXPECT_EQ(progress_text({1, 120, 0}, 0, 1), "1 of 120 points, 1.0/s, 119 s left");
  EXPECT_EQ(progress_text({1, 121, 0}, 0, 1), "1 of 121 points, 1.0/s, 2 min left");
  EXPECT_EQ(progress_text({1, 7200, 0}, 0, 1), "1 of 7200 points, 1.0/s, 120 min left");
  EXPECT_EQ(progress_text({1, 9001, 0}, 0, 1), "1 of 9001 points, 1.0/s, 2.5 h left");
}

class SweepProgressOver : public ::testing::Test {
 protected:
  std::string after(milliseconds time, std::size_t finished, std::size_t columns) {
    return shown.after({finished, 60, 0}, SweepProgress::Time(seconds(1000) + time), columns);
  }

  SweepProgress shown;
};

TEST_F(SweepProgressOver, ATerminalIsABarThatIsDrawnTenTimesASecondAndWipedAtTheEnd) {
  EXPECT_EQ(after(milliseconds(0), 0, 80), "");
  EXPECT_EQ(after(milliseconds(99), 3, 80), "");
  EXPECT_EQ(after(milliseconds(100), 4, 80),
            wiped + "[##............................] 4 of 60 points, 40/s, 1 s left");
  EXPECT_EQ(after(milliseconds(199), 5, 80), "");
  EXPECT_EQ(after(milliseconds(5000), 30, 80),
            wiped + "[###############...............] 30 of 60 points, 6.0/s, 5 s left");
  EXPECT_EQ(after(milliseconds(5001), 60, 80), wiped);
}

TEST_F(SweepProgressOver, ANarrowTerminalIsAShorterBarOrNoneAndNeverABrokenLine) {
  after(milliseconds(0), 0, 80);
  const std::string text = "30 of 60 points, 6.0/s, 5 s left";
  EXPECT_EQ(after(milliseconds(5000), 30, 48), wiped + "[######......] " + text);
  EXPECT_EQ(after(milliseconds(5100), 30, 46),
            wiped + "[#####.....] " + "30 of 60 points, 5.9/s, 5 s left");
  EXPECT_EQ(after(milliseconds(5200), 30, 45), wiped + "30 of 60 points, 5.8/s, 5 s left");
  EXPECT_EQ(after(milliseconds(5300), 30, 12), wiped + "30 of 60 po");
  EXPECT_EQ(after(milliseconds(5400), 30, 1), wiped);
}

TEST_F(SweepProgressOver, NoTerminalIsAPlainLineEveryHalfAMinute) {
  EXPECT_EQ(after(milliseconds(0), 10, 0), "");
  EXPECT_EQ(after(milliseconds(29999), 20, 0), "");
  EXPECT_EQ(after(milliseconds(30000), 25, 0), "25 of 60 points, 0.5/s, 70 s left\n");
  EXPECT_EQ(after(milliseconds(59999), 30, 0), "");
  EXPECT_EQ(after(milliseconds(60000), 40, 0), "40 of 60 points, 0.5/s, 40 s left\n");
  EXPECT_EQ(after(milliseconds(90000), 60, 0), "");
}

TEST_F(SweepProgressOver, ATerminalOnWhichNothingWasShownIsLeftAlone) {
  EXPECT_EQ(after(milliseconds(0), 0, 80), "");
  EXPECT_EQ(after(milliseconds(50), 60, 80), "");
}

// Enough for some tenths of a second.
constexpr int points_shown = is_sanitized ? 80 : 600;
const std::string of_points = "of " + std::to_string(points_shown) + " points";

// What a sweep of so many points shows on a terminal of so many columns; its table goes to `out`.
std::string seen_on_terminal(const test::Desk& desk, unsigned short columns,
                             const std::string& more = "") {
  desk.tiny_workload();
  desk.folder.write("s.json", R"({"title": "Queue", "source": "none", "config": "eie/isca2016",
"workload": "tiny.json", "layers": ["fc1"], "metrics": ["cycles"], "axes": [
{"path": "/activation_queue/slots", "range": {"from": 2, "to": 41, "step": 1}},
{"path": "/broadcast/latency_cycles", "range": {"from": 1, "to": )" +
                                  std::to_string(points_shown / 40) + R"(, "step": 1}}])" + more +
                                  "}");
  const auto folder = desk.folder.path("").string();
  int terminal = 0;
  const winsize size{24, columns, 0, 0};
  const auto child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child == 0) {
    setenv("NZSIM_CACHE", "", 1);
    if (chdir(folder.c_str()) == 0) {
      dup2(open("out", O_WRONLY | O_CREAT | O_TRUNC, 0600), STDOUT_FILENO);
      execl(NZSIM_PROGRAM, NZSIM_PROGRAM, "sweep", "s.json", "--format", "csv",
            static_cast<char*>(nullptr));
    }
    _exit(127);
  }
  std::string seen;
  char buffer[4096];
  for (ssize_t n = 0; (n = read(terminal, buffer, sizeof buffer)) > 0;) {
    seen.append(buffer, static_cast<std::size_t>(n));
  }
  close(terminal);
  waitpid(child, nullptr, 0);
  return seen;
}

std::vector<std::string> frames_of(const std::string& seen) {
  std::vector<std::string> frames;
  for (std::size_t from = 0; from < seen.size();) {
    EXPECT_EQ(seen.substr(from, wiped.size()), wiped);
    const auto next = std::min(seen.find(wiped, from + wiped.size()), seen.size());
    frames.push_back(seen.substr(from + wiped.size(), next - from - wiped.size()));
    from = next;
  }
  return frames;
}

void expect_frames(std::vector<std::string> frames, const std::string& pattern) {
  ASSERT_GE(frames.size(), 2u);
  EXPECT_EQ(frames.back(), "");
  frames.pop_back();
  int before = 0;
  for (const auto& frame : frames) {
    std::smatch match;
    ASSERT_TRUE(std::regex_match(frame, match, std::regex(pattern))) << frame;
    EXPECT_GE(std::stoi(match[1]), before);
    before = std::stoi(match[1]);
  }
}

TEST(ProgressOnATerminal, IsABarInOneLineThatIsWiped) {
  const test::Desk desk;
  const auto seen = seen_on_terminal(desk, 70);
  expect_frames(frames_of(seen),
                R"(\[#*\.+\] (\d+) )" + of_points + R"((, [\d.]+/s, \d+ (s|min) left)?)");
  for (const auto& frame : frames_of(seen)) EXPECT_LT(frame.size(), 70u);
  std::ifstream table(desk.folder.path("out"));
  EXPECT_EQ(std::count(std::istreambuf_iterator<char>(table), {}, '\n'), 1 + points_shown);
}

TEST(ProgressOnATerminal, CountsFailures) {
  const test::Desk desk;
  const std::string too_small = R"(, "set": {"/pointer_memory/bytes": 4})";
  expect_frames(frames_of(seen_on_terminal(desk, 200, too_small)),
                R"(\[#*\.+\] (\d+) )" + of_points + R"(, [\d.]+/s, \d+ (s|min) left, \1 failed)");
}

}  // namespace
}  // namespace sim::cli
