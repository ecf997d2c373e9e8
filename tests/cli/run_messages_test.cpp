// SPDX-License-Identifier: Apache-2.0
// What nzsim run says of the user's mistakes: all of them at once, to the letter, with exit code 2,
// on standard error, and before anything is simulated.
#include <gtest/gtest.h>

#include "tests/cli/program.h"
#include "tests/tensor/numpy_files.h"

namespace sim::cli {
namespace {

class RunMessages : public ::testing::Test {
 protected:
  // The messages of a run that must print nothing else.
  std::string messages(const std::vector<std::string>& arguments) const {
    auto words = arguments;
    words.insert(words.begin(), "run");
    const auto answer = desk.nzsim(words);
    EXPECT_EQ(answer.code, 2);
    EXPECT_EQ(answer.out, "");
    return answer.messages;
  }

  // The same of a run that got as far as its layers, which it then lists as failed.
  std::string messages_of_layers(const std::vector<std::string>& arguments) const {
    auto words = arguments;
    words.insert(words.begin(), "run");
    const auto answer = desk.nzsim(words);
    EXPECT_EQ(answer.code, 2);
    EXPECT_NE(answer.out.find("failed\n"), std::string::npos);
    return answer.messages;
  }

  void write_array(const std::string& name, const std::string& shape, std::size_t bytes) const {
    desk.folder.write(
        name, tensor::npy_file(tensor::npy_dictionary("<i2", shape), tensor::Bytes(bytes, 0)));
  }

  test::Desk desk;
};

TEST_F(RunMessages, UnknownNamesWithTheNearest) {
  EXPECT_EQ(messages({"isca2016", "digit-mlp"}),
            "no config and no file is called \"isca2016\"; did you mean \"eie/isca2016\"?\n"
            "no workload and no file is called \"digit-mlp\"; did you mean \"digits-mlp\"?\n");
  EXPECT_EQ(messages({"xyz", "none.json"}),
            "no config and no file is called \"xyz\"\n"
            "no workload and no file is called \"none.json\"\n");
}

TEST_F(RunMessages, UnknownLayersWithTheNearest) {
  EXPECT_EQ(messages({"eie/isca2016", desk.tiny_workload(), "--layer", "fc3", "--layer", "conv"}),
            "--layer: tiny has no layer \"fc3\"; did you mean \"fc1\"?\n"
            "--layer: tiny has no layer \"conv\"\n");
}

TEST_F(RunMessages, SettingsThatCannotBe) {
  EXPECT_EQ(messages({"eie/isca2016", desk.tiny_workload(), "--set", "clock_mhz=3", "--set", "/x",
                      "--set", "/clok_mhz=3", "--set", "/weigths/code_bits=3", "--set",
                      "/node_nm=small", "--set", "/weights/code_bits=9"}),
            "--set: expected /json/pointer=value, got \"clock_mhz=3\"\n"
            "--set: expected /json/pointer=value, got \"/x\"\n"
            "--set: /weigths/code_bits: there is no /weigths; did you mean \"weights\"?\n"
            "--set: /clok_mhz: unknown key; did you mean \"clock_mhz\"?\n"
            "--set: /node_nm: expected a number, got \"small\" (technology node that the figures "
            "stand for, nm)\n"
            "--set: /weights/code_bits: 9 is out of range: must be from 1 to 8 (code of a shared "
            "weight; code 0 is the weight 0, the others name 2^n - 1 values, bits)\n");
}

TEST_F(RunMessages, SettingsOfTheWorkloadThatCannotBe) {
  EXPECT_EQ(
      messages({"eie/isca2016", "digits-mlp", "--set-workload", "title=3", "--set-workload",
                "/layers/*/weights/synthesise/density=1", "--set-workload", "/layers/1/input=3"}),
      "--set-workload: expected /json/pointer=value, got \"title=3\"\n"
      "--set-workload: /layers/*/weights/synthesise/density: there is no "
      "/layers/*/weights/synthesise\n"
      "--set-workload: /layers/1/input: unknown key; did you mean \"inputs\"?\n");
}

TEST_F(RunMessages, ContradictionsOfParameters) {
  EXPECT_EQ(messages({"eie/isca2016", desk.tiny_workload(), "--set", "/matrix_memory/width_bits=8",
                      "--set", "/weights/code_bits=6"}),
            "--set: /matrix_memory/width_bits: 8 is too narrow: one entry has 10 bits "
            "(weights/code_bits + weights/index_bits)\n");
}

TEST_F(RunMessages, TextThatIsNoJsonInBothFiles) {
  desk.folder.write("c.json", std::string("{\n  \"machine\": eie\n}"));
  desk.folder.write("w.json", std::string("{\"title\": 3,"));
  EXPECT_EQ(
      messages({"c.json", "w.json"}),
      "c.json:2:14: syntax error while parsing value - invalid literal; last read: "
      "'\"machine\": e'\n"
      "w.json:1:13: syntax error while parsing object key - unexpected end of input; expected "
      "string literal\n");
}

TEST_F(RunMessages, ProblemsOfConfigWorkloadAndFolderAtOnce) {
  desk.folder.write("c.json", std::string(R"({"machine": "eye"})"));
  desk.folder.write("w.json", std::string(R"({"title": "", "source": "", "layers": 3})"));
  desk.folder.write("file", std::string("x"));
  EXPECT_EQ(messages({"c.json", "w.json", "--out", "file/out"}),
            "c.json:1:13: /machine: no machine is called \"eye\"; did you mean \"eie\"?\n"
            "w.json:1:39: /layers: expected a list, got 3 (the layers of the network)\n"
            "file/out: cannot make this folder: Not a directory\n");
}

TEST_F(RunMessages, AFolderThatTakesNoFilesIsNoticedBeforeTheSimulation) {
  std::filesystem::create_directories(desk.folder.path("out/run.csv"));
  EXPECT_EQ(messages({"eie/isca2016", desk.tiny_workload(), "--out", "out"}),
            "out/run.csv: cannot write this file\n");
  EXPECT_FALSE(std::filesystem::exists(desk.folder.path("out/run.json")));
}

// An LSTM as a workload has it, small.
std::string lstm_called(const std::string& name) {
  std::string text = R"({"name": ")" + name + R"(", "kind": "lstm", "inputs": 3, "cells": 5,
 "activations": {"synthesise": {"density": 1}},
 "formats": {"input_fraction": 12, "output_fraction": 11, "cell_fraction": 10,
  "sum_fraction": 16, "gate_fraction": 8, "table_samples": 64, "sigmoid_range": 8, "tanh_range": 4},
 "weights": {)";
  for (const char* matrix : {"Wix", "Wir", "Wfx", "Wfr", "Wcx", "Wcr", "Wox", "Wor"}) {
    text += std::string(text.back() == '{' ? "\"" : ", \"") + matrix +
            R"(": {"synthesise": {"density": 0.5}, "fraction_bits": 7})";
  }
  return text + "}}";
}

TEST_F(RunMessages, LayersThatTheMachineCannotRun) {
  desk.folder.write("mixed.json", R"({"title": "", "source": "", "layers": [
)" + lstm_called("a") + R"(,
{"name": "fc", "kind": "fully_connected", "inputs": 1, "outputs": 1,
 "weights": {"synthesise": {"density": 1}}, "activations": {"synthesise": {"density": 1}}},
)" + lstm_called("b") + "]}");
  EXPECT_EQ(messages({"eie/isca2016", "mixed.json"}),
            "mixed.json:2:1: /layers/0: layer \"a\": EIE runs fully connected layers and "
            "convolutions, not an LSTM\n"
            "mixed.json:9:1: /layers/2: layer \"b\": EIE runs fully connected layers and "
            "convolutions, not an LSTM\n");
  EXPECT_EQ(desk.nzsim({"run", "eie/isca2016", "mixed.json", "--layer", "fc"}).code, 0);
}

