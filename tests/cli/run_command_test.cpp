// SPDX-License-Identifier: Apache-2.0
// nzsim run, end to end.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

class RunCommand : public ::testing::Test {
 protected:
  test::Answer run(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"run", "eie/isca2016", desk.tiny_workload()});
    return desk.nzsim(more);
  }

  std::string text_of(const std::string& file) const {
    std::ostringstream text;
    text << std::ifstream(desk.folder.path(file)).rdbuf();
    return text.str();
  }

  test::Desk desk;
};

// All but the host's seconds, which differ from run to run.
nlohmann::json without_host(const std::string& text) {
  auto json = nlohmann::json::parse(text);
  for (auto& layer : json.at("layers")) layer.erase("host_s");
  return json;
}

TEST_F(RunCommand, PrintsItsResultAndNoMessage) {
  const auto answer = run();
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.messages, "");
  EXPECT_TRUE(
      answer.out.starts_with("machine   EIE, 64 PEs, 45 nm, 800 MHz (ISCA 2016)  (eie/isca2016)\n"
                             "workload  Two small layers  (tiny)\n"))
      << answer.out;
  EXPECT_NE(answer.out.find("\nfc2 "), std::string::npos);
  EXPECT_EQ(answer.out.find('\033'), std::string::npos) << "no bar without a terminal";
}

