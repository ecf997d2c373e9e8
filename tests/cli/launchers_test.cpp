// SPDX-License-Identifier: Apache-2.0
// What `nzsim sweep --emit` prints, to the letter and as engines run it. The engines themselves:
// tests/cluster.
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

class Launchers : public ::testing::Test {
 protected:
  Launchers() {
    desk.tiny_workload();
    write("s.json");
    // A program that says what it was asked to do instead.
    desk.folder.write("bin/scontrol", std::string("#!/bin/sh\necho \"$@\" >>asked\n"));
    std::filesystem::permissions(desk.folder.path("bin/scontrol"),
                                 std::filesystem::perms::owner_all);
  }

  void write(const std::string& name, const std::string& more = "") const {
    desk.folder.write(name, R"({"title": "Queue", "source": "none",
"config": "eie/isca2016", "workload": "tiny.json", "set": {"/processing_elements": 4}, "axes": [
{"path": "/activation_queue/slots", "range": {"from": 2, "to": 7, "step": 1}}],
"metrics": ["cycles"])" + more + "}");
  }

  std::string emitted(const std::string& launcher, const std::string& sweep = "s.json",
                      const std::map<std::string, std::string>& environment = {}) const {
    const auto answer =
        desk.nzsim({"sweep", sweep, "--shards", "2", "--emit", launcher}, environment);
    EXPECT_EQ(answer.code, 0) << answer.messages;
    return answer.out;
  }

  // The points of shards 1 and 2, and those of a sweep that nobody shared.
  void expect_all_points(const std::string& sweep, const std::string& stem) const {
    const auto merged = desk.nzsim(
        {"sweep", sweep, "--format", "csv", "--merge", stem + "-1.sqlite", stem + "-2.sqlite"});
    EXPECT_EQ(merged.code, 0) << merged.messages;
    EXPECT_EQ(merged.out, desk.nzsim({"sweep", sweep, "--format", "csv"}).out);
  }

  // As Slurm runs a task of the array, which was begun anew so many times.
  test::Answer task(int number, int restarts, const std::string& limit = ":") const {
    return desk.shell("export PATH=\"$PWD/bin:$PATH\" SLURM_ARRAY_JOB_ID=40 SLURM_RESTART_COUNT=" +
                      std::to_string(restarts) + " SLURM_ARRAY_TASK_ID=" + std::to_string(number) +
                      "; " + limit + "; bash job.sh");
  }

  test::Desk desk;
  const std::string program = std::filesystem::canonical(NZSIM_PROGRAM).string();
  const std::string folder = std::filesystem::canonical(desk.folder.path("")).string();
};

TEST_F(Launchers, OfSlurm) {
  EXPECT_EQ(emitted("slurm"),
            "#!/bin/bash\n"
            "#SBATCH --job-name=s\n"
            "#SBATCH --array=1-2\n"
            "#SBATCH --requeue\n"
            "#SBATCH --open-mode=append\n"
            "#SBATCH --output=s-%a.log\n"
            "NZSIM_CACHE= " +
                program +
                " sweep s.json --shards 2 --shard $SLURM_ARRAY_TASK_ID --out "
                "s-$SLURM_ARRAY_TASK_ID.sqlite --resume --format jsonl --jobs "
                "${SLURM_CPUS_PER_TASK:-1} >/dev/null\n"
                "code=$?\n"
                "# Killed, as happens when memory runs out: again, perhaps elsewhere, but not for "
                "ever.\n"
                "if [ $code -gt 128 ] && [ ${SLURM_RESTART_COUNT:-0} -lt 3 ]; then\n"
                "  scontrol requeue ${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID\n"
                "fi\n"
                "exit $code\n");
}

TEST_F(Launchers, OfMakeflow) {
  const auto rule = [&](const std::string& shard) {
    return "\ns-" + shard + ".done:\n\t(cd " + folder + " || exit 2; NZSIM_CACHE= " + program +
           " sweep s.json --shards 2 --shard " + shard + " --out s-" + shard +
           ".sqlite --resume --format jsonl --jobs 1 >/dev/null; [ \\$? -le 1 ]) && touch s-" +
           shard + ".done\n";
  };
  EXPECT_EQ(emitted("makeflow"), "CORES=1\n" + rule("1") + rule("2"));
}

