// SPDX-License-Identifier: Apache-2.0
// What the reader of workloads says, to the letter.
#include <gtest/gtest.h>

#include "sim/workload/network_reader.h"
#include "tests/base/temporary_folder.h"

namespace sim::workload {
namespace {

std::string message(const std::string& text) {
  const TemporaryFolder folder;
  const auto file = folder.write("w.json", text);
  try {
    read_network(file);
  } catch (const UserError& error) {
    return folder.without_folder(error.what());
  }
  return "";
}

// A whole file around keys of a tensor: the problems of these weights.
std::string message_of_weights(const std::string& weights) {
  return message(R"({"title": "", "source": "", "layers": [
{"name": "a", "kind": "fully_connected", "inputs": 3, "outputs": 2, "activations": {"file": "a"},
"weights":)" + weights +
                 "}]}");
}

std::string message_of_convolution(const std::string& keys) {
  return message(R"({"title": "", "source": "", "layers": [
{"name": "a", "kind": "convolution", "channels": 4, "height": 5, "width": 5, "filters": 6,
"weights": {"file": "w"}, "activations": {"file": "a"},
)" + keys + "}]}");
}

TEST(NetworkMessages, EveryProblemOfAFileAtOnce) {
  EXPECT_EQ(message(R"({
  "title": "x",
  "sorce": "y",
  "layers": [
    {"name": "a", "kind": "fuly_connected", "inputs": 3,
     "weights": {"synthesize": {"density": 2}}},
    {"name": "a", "kind": "fully_connected", "inputs": 3, "outputs": 0,
     "weights": {"synthesise": {"density": 2}}, "bias": 3,
     "activations": {"file": "x.npy", "array": 3}},
    {"name": "b", "kind": "fully_connected", "inputs": 3, "outputs": 4,
     "weights": {"file": "nope.npy"}, "output": {"shift": 63, "rlu": true}},
    {"name": "c", "kind": "fully_connected", "inputs": 3, "outputs": 4},
    7
  ]
})"),
            "w.json:3:3: /sorce: unknown key; did you mean \"source\"?\n"
            "w.json:1:1: /source: missing (where its numbers come from)\n"
            "w.json:5:27: /layers/0/kind: \"fuly_connected\" is not allowed: must be one of "
            "\"fully_connected\", \"convolution\", \"lstm\"; did you mean \"fully_connected\"? "
            "(kind of the "
            "layer)\n"
            "w.json:6:18: /layers/0/weights/synthesize: unknown key; did you mean "
            "\"synthesise\"?\n"
            "w.json:6:17: /layers/0/weights: needs either \"synthesise\" or \"file\"\n"
            "w.json:7:70: /layers/1/outputs: 0 is out of range: must be at least 1 (outputs of "
            "the layer)\n"
            "w.json:8:44: /layers/1/weights/synthesise/density: 2 is out of range: must be above "
            "0 and at most 1 (share of non-zeros)\n"
            "w.json:8:57: /layers/1/bias: expected an object, got 3\n"
            "w.json:9:48: /layers/1/activations/array: expected a string, got 3 (name of the "
            "array in an .npz file)\n"
            "w.json:11:63: /layers/2/output/rlu: unknown key; did you mean \"relu\"?\n"
            "w.json:11:59: /layers/2/output/shift: 63 is out of range: must be from 0 to 62 "
            "(right shift of the sums, bits)\n"
            "w.json:12:5: /layers/3/weights: missing (the weights of the layer)\n"
            "w.json:13:5: /layers/4: expected an object, got 7\n"
            "w.json:7:14: /layers/1/name: \"a\" is the name of another layer: /layers/0\n"
            "w.json:5:5: /layers/0/activations: missing (the first layer needs activations of its "
            "own)\n"
            "w.json:12:56: /layers/3/inputs: 3 inputs do not fit the 4 outputs of the layer "
            "before, \"b\": the layer needs activations of its own");
}

TEST(NetworkMessages, ANetworkHasLayers) {
  EXPECT_EQ(message(R"({"title": "", "source": "", "layers": []})"),
            "w.json:1:39: /layers: a network has at least one layer");
  EXPECT_EQ(message(R"({"title": "", "source": ""})"),
            "w.json:1:1: /layers: missing (the layers of the network)");
  EXPECT_EQ(message("[]"), "w.json:1:1: expected an object, got []");
}