TEST_F(RunMessages, FilesOfTensorsThatAreMissingTruncatedOrOfAnotherShape) {
  desk.folder.write("bad.json", std::string(R"({
  "title": "t", "source": "s", "labels": {"file": "labels.npy"},
  "layers": [
    {"name": "a", "kind": "fully_connected", "inputs": 4, "outputs": 3,
     "weights": {"file": "no.npz", "array": "w"}, "activations": {"file": "cut.npy"}},
    {"name": "b", "kind": "fully_connected", "inputs": 3, "outputs": 2,
     "weights": {"file": "wide.npy"}}
  ]
})"));
  write_array("cut.npy", "(4,)", 5);
  write_array("wide.npy", "(3, 2)", 12);
  EXPECT_EQ(messages({"eie/isca2016", "bad.json"}),
            "bad.json:5:17: /layers/0/weights: no.npz: there is no such file\n"
            "bad.json:5:66: /layers/0/activations: cut.npy: is truncated: 4 elements of int16 need "
            "8 bytes, but there are 5\n"
            "bad.json:7:17: /layers/1/weights: wide.npy: has the shape [3, 2], needs [2, 3] "
            "(outputs, inputs)\n"
            "bad.json:2:42: /labels: labels.npy: there is no such file\n");
}

TEST_F(RunMessages, MemoriesThatAreTooSmallForEveryLayer) {
  EXPECT_EQ(messages_of_layers({"eie/isca2016", desk.tiny_workload(), "--set",
                                "/pointer_memory/bytes=64", "--jobs", "2"}),
            "tiny.json:5:5: /layers/0: a batch of 100 columns needs 101 pointers and 47 entries in "
            "one PE, but its memories hold 32 and 65535 (pointer_memory, matrix_memory)\n"
            "tiny.json:8:5: /layers/1: a batch of 80 columns needs 81 pointers and 30 entries in "
            "one PE, but its memories hold 32 and 65535 (pointer_memory, matrix_memory)\n");
  EXPECT_EQ(messages_of_layers({"eie/isca2016", desk.tiny_workload(), "--layer", "fc1", "--set",
                                "/activation_memory/bytes=4", "--set", "/weights/code_bits=3"}),
            "tiny.json:5:5: /layers/0: 100 inputs and 80 outputs need 4 activations in one PE, but "
            "its memory holds 2 (activation_memory/bytes)\n"
            "tiny.json:5:5: /layers/0: 12 distinct non-zero weights, but a code of 3 bits names at "
            "most 7 (weights/code_bits); share the weights with \"codebook_bits\" in the "
            "workload\n");
}

TEST_F(RunMessages, APriceListThatLacksPricesIsNoticedBeforeTheSimulation) {
  std::filesystem::create_directories(desk.folder.path("configs/prices"));
  desk.folder.write("configs/prices/poor.json",
                    std::string(R"({"title": "poor", "node_nm": 45, "components": {}})"));
  std::filesystem::copy(NZSIM_SOURCE_DIR "/configs/eie", desk.folder.path("configs/eie"));
  const auto answer =
      desk.nzsim({"run", "eie/isca2016", desk.tiny_workload(), "--set", "/prices=poor"},
                 {{"NZSIM_DATA", "."}});
  EXPECT_EQ(answer.code, 2);
  EXPECT_EQ(answer.out, "");
  for (const char* kind : {"sram", "multiplier", "adder", "register_file", "dram"}) {
    EXPECT_NE(answer.messages.find(kind), std::string::npos) << kind << " in " << answer.messages;
  }
}

}  // namespace
}  // namespace sim::cli