TEST_F(Launchers, OfParallel) {
  const auto line = [&](const std::string& shard) {
    return "cd " + folder + " && NZSIM_CACHE= " + program + " sweep s.json --shards 2 --shard " +
           shard + " --out s-" + shard + ".sqlite --resume --format jsonl --jobs 1 >/dev/null\n";
  };
  EXPECT_EQ(emitted("parallel"), line("1") + line("2"));
}

TEST_F(Launchers, NameTheDataThatTheUserChose) {
  EXPECT_NE(emitted("slurm", "s.json", {{"NZSIM_DATA", NZSIM_SOURCE_DIR}})
                .find("\nNZSIM_CACHE= NZSIM_DATA=" NZSIM_SOURCE_DIR " " + program + " sweep "),
            std::string::npos);
}

TEST_F(Launchers, OfASweepThatIsNotThereAreNotPrinted) {
  const auto answer = desk.nzsim({"sweep", "none.json", "--shards", "2", "--emit", "slurm"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.out, "");
}

TEST_F(Launchers, LinesRunFromAnyFolderAndTwice) {
  desk.folder.write("lines", emitted("parallel"));
  for (int time = 0; time < 2; ++time) {
    const auto answer = desk.shell("cd / && sh \"$OLDPWD/lines\"");
    EXPECT_EQ(answer.code, 0) << answer.messages;
    EXPECT_EQ(answer.out, "");
    expect_all_points("s.json", "s");
  }
}

TEST_F(Launchers, NamesMayHoldWhatAShellWouldTakeForItsOwn) {
  write("it's $HOME; 100%.json");
  desk.folder.write("lines", emitted("parallel", "it's $HOME; 100%.json"));
  EXPECT_EQ(desk.shell("sh lines").code, 0);
  expect_all_points("it's $HOME; 100%.json", "it_s__HOME__100_");
  EXPECT_NE(emitted("slurm", "it's $HOME; 100%.json").find("=it_s__HOME__100_-%a.log\n"),
            std::string::npos);
}

TEST_F(Launchers, TasksOfSlurmHaveAShardEach) {
  desk.folder.write("job.sh", emitted("slurm"));
  EXPECT_EQ(task(1, 0).code, 0);
  EXPECT_EQ(task(2, 0).code, 0);
  expect_all_points("s.json", "s");
  EXPECT_FALSE(std::filesystem::exists(desk.folder.path("asked")));
}

// SQLite writes more than 4 kB, which the limit answers with a signal.
TEST_F(Launchers, ATaskOfSlurmThatIsKilledIsQueuedAgainThreeTimes) {
  desk.folder.write("job.sh", emitted("slurm"));
  EXPECT_EQ(task(2, 2, "ulimit -f 8").code, 128 + SIGXFSZ);
  EXPECT_EQ(task(2, 3, "ulimit -f 8").code, 128 + SIGXFSZ);
  EXPECT_EQ(desk.shell("cat asked").out, "requeue 40_2\n");
  EXPECT_EQ(task(2, 1).code, 0);
  EXPECT_EQ(task(1, 1).code, 0);
  expect_all_points("s.json", "s");
}

// No simulation is as quick as that.
TEST_F(Launchers, AShardWithPointsThatFailIsToldBySlurmAndDoneForMakeflow) {
  write("s.json", R"(, "limits": {"seconds": 1e-9})");
  desk.folder.write("job.sh", emitted("slurm"));
  EXPECT_EQ(task(1, 0).code, 1);
  EXPECT_FALSE(std::filesystem::exists(desk.folder.path("asked")));
  desk.folder.write("Makeflow", emitted("makeflow"));
  const std::string run_rules =
      "sed -n 's/^\\t//; s/\\\\\\$/$/; /touch/p' Makeflow >rules; sh rules";
  EXPECT_EQ(desk.shell(run_rules).code, 0);
  EXPECT_EQ(desk.shell("ls *.done").out, "s-1.done\ns-2.done\n");
  desk.folder.write("s.json", std::string("{}"));
  EXPECT_NE(desk.shell("rm *.done; " + run_rules).code, 0);
  EXPECT_EQ(desk.shell("ls *.done").out, "");
}

TEST_F(Launchers, ATaskOfSlurmThatCannotRunIsNotQueuedAgain) {
  desk.folder.write("job.sh", emitted("slurm"));
  desk.folder.write("s.json", std::string("{}"));
  EXPECT_EQ(task(1, 0).code, 2);
  EXPECT_FALSE(std::filesystem::exists(desk.folder.path("asked")));
}

}  // namespace
}  // namespace sim::cli