TEST(NetworkMessages, AFileThatIsNotThere) {
  const TemporaryFolder folder;
  try {
    read_network(folder.path("none.json"));
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(folder.without_folder(error.what()),
              "none.json: cannot be read: No such file or directory");
  }
}

TEST(NetworkMessages, ATensorHasOneOrigin) {
  EXPECT_EQ(message_of_weights(R"({"synthesise": {"density": 1}, "file": "w"})"),
            "w.json:3:11: /layers/0/weights: a tensor is either synthesised or read from a file, "
            "not both");
  EXPECT_EQ(message_of_weights("{}"),
            "w.json:3:11: /layers/0/weights: needs either \"synthesise\" or \"file\"");
  EXPECT_EQ(message_of_weights(R"({"synthesise": {}, "array": "w"})"),
            "w.json:3:26: /layers/0/weights/synthesise/density: missing (share of non-zeros; must "
            "be above 0 and at most 1)\n"
            "w.json:3:30: /layers/0/weights/array: only a file has arrays with names");
  EXPECT_EQ(message_of_weights("4"), "w.json:3:11: /layers/0/weights: expected an object, got 4");
}

TEST(NetworkMessages, TheSourceOfADensityIsText) {
  EXPECT_EQ(message_of_weights(R"({"synthesise": {"density": 1, "source": 1602}})"),
            "w.json:3:51: /layers/0/weights/synthesise/source: expected a string, got 1602 (where "
            "the density comes from)");
  EXPECT_EQ(message_of_weights(R"({"file": "w", "source": "a guess"})"),
            "w.json:3:25: /layers/0/weights/source: unknown key");
}

TEST(NetworkMessages, Quantisation) {
  EXPECT_EQ(message_of_weights(
                R"({"file": "w", "quantise": {"bits": 17, "codebook_bits": 9, "scale": 0}})"),
            "w.json:3:46: /layers/0/weights/quantise/bits: 17 is out of range: must be from 2 to "
            "16 (width of the integers, bits)\n"
            "w.json:3:67: /layers/0/weights/quantise/codebook_bits: 9 is out of range: must be "
            "from 0 to 8 (above 0: the values besides 0 are shared ones, 2^n - 1 at most, bits)\n"
            "w.json:3:79: /layers/0/weights/quantise/scale: 0 is out of range: must be above 0 "
            "(integer that stands for 1.0)");
}

TEST(NetworkMessages, KeysThatWouldMeanNothing) {
  EXPECT_EQ(message(R"({"title": "", "source": "", "labels": {"synthesise": {"density": 1}},
"layers": [{"name": "a", "kind": "fully_connected", "inputs": 3, "outputs": 2,
"weights": {"file": "w"}, "bias": {"file": "b", "quantise": {}, "input": 32768},
"activations": {"synthesise": {"density": 1, "row_spread": 0, "column_spread": 0.1},
                "quantise": {"codebook_bits": 4}}}]})"),
            "w.json:1:40: /labels/synthesise: labels come from a file\n"
            "w.json:3:74: /layers/0/bias/input: 32768 is out of range: must be from 1 to 32767 "
            "(input that the bias is multiplied by: stands for 1.0)\n"
            "w.json:3:49: /layers/0/bias/quantise: a bias is quantised together with its layer's "
            "weights\n"
            "w.json:4:63: /layers/0/activations/synthesise/column_spread: the density of "
            "activations has no spread\n"
            "w.json:5:30: /layers/0/activations/quantise/codebook_bits: activations have no "
            "codebook");
}

TEST(NetworkMessages, OnlyTheActivationsOfAConvolutionCluster) {
  EXPECT_EQ(message(R"({"title": "", "source": "",
"layers": [{"name": "a", "kind": "fully_connected", "inputs": 3, "outputs": 2,
"weights": {"synthesise": {"density": 1, "clustering": 0.5}},
"activations": {"synthesise": {"density": 1, "clustering": 0.5}}}]})"),
            "w.json:3:42: /layers/0/weights/synthesise/clustering: only the activations of a "
            "convolution cluster\n"
            "w.json:4:46: /layers/0/activations/synthesise/clustering: only the activations of a "
            "convolution cluster");
}

