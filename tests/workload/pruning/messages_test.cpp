// SPDX-License-Identifier: Apache-2.0
// What the reader of structures says, to the letter.
#include <gtest/gtest.h>

#include "sim/workload/network_reader.h"
#include "tests/base/temporary_folder.h"

namespace sim::workload::pruning {
namespace {

std::string message(const std::string& layer, const std::string& synthesise,
                    const std::string& after = "") {
  const TemporaryFolder folder;
  const auto file = folder.write("w.json", R"({"title": "", "source": "", "layers": [{"name": "a",
)" + layer + R"(,
"weights": {"synthesise":
)" + synthesise + after + R"(},
"activations": {"synthesise": {"density": 1}}}]})");
  try {
    read_network(file);
  } catch (const UserError& error) {
    return folder.without_folder(error.what());
  }
  return "";
}

std::string of_matrix(const std::string& synthesise, const std::string& after = "") {
  return message(R"("kind": "fully_connected", "inputs": 8, "outputs": 6)", synthesise, after);
}

std::string of_convolution(const std::string& synthesise, int kernel = 3) {
  const auto size = std::to_string(kernel);
  return message(R"("kind": "convolution", "channels": 4, "height": 20, "width": 20, "filters": 6,
"kernel_height": )" + size +
                     R"(, "kernel_width": )" + size,
                 synthesise);
}

TEST(StructureMessages, AKindThatIsNotKnown) {
  EXPECT_EQ(of_matrix(R"({"density": 1, "structure": {"kind": "patern", "patterns": 3, "n": 1}})"),
            "w.json:4:38: /layers/0/weights/synthesise/structure/kind: \"patern\" is not allowed: "
            "must be one of \"unstructured\", \"pattern\", \"pattern_connectivity\", \"block\", "
            "\"darb\", \"row\", \"column\", \"filter\", \"channel\", \"n_of_m\", \"vector\", "
            "\"kernel\", \"ternary\", \"balanced\"; did you mean \"pattern\"? (structure in which "
            "weights are pruned)");
  EXPECT_EQ(of_matrix(R"({"density": 1, "structure": {"rows": 3}})"),
            "w.json:4:29: /layers/0/weights/synthesise/structure/kind: missing (structure in which "
            "weights are pruned; must be one of \"unstructured\", \"pattern\", "
            "\"pattern_connectivity\", \"block\", \"darb\", \"row\", \"column\", \"filter\", "
            "\"channel\", \"n_of_m\", \"vector\", \"kernel\", \"ternary\", \"balanced\")");
  EXPECT_EQ(of_matrix(R"({"density": 1, "structure": {"kind": 7}})"),
            "w.json:4:38: /layers/0/weights/synthesise/structure/kind: expected a string, got 7 "
            "(structure in which weights are pruned)");
  EXPECT_EQ(of_matrix(R"({"density": 1, "structure": "row"})"),
            "w.json:4:29: /layers/0/weights/synthesise/structure: expected an object, got \"row\"");
}

TEST(StructureMessages, EveryProblemOfAStructureAtOnce) {
  EXPECT_EQ(of_matrix(R"({"density": 2, "row_spred": 0, "structure":
{"kind": "block", "rows": 0, "colums": 4}})"),
            "w.json:5:30: /layers/0/weights/synthesise/structure/colums: unknown key; did you mean "
            "\"columns\"?\n"
            "w.json:5:27: /layers/0/weights/synthesise/structure/rows: 0 is out of range: must be "
            "at least 1 (rows of a block)\n"
            "w.json:5:1: /layers/0/weights/synthesise/structure/columns: missing (columns of a "
            "block; must be at least 1)\n"
            "w.json:4:16: /layers/0/weights/synthesise/row_spred: unknown key; did you mean "
            "\"row_spread\"?\n"
            "w.json:4:13: /layers/0/weights/synthesise/density: 2 is out of range: must be above 0 "
            "and at most 1 (share of non-zeros)");
}

TEST(StructureMessages, ParametersHaveNoDefaults) {
  EXPECT_EQ(of_convolution(R"({"structure": {"kind": "pattern"}})"),
            "w.json:5:15: /layers/0/weights/synthesise/structure/weights_per_kernel: missing "
            "(weights that a kernel keeps; must be at least 1)\n"
            "w.json:5:15: /layers/0/weights/synthesise/structure/patterns: missing (sets of "
            "positions that kernels may have; must be at least 1)");
  EXPECT_EQ(of_matrix(R"({"structure": {"kind": "n_of_m", "m": 65}})"),
            "w.json:4:15: /layers/0/weights/synthesise/structure/n: missing (weights that a group "
            "of input channels keeps; must be at least 1)\n"
            "w.json:4:39: /layers/0/weights/synthesise/structure/m: 65 is out of range: must be "
            "from 1 to 64 (size of such a group)");
  EXPECT_EQ(
      of_matrix(R"({"density": 1, "structure": {"kind": "darb", "largest_block": 3}})"),
      "w.json:4:63: /layers/0/weights/synthesise/structure/largest_block: 3 is out of range: must "
      "be from 2 to 1048576 and a power of two (weights of which the sparsest rows keep one)");
  EXPECT_EQ(of_matrix(R"({"density": 1, "structure": {"kind": "balanced"}})"),
            "w.json:4:29: /layers/0/weights/synthesise/structure/processing_elements: missing (k "
            "mod this many rows have the same density; must be at least 1)");
}

