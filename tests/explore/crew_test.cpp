// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/crew.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <map>
#include <numeric>
#include <set>

#include "tests/base/temporary_folder.h"

namespace sim::explore {
namespace {

std::map<std::size_t, Outcome> run_crew(std::size_t jobs, std::size_t parallel, const Work& work) {
  std::map<std::size_t, Outcome> outcomes;
  run_in_crew(jobs, parallel, work, [&](std::size_t job, const Outcome& outcome) {
    EXPECT_TRUE(outcomes.emplace(job, outcome).second) << job << " is done twice";
  });
  EXPECT_EQ(outcomes.size(), jobs);
  return outcomes;
}

TEST(Crew, EveryJobAnswersForItself) {
  for (const std::size_t parallel : {0u, 1u, 2u, 8u, 100u}) {
    for (const auto& [job, outcome] :
         run_crew(50, parallel, [](std::size_t job) { return std::to_string(job * job); })) {
      EXPECT_TRUE(outcome.answered);
      EXPECT_EQ(outcome.text, std::to_string(job * job));
    }
  }
}

TEST(Crew, NoJobsAreDoneAtOnce) {
  run_crew(0, 4, [](std::size_t) { return std::string(); });
}

TEST(Crew, WorkersLiveOn) {
  std::set<std::string> processes;
  for (const auto& [job, outcome] :
       run_crew(100, 3, [](std::size_t) { return std::to_string(getpid()); })) {
    processes.insert(outcome.text);
  }
  EXPECT_LE(processes.size(), 3u);
}

TEST(Crew, AnswersMayBeLargerThanAPipeAndHoldAnyByte) {
  const auto answer = [](std::size_t job) {
    std::string text(job == 3 ? 0 : 2000000 + job, '\0');
    std::iota(text.begin(), text.end(), static_cast<char>(job));
    return text;
  };
  for (const auto& [job, outcome] : run_crew(6, 2, answer))
    EXPECT_TRUE(outcome.text == answer(job));
}

TEST(Crew, OneThatThrowsLosesOnlyThatJob) {
  const auto outcomes = run_crew(4, 1, [](std::size_t job) -> std::string {
    if (job == 1) throw std::runtime_error("boom");
    return std::to_string(getpid());
  });
  EXPECT_FALSE(outcomes.at(1).answered);
  EXPECT_EQ(outcomes.at(1).text, "its worker threw an exception: boom");
  EXPECT_EQ(outcomes.at(0).text, outcomes.at(3).text);
}

TEST(Crew, AJobThatKillsItsWorkersIsLostAfterThreeAndNoOtherIs) {
  const TemporaryFolder folder;
  const auto attempts = folder.path("attempts");
  const auto outcomes = run_crew(20, 2, [&](std::size_t job) {
    if (job == 7) {
      std::ofstream(attempts, std::ios::app) << 'x';
      std::raise(SIGKILL);
    }
    return std::to_string(job);
  });
  for (const auto& [job, outcome] : outcomes) {
    EXPECT_EQ(outcome.answered, job != 7) << job;
    EXPECT_EQ(outcome.text == std::to_string(job), job != 7);
  }
  EXPECT_EQ(outcomes.at(7).text,
            "its worker was killed by signal 9 (Killed), as happens when memory runs out");
  std::string text;
  std::ifstream(attempts) >> text;
  EXPECT_EQ(text, "xxx");
}

TEST(Crew, AWorkerThatIsKilledByOthersCostsNothing) {
  const TemporaryFolder folder;
  const auto outcomes = run_crew(30, 2, [&](std::size_t job) {
    const auto mark = folder.path(std::to_string(job));
    if (job % 7 == 0 && !std::filesystem::exists(mark)) {
      std::ofstream(mark) << 'x';
      std::raise(SIGKILL);
    }
    return std::to_string(job);
  });
  for (const auto& [job, outcome] : outcomes) {
    EXPECT_TRUE(outcome.answered);
    EXPECT_EQ(outcome.text, std::to_string(job));
  }
}

TEST(Crew, IsEndedWhenTheAnswersCannotBeTaken) {
  const auto stumble = [] {
    run_in_crew(
        10, 2, [](std::size_t job) { return std::string(job, 'x'); },
        [](std::size_t, const Outcome&) { throw std::runtime_error("full"); });
  };
  EXPECT_THROW(stumble(), std::runtime_error);
}

}  // namespace
}  // namespace sim::explore