TEST(NetworkMessages, KernelsFitAndGroupsDivide) {
  EXPECT_EQ(
      message_of_convolution(R"("kernel_height": 8, "kernel_width": 6, "padding": 1, "groups": 5)"),
      "w.json:4:18: /layers/0/kernel_height: a kernel of height 8 does not fit a plane of "
      "padded height 7\n"
      "w.json:4:64: /layers/0/groups: 5 groups do not divide 4 channels\n"
      "w.json:4:64: /layers/0/groups: 5 groups do not divide 6 filters");
  EXPECT_EQ(
      message_of_convolution(R"("kernel_height": 7, "kernel_width": 7, "padding": 1, "groups": 2)"),
      "");
}

TEST(NetworkMessages, MoreWeightsThanCanBeCounted) {
  EXPECT_EQ(message(R"({"title": "", "source": "", "layers": [
{"name": "a", "kind": "fully_connected", "inputs": 65535, "outputs": 32768,
 "weights": {"file": "w"}, "activations": {"file": "a"}}]})"),
            "w.json:2:1: /layers/0: has 2^31 weights or more, with its bias");
}

// Three layers, the last of which says where its inputs come from.
std::string message_of_source(const std::string& from, const std::string& purification = "{}") {
  return message(R"({"title": "", "source": "", "purification": )" + purification +
                 R"(, "layers": [
{"name": "left", "kind": "fully_connected", "inputs": 3, "outputs": 4, "weights": {"file": "w"},
 "activations": {"file": "a"}},
{"name": "right", "kind": "fully_connected", "inputs": 3, "outputs": 2, "weights": {"file": "w"},
 "activations": {"file": "a"}},
{"name": "last", "kind": "convolution", "channels": 6, "height": 1, "width": 1, "filters": 1,
 "kernel_height": 1, "kernel_width": 1, "weights": {"file": "w"}, "activations": {"file": "a"},
 "from": )" + from +
                 "}]}");
}

TEST(NetworkMessages, SourcesThatAreNone) {
  EXPECT_EQ(message_of_source(R"({"append": ["left", "right"]})"), "");
  EXPECT_EQ(message_of_source("\"rihgt\""),
            "w.json:8:10: /layers/2/from: no layer before this one is called \"rihgt\"; did you "
            "mean \"right\"?");
  EXPECT_EQ(message_of_source("\"last\""),
            "w.json:8:10: /layers/2/from: no layer before this one is called \"last\"");
  EXPECT_EQ(message_of_source("\"left\""),
            "w.json:8:10: /layers/2/from: the outputs of 4 filters are not the 6 channels of the "
            "layer");
  EXPECT_EQ(message_of_source(R"({"add": ["left", "right"]})"),
            "w.json:8:10: /layers/2/from: the outputs of 4 and 2 filters, added up, are not the 6 "
            "channels of the layer");
  EXPECT_EQ(message_of_source(R"({"append": ["left", "left"]})"),
            "w.json:8:10: /layers/2/from: the outputs of 4 and 4 filters, one behind the other, "
            "are not the 6 channels of the layer");
  EXPECT_EQ(message_of_source(R"(["left", "right"])"),
            "w.json:8:10: /layers/2/from: must be the name of a layer, or {\"add\": [...]} or "
            "{\"append\": [...]} of several");
  EXPECT_EQ(
      message_of_source(R"({"append": ["left", 3]})"),
      "w.json:8:30: /layers/2/from/append/1: must be the name of a layer, not a whole number");
}

TEST(NetworkMessages, PurificationThatCannotBe) {
  EXPECT_EQ(
      message_of_source(R"({"append": ["left", "right"]})", R"({"emptyness": 0.9,
"importance": 2})"),
      "w.json:1:46: /purification/emptyness: unknown key; did you mean \"emptiness\"?\n"
      "w.json:2:15: /purification/importance: 2 is out of range: must be from 0 to 1 (its mean "
      "square, relative to that of its layer, below which it goes)");
}

}  // namespace
}  // namespace sim::workload