TEST_F(RunCommand, JsonIsOneDocument) {
  const auto answer = run({"--format", "json"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.messages, "");
  const auto json = nlohmann::json::parse(answer.out);
  EXPECT_EQ(json.at("config"), "eie/isca2016");
  EXPECT_EQ(json.at("layers").size(), 2u);
  EXPECT_EQ(json.at("total").at("verified"), true);
}

TEST_F(RunCommand, CsvHasARowPerLayer) {
  const auto answer = run({"--format=csv"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_TRUE(answer.out.starts_with("layer,vectors,cycles,time_us,"));
  EXPECT_EQ(std::count(answer.out.begin(), answer.out.end(), '\n'), 3);
}

TEST_F(RunCommand, LockstepAndDecoupledAreEqualByteForByte) {
  const auto decoupled = run({"--format", "csv", "--engine", "decoupled"});
  const auto lockstep = run({"--format", "csv", "--engine", "lockstep"});
  EXPECT_EQ(lockstep.code, 0);
  EXPECT_EQ(lockstep.out, decoupled.out);
  EXPECT_EQ(decoupled.out, run({"--format", "csv"}).out);
}

TEST_F(RunCommand, WithoutValuesTimeCountsAndEnergyAreTheSame) {
  auto with = without_host(run({"--format", "json"}).out);
  const auto without = without_host(run({"--format", "json", "--values", "off"}).out);
  EXPECT_EQ(without.at("total").at("verified"), nullptr);
  for (auto& layer : with.at("layers")) layer["verified"] = layer["saturated"] = nullptr;
  with.at("total")["verified"] = nullptr;
  EXPECT_EQ(without, with);
}

TEST_F(RunCommand, AMachineThatNeedsValuesSaysSoAndComputesThem) {
  const auto answer = desk.nzsim({"run", "cap_ram/jssc2021", "macro-peak", "--values", "off"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(
      answer.messages,
      "--values off: they are computed all the same, since a converter's energy depends on its "
      "codes\n");
  EXPECT_NE(answer.out.find("equals its definition"), std::string::npos);
}

TEST_F(RunCommand, TheNumberOfJobsChangesNothing) {
  EXPECT_EQ(without_host(run({"--jobs", "1", "--format", "json"}).out),
            without_host(run({"--jobs", "4", "--format", "json"}).out));
}

TEST_F(RunCommand, OutWritesThreeFilesBesideTheResult) {
  const auto answer = run({"--out", "a/b"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(text_of("a/b/run.txt"), answer.out);
  EXPECT_EQ(text_of("a/b/run.csv"), run({"--format", "csv"}).out);
  EXPECT_EQ(without_host(text_of("a/b/run.json")), without_host(run({"--format", "json"}).out));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(desk.folder.path("a/b")), {}), 3);
}

TEST_F(RunCommand, OutReplacesOlderFiles) {
  run({"--out", "o"});
  run({"--out", "o", "--layer", "fc2"});
  EXPECT_EQ(text_of("o/run.csv"), run({"--format", "csv", "--layer", "fc2"}).out);
}

TEST_F(RunCommand, LayersMayBeChosenInAnyOrderAndTwice) {
  const auto answer =
      run({"--layer", "fc2", "--layer", "fc1", "--layer", "fc2", "--format", "csv"});
  EXPECT_EQ(answer.code, 0);
  EXPECT_EQ(answer.out, run({"--format", "csv"}).out);
  EXPECT_EQ(std::count(answer.out.begin(), answer.out.end(), '\n'), 3);
}

TEST_F(RunCommand, OptionsMayStandBeforeTheNames) {
  const auto answer = desk.nzsim({"run", "--layer", "fc2", "--set", "/clock_mhz=400",
                                  "eie/isca2016", desk.tiny_workload(), "--format", "csv"});
  EXPECT_EQ(answer.code, 0) << answer.messages;
  EXPECT_NE(answer.out.find("\nfc2,"), std::string::npos);
}

TEST_F(RunCommand, SettingsChangeTheMachine) {
  const auto slow = nlohmann::json::parse(run({"--set", "/clock_mhz=400", "--format", "json"}).out);
  const auto fast = nlohmann::json::parse(run({"--format", "json"}).out);
  EXPECT_EQ(slow.at("total").at("cycles"), fast.at("total").at("cycles"));
  EXPECT_DOUBLE_EQ(slow.at("total").at("time_us").get<double>(),
                   2 * fast.at("total").at("time_us").get<double>());
}

TEST_F(RunCommand, SettingsChangeTheWorkload) {
  const auto total = [&](const std::string& density) {
    const auto answer =
        desk.nzsim({"run", "scnn/isca2017", "tiny/convolution", "--format", "json",
                    "--set-workload", "/layers/*/weights/synthesise/density=" + density});
    EXPECT_EQ(answer.code, 0) << answer.messages;
    return nlohmann::json::parse(answer.out).at("total").at("macs_effectual").get<int>();
  };
  EXPECT_GT(total("1"), total("0.2"));
}

TEST_F(RunCommand, RealImagesFlowThroughAllLayers) {
  const auto answer = desk.nzsim({"run", "eie/isca2016", "digits-mlp", "--format", "json"});
  ASSERT_EQ(answer.code, 0) << answer.messages;
  const auto total = nlohmann::json::parse(answer.out).at("total");
  EXPECT_EQ(total.at("verified"), true);
  EXPECT_GT(total.at("accuracy"), 0.95);
}

TEST_F(RunCommand, WithoutPipesItIsOurFault) {
  const auto answer =
      desk.nzsim_after("ulimit -n 4", {"run", "eie/isca2016", desk.tiny_workload()});
  EXPECT_EQ(answer.code, 3);
  EXPECT_EQ(answer.out, "");
  EXPECT_EQ(answer.messages, "nzsim is at fault: no pipe for a worker: Too many open files\n");
}

TEST_F(RunCommand, AWorkerThatIsKilledLosesOnlyItsLayer) {
  desk.folder.write("huge.json", std::string(R"({"title": "t", "source": "s", "layers": [
{"name": "small", "kind": "fully_connected", "inputs": 100, "outputs": 80,
 "weights": {"synthesise": {"density": 0.2}, "quantise": {"codebook_bits": 4}},
 "activations": {"synthesise": {"density": 0.5}}},
{"name": "huge", "kind": "fully_connected", "inputs": 8192, "outputs": 4096,
 "weights": {"synthesise": {"density": 0.05}, "quantise": {"codebook_bits": 4}},
 "activations": {"synthesise": {"density": 1}}}]})"));
  // The second layer takes several seconds this way, the first next to nothing.
  const auto answer = desk.nzsim_after(
      "ulimit -t 1", {"run", "eie/isca2016", "huge.json", "--format", "csv", "--engine", "lockstep",
                      "--set", "/processing_elements=1024"});
  EXPECT_EQ(answer.code, 3);
  EXPECT_NE(answer.out.find("\nsmall,1,"), std::string::npos) << answer.out;
  EXPECT_TRUE(answer.messages.starts_with(
      "nzsim is at fault: layer \"huge\" is lost: its worker was killed by signal "))
      << answer.messages;
}

}  // namespace
}  // namespace sim::cli
