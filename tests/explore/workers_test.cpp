// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/workers.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <map>
#include <numeric>
#include <stdexcept>

#include "tests/base/sanitized.h"

namespace sim::explore {
namespace {

using Outcomes = std::map<std::size_t, Outcome>;

Outcomes run(std::size_t jobs, std::size_t parallel,
             const std::function<std::string(std::size_t)>& work) {
  Outcomes outcomes;
  run_in_workers(jobs, parallel, work, [&](std::size_t job, const Outcome& outcome) {
    EXPECT_TRUE(outcomes.emplace(job, outcome).second) << job << " is done twice";
  });
  return outcomes;
}

// Job 1 of 3 meets its end by `die`; what is said of it. The others must answer.
std::string epitaph(const std::function<void()>& die) {
  const auto outcomes = run(3, 2, [&](std::size_t job) {
    if (job == 1) die();
    return "job " + std::to_string(job);
  });
  EXPECT_EQ(outcomes.size(), 3u);
  for (const std::size_t other : {0u, 2u}) {
    EXPECT_TRUE(outcomes.at(other).answered);
    EXPECT_EQ(outcomes.at(other).text, "job " + std::to_string(other));
  }
  EXPECT_FALSE(outcomes.at(1).answered);
  return outcomes.at(1).text;
}

// Undoes the handlers that a sanitizer installs, which turn signals into exit codes.
void die_of(int signal) {
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

TEST(Workers, EveryJobAnswersForItself) {
  for (const std::size_t parallel : {0u, 1u, 2u, 8u, 100u}) {
    const auto outcomes =
        run(20, parallel, [](std::size_t job) { return std::to_string(job * job); });
    ASSERT_EQ(outcomes.size(), 20u);
    for (const auto& [job, outcome] : outcomes) {
      EXPECT_TRUE(outcome.answered);
      EXPECT_EQ(outcome.text, std::to_string(job * job));
    }
  }
}

TEST(Workers, NoJobsAreDoneAtOnce) {
  EXPECT_TRUE(
      run(0, 4, [](std::size_t) -> std::string { throw std::runtime_error("never"); }).empty());
}

TEST(Workers, AreDoneInTheOrderInWhichTheyFinish) {
  std::vector<std::size_t> order;
  run_in_workers(
      2, 2,
      [](std::size_t job) {
        if (job == 0) usleep(300000);
        return std::string("x");
      },
      [&](std::size_t job, const Outcome&) { order.push_back(job); });
  EXPECT_EQ(order, (std::vector<std::size_t>{1, 0}));
}

// The number of processes at work at once shows as files that exist at once.
TEST(Workers, AreNeverMoreThanAskedFor) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("nzsim-workers-" + std::to_string(getpid()));
  for (const std::size_t parallel : {1u, 2u, 8u}) {
    std::filesystem::create_directory(folder);
    const auto outcomes = run(16, parallel, [&](std::size_t job) {
      const auto mine = folder / std::to_string(job);
      std::filesystem::create_directory(mine);
      usleep(5000);
      const auto count = std::distance(std::filesystem::directory_iterator(folder), {});
      std::filesystem::remove(mine);
      return std::to_string(count);
    });
    for (const auto& [job, outcome] : outcomes) {
      EXPECT_LE(std::stoul(outcome.text), parallel) << job;
    }
    std::filesystem::remove_all(folder);
  }
}

TEST(Workers, AnswersMayBeLargerThanAPipeAndHoldAnyByte) {
  const auto answer = [](std::size_t job) {
    std::string text(3000000 + job, '\0');
    std::iota(text.begin(), text.end(), static_cast<char>(job));
    return text;
  };
  const auto outcomes = run(4, 3, answer);
  for (const auto& [job, outcome] : outcomes) EXPECT_TRUE(outcome.text == answer(job)) << job;
}

TEST(Workers, AnEmptyAnswerIsAnAnswer) {
  const auto outcomes = run(1, 1, [](std::size_t) { return std::string(); });
  EXPECT_TRUE(outcomes.at(0).answered);
  EXPECT_EQ(outcomes.at(0).text, "");
}

TEST(Workers, OneThatAbortsLosesOnlyItself) {
  EXPECT_EQ(epitaph([] { die_of(SIGABRT); }), "its worker was killed by signal 6 (Aborted)");
}

TEST(Workers, OneThatTouchesForeignMemoryLosesOnlyItself) {
  EXPECT_EQ(epitaph([] { die_of(SIGSEGV); }),
            "its worker was killed by signal 11 (Segmentation fault)");
}

TEST(Workers, OneThatIsKilledLosesOnlyItself) {
  EXPECT_EQ(epitaph([] { std::raise(SIGKILL); }),
            "its worker was killed by signal 9 (Killed), as happens when memory runs out");
}

TEST(Workers, OneThatExitsLosesOnlyItself) {
  EXPECT_EQ(epitaph([] { _exit(7); }), "its worker ended with exit code 7");
  EXPECT_EQ(epitaph([] { _exit(0); }), "its worker ended without an answer");
}

TEST(Workers, OneThatHangsIsEndedAtItsLimit) {
  std::map<std::size_t, Outcome> outcomes;
  run_in_workers(
      3, 2,
      [](std::size_t job) {
        while (job == 1) pause();
        return std::string("x");
      },
      [&](std::size_t job, const Outcome& outcome) { outcomes[job] = outcome; }, {.seconds = 0.2});
  EXPECT_EQ(outcomes.at(1).text, "its worker took longer than its limit of 0.2 s");
  EXPECT_TRUE(outcomes.at(0).answered && outcomes.at(2).answered);
}

TEST(Workers, OneThatTakesMoreMemoryThanItsLimitLosesOnlyItself) {
  if (is_sanitized) GTEST_SKIP() << "the sanitizer's allocator ends the process instead";
  std::map<std::size_t, Outcome> outcomes;
  run_in_workers(
      2, 1,
      [](std::size_t job) {
        return std::to_string(std::string(job == 1 ? 100'000'000 : 1000, 'x').size());
      },
      [&](std::size_t job, const Outcome& outcome) { outcomes[job] = outcome; },
      {.memory_bytes = 50'000'000});
  EXPECT_EQ(outcomes.at(0).text, "1000");
  EXPECT_FALSE(outcomes.at(1).answered);
  EXPECT_EQ(outcomes.at(1).text, "its worker ran out of memory");
}

TEST(Workers, OneThatThrowsLosesOnlyItself) {
  EXPECT_EQ(epitaph([] { throw std::runtime_error("boom"); }),
            "its worker threw an exception: boom");
  EXPECT_EQ(epitaph([] { throw 7; }), "its worker threw an exception");
}

}  // namespace
}  // namespace sim::explore