TEST(StructureMessages, OnlyAConvolutionHasKernels) {
  for (const std::string kind : {"filter", "channel", "kernel", "vector"}) {
    EXPECT_EQ(of_matrix(R"({"density": 1, "structure": {"kind": ")" + kind + "\"}}"),
              "w.json:4:38: /layers/0/weights/synthesise/structure/kind: only a convolution has "
              "kernels, filters and channels");
  }
}

TEST(StructureMessages, AStructureMayDecideTheDensity) {
  EXPECT_EQ(of_matrix(R"({"density": 0.5, "structure": {"kind": "n_of_m", "n": 2, "m": 4}})"),
            "w.json:4:2: /layers/0/weights/synthesise/density: the density is decided by the "
            "structure \"n_of_m\"");
}

TEST(StructureMessages, SpreadThatAStructureHasNot) {
  EXPECT_EQ(of_matrix(R"({"density": 0.5, "row_spread": 0.1, "column_spread": 0.1,
"structure": {"kind": "row"}})"),
            "w.json:4:18: /layers/0/weights/synthesise/row_spread: the density of rows has no "
            "spread in the structure \"row\"\n"
            "w.json:4:37: /layers/0/weights/synthesise/column_spread: the density of columns has "
            "no spread in the structure \"row\"");
  EXPECT_EQ(of_matrix(R"({"density": 0.5, "row_spread": 0.1, "column_spread": 0.1,
"structure": {"kind": "darb", "largest_block": 8}})"),
            "w.json:4:37: /layers/0/weights/synthesise/column_spread: the density of columns has "
            "no spread in the structure \"darb\"");
  EXPECT_EQ(of_matrix(R"({"density": 0.5, "row_spread": 0.1, "column_spread": 0.1,
"structure": {"kind": "balanced", "processing_elements": 2}})"),
            "");
}

TEST(StructureMessages, PatternsThatKernelsCannotHave) {
  EXPECT_EQ(of_convolution(R"({"structure":
{"kind": "pattern", "weights_per_kernel": 10, "patterns": 2}})"),
            "w.json:6:43: /layers/0/weights/synthesise/structure/weights_per_kernel: 10 weights "
            "per kernel, but a kernel has 9");
  EXPECT_EQ(of_convolution(R"({"structure":
{"kind": "pattern", "weights_per_kernel": 4, "patterns": 2}})",
                           9),
            "w.json:6:10: /layers/0/weights/synthesise/structure/kind: patterns are for kernels of "
            "at most 64 weights, not of 81");
  EXPECT_EQ(of_convolution(R"({"density": 0.5, "structure":
{"kind": "pattern_connectivity", "weights_per_kernel": 4, "patterns": 2}})"),
            "w.json:5:13: /layers/0/weights/synthesise/density: more than the 4 of 9 weights that "
            "a kernel may keep");
}

TEST(StructureMessages, GroupsThatAMatrixCannotHave) {
  EXPECT_EQ(of_matrix(R"({"structure": {"kind": "n_of_m", "n": 3, "m": 2}})"),
            "w.json:4:39: /layers/0/weights/synthesise/structure/n: 3 is more than m, 2");
  EXPECT_EQ(
      of_matrix(R"({"density": 0.5, "structure": {"kind": "block", "rows": 1, "columns": 1}})"),
      "w.json:4:40: /layers/0/weights/synthesise/structure/kind: a block of 1 x 1 is a single "
      "weight: say \"unstructured\"");
  EXPECT_EQ(
      of_matrix(R"({"density": 0.5, "structure": {"kind": "block", "rows": 7, "columns": 9}})"),
      "w.json:4:57: /layers/0/weights/synthesise/structure/rows: the matrix has 6 rows\n"
      "w.json:4:71: /layers/0/weights/synthesise/structure/columns: the matrix has 8 columns");
  EXPECT_EQ(of_matrix(R"({"density": 0.1, "structure": {"kind": "darb", "largest_block": 8}})"),
            "w.json:4:13: /layers/0/weights/synthesise/density: every row keeps 1 of 8 weights at "
            "least: largest_block is too small for this");
  EXPECT_EQ(
      of_matrix(R"({"density": 0.1, "structure": {"kind": "balanced", "processing_elements": 7}})"),
      "w.json:4:75: /layers/0/weights/synthesise/structure/processing_elements: the matrix has 6 "
      "rows");
}

TEST(StructureMessages, TernaryWeightsHaveNoCodebook) {
  EXPECT_EQ(of_matrix(R"({"density": 0.5, "structure": {"kind": "ternary"}})",
                      R"(, "quantise": {"codebook_bits": 4})"),
            "w.json:4:66: /layers/0/weights/quantise/codebook_bits: ternary weights have two "
            "values besides 0");
}

TEST(StructureMessages, OnlyWeightsHaveStructure) {
  const TemporaryFolder folder;
  const auto file = folder.write("w.json", R"({"title": "", "source": "", "layers": [{"name": "a",
"kind": "fully_connected", "inputs": 8, "outputs": 6, "weights": {"synthesise": {"density": 1}},
"bias": {"synthesise": {"density": 1, "structure": {"kind": "row"}}},
"activations": {"synthesise": {"density": 1, "structure": {"kind": "row"}}}}]})");
  try {
    read_network(file);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(
        folder.without_folder(error.what()),
        "w.json:3:9: /layers/0/bias/input: missing (input that the bias is multiplied by: stands "
        "for 1.0; must be from 1 to 32767)\n"
        "w.json:3:39: /layers/0/bias/synthesise/structure: a bias is not pruned in a structure\n"
        "w.json:4:46: /layers/0/activations/synthesise/structure: an activation is not pruned in a "
        "structure");
  }
}

}  // namespace
}  // namespace sim::workload::pruning
