// SPDX-License-Identifier: Apache-2.0
// nzsim list and nzsim describe, and where they find things.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/program.h"

namespace sim::cli {
namespace {

class ListCommand : public ::testing::Test {
 protected:
  std::string out_of(const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environment = {}) const {
    const auto answer = desk.nzsim(arguments, environment);
    EXPECT_EQ(answer.code, 0) << answer.messages;
    EXPECT_EQ(answer.messages, "");
    return answer.out;
  }

  std::string message_of(const std::vector<std::string>& arguments,
                         const std::map<std::string, std::string>& environment = {}) const {
    const auto answer = desk.nzsim(arguments, environment);
    EXPECT_EQ(answer.code, 2);
    EXPECT_EQ(answer.out, "");
    return answer.messages;
  }

  test::Desk desk;
};

// Keys with '/' for nested objects.
void collect(const nlohmann::json& object, const std::string& path,
             std::vector<std::string>& keys) {
  for (const auto& [key, value] : object.items()) {
    if (value.is_object()) {
      collect(value, path + key + '/', keys);
    } else {
      keys.push_back(path + key);
    }
  }
}

std::vector<std::string> parameters_of_eie() {
  auto json = nlohmann::json::parse(std::ifstream(NZSIM_SOURCE_DIR "/configs/eie/isca2016.json"));
  for (const char* key : {"machine", "title", "source", "prices", "sources"}) json.erase(key);
  std::vector<std::string> keys;
  collect(json, "", keys);
  return keys;
}

TEST_F(ListCommand, ShowsEveryMachineConfigWorkloadAndClaim) {
  EXPECT_NE(out_of({"list", "machines"}).find("\neie "), std::string::npos);
  const auto configs = out_of({"list", "configs"});
  for (const auto& file : std::filesystem::directory_iterator(NZSIM_SOURCE_DIR "/configs/eie")) {
    EXPECT_NE(configs.find("\neie/" + file.path().stem().string() + ' '), std::string::npos);
  }
  const auto workloads = out_of({"list", "workloads"});
  for (const auto& file : std::filesystem::directory_iterator(NZSIM_SOURCE_DIR "/workloads")) {
    if (file.path().extension() != ".json") continue;
    EXPECT_NE(workloads.find('\n' + file.path().stem().string() + ' '), std::string::npos);
  }
  EXPECT_NE(out_of({"list", "claims"}).find("\neie/time_actual/alex-6 "), std::string::npos);
}

TEST_F(ListCommand, ShowsEveryFormatAndTheirOptions) {
  const auto formats = out_of({"list", "formats"});
  for (const auto* name : {"dense ", "csr ", "fkw ", "deep_compression_huffman "}) {
    EXPECT_NE(formats.find('\n' + std::string(name)), std::string::npos) << name;
  }
  EXPECT_NE(formats.find("\nindex_bits "), std::string::npos);
}

TEST_F(ListCommand, WhatItCannotList) {
  EXPECT_EQ(message_of({"list", "machine"}),
            "KIND: \"machine\" is not allowed: must be machines, configs, workloads, claims, "
            "sweeps or formats; did you mean \"machines\"?\nRun nzsim --help for more.\n");
}

TEST_F(ListCommand, ADamagedWorkloadHidesNoOther) {
  std::filesystem::create_directories(desk.folder.path("configs"));
  std::filesystem::create_directories(desk.folder.path("workloads"));
  desk.folder.write("workloads/bad.json", std::string("{"));
  std::filesystem::copy(NZSIM_SOURCE_DIR "/workloads/alexnet-fc.json",
                        desk.folder.path("workloads/good.json"));
  const auto text = out_of({"list", "workloads"}, {{"NZSIM_DATA", "."}});
  EXPECT_NE(text.find("\nbad            -  damaged: nzsim run says why\n"), text.npos) << text;
  EXPECT_NE(text.find("\ngood           3  AlexNet"), text.npos) << text;
}

TEST_F(ListCommand, TheDataFolderMayBeAnother) {
  std::filesystem::create_directories(desk.folder.path("configs/eie"));
  desk.folder.write("configs/eie/mine.json", std::string(R"({"title": "My own"})"));
  EXPECT_EQ(out_of({"list", "configs"}, {{"NZSIM_DATA", desk.folder.path("").string()}}),
            "config    what it is\n--------  ----------\neie/mine  My own\n");
  EXPECT_EQ(
      message_of({"list", "configs"}, {{"NZSIM_DATA", "nowhere"}}),
      "there is no folder nowhere/configs: NZSIM_DATA must name the folder that holds configs "
      "and workloads\n");
}

TEST_F(ListCommand, DescribesEveryParameterOfAMachineAndOfAConfig) {
  const auto machine = out_of({"describe", "eie"}), config = out_of({"describe", "eie/isca2016"});
  const auto parameters = parameters_of_eie();
  EXPECT_GT(parameters.size(), 15u);
  for (const auto& key : parameters) {
    EXPECT_NE(machine.find('\n' + key + ' '), std::string::npos) << key;
    EXPECT_NE(config.find('\n' + key + ' '), std::string::npos) << key;
  }
  EXPECT_NE(config.find("section IV (4-bit"), config.find("section VI"));
  EXPECT_NE(config.find("processing_element/matrix_read "), std::string::npos) << "no area";
}

TEST_F(ListCommand, TheSchemaIsJsonWithEveryParameter) {
  const auto text = out_of({"describe", "eie", "--schema"});
  EXPECT_EQ(out_of({"describe", "eie/isca2016", "--schema"}), text);
  const auto schema = nlohmann::json::parse(text);
  for (const auto& key : parameters_of_eie()) {
    EXPECT_TRUE(schema.at("properties").contains(key.substr(0, key.find('/')))) << key;
  }
}

TEST_F(ListCommand, WhatItCannotDescribe) {
  EXPECT_EQ(message_of({"describe", "eei"}),
            "no machine, no config and no file is called \"eei\"; did you mean \"eie\"?\n");
  EXPECT_EQ(message_of({"describe", "isca2016", "--schema"}),
            "no machine, no config and no file is called \"isca2016\"; did you mean "
            "\"eie/isca2016\"?\n");
  desk.folder.write("c.json", std::string(R"({"machine": "eei"})"));
  EXPECT_EQ(message_of({"describe", "c.json"}),
            "c.json:1:13: /machine: no machine is called \"eei\"; did you mean \"eie\"?\n");
}

TEST_F(ListCommand, AResultThatCannotBeWrittenIsNoSuccess) {
  const auto answer = desk.nzsim_after("exec >/dev/full", {"list", "machines"});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.messages, "standard output cannot be written\n");
}

TEST_F(ListCommand, ThePagesOfParametersAreWhatDescribePrints) {
  const std::pair<std::string, std::string> pages[] = {
      {"cap_ram", "cap_ram/jssc2021"},     {"dcnn", "dcnn/isca2017"}, {"eie", "eie/isca2016"},
      {"memristor", "memristor/isaac-ce"}, {"pcnn", "pcnn/dac2020"},  {"scnn", "scnn/isca2017"},
      {"sot_mram", "sot_mram/imce"}};
  for (const auto& [machine, config] : pages) {
    const auto page = "docs/parameters/" + machine + ".md";
    std::ifstream file(std::filesystem::path(NZSIM_SOURCE_DIR) / page);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(out_of({"describe", config, "--markdown"}), text)
        << "write it again: ./nzsim describe " << config << " --markdown > " << page;
  }
}

}  // namespace
}  // namespace sim::cli
