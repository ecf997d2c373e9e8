// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sim/workload/layer_data.h"
#include "sim/workload/network_reader.h"
#include "tests/base/temporary_folder.h"

namespace sim::workload::pruning {
namespace {

Layer layer(const std::string& synthesise) {
  const TemporaryFolder folder;
  return read_network(folder.write("w.json",
                                   R"({"title": "", "source": "", "layers": [{"name": "a",
"kind": "convolution", "channels": 8, "height": 9, "width": 9, "filters": 8, "groups": 2,
"kernel_height": 3, "kernel_width": 2, "weights": {"synthesise": )" +
                                       synthesise + R"(}, "activations": {"file": "a"}}]})"))
      .layers[0];
}

template <class Kind>
Kind structure(const std::string& synthesise) {
  return std::get<Kind>(std::get<Synthesis>(layer(synthesise).weights.from).structure);
}

TEST(StructureReader, ReadsTheParametersOfEveryKind) {
  const auto pattern = structure<Pattern>(
      R"({"structure": {"kind": "pattern", "weights_per_kernel": 3, "patterns": 5}})");
  EXPECT_EQ(pattern.weights_per_kernel, 3);
  EXPECT_EQ(pattern.patterns, 5);
  const auto connectivity = structure<PatternConnectivity>(R"({"density": 0.5, "structure":
{"kind": "pattern_connectivity", "weights_per_kernel": 3, "patterns": 5}})");
  EXPECT_EQ(connectivity.weights_per_kernel, 3);
  EXPECT_EQ(connectivity.patterns, 5);
  const auto block = structure<Block>(
      R"({"density": 0.5, "structure": {"kind": "block", "rows": 2, "columns": 3}})");
  EXPECT_EQ(block.rows, 2);
  EXPECT_EQ(block.columns, 3);
  const auto n_of_m = structure<NOfM>(R"({"structure": {"kind": "n_of_m", "n": 1, "m": 3}})");
  EXPECT_EQ(n_of_m.n, 1);
  EXPECT_EQ(n_of_m.m, 3);
  EXPECT_EQ(structure<Darb>(R"({"density": 0.5, "row_spread": 0.5,
"structure": {"kind": "darb", "largest_block": 32}})")
                .largest_block,
            32);
  EXPECT_EQ(structure<Balanced>(R"({"density": 0.5, "row_spread": 0.5, "column_spread": 0.5,
"structure": {"kind": "balanced", "processing_elements": 4}})")
                .processing_elements,
            4);
}

TEST(StructureReader, ReadsKindsWithoutParametersByTheirNames) {
  for (const auto& one : all_structures()) {
    const auto name = name_of(one);
    if (decides_density(one) || name == "block" || name == "balanced" || name == "darb" ||
        name == "pattern_connectivity") {
      continue;
    }
    const auto read = layer(R"({"density": 0.5, "structure": {"kind": ")" + name + "\"}}");
    EXPECT_EQ(std::get<Synthesis>(read.weights.from).structure.index(), one.index()) << name;
  }
}

// (filters, channels per group x 3 x 2): the structure sees the layer's kernels and groups.
TEST(StructureReader, WeightsArePrunedInTheLayersGeometry) {
  const auto kernels = load_weights(layer(R"({"density": 0.5, "structure": {"kind": "kernel"}})"));
  EXPECT_EQ(kernels.matrix.nonzeros(), 8 * 4 * 6 / 2);
  for (std::size_t j = 0; j < 24; j += 6) {
    const auto first = kernels.matrix.start[j + 1] - kernels.matrix.start[j];
    for (std::size_t p = 1; p < 6; ++p) {
      EXPECT_EQ(kernels.matrix.start[j + p + 1] - kernels.matrix.start[j + p], first);
    }
  }
  const auto channels =
      load_weights(layer(R"({"density": 0.25, "structure": {"kind": "channel"}})"));
  EXPECT_EQ(channels.matrix.nonzeros(), 2 * 4 * 6);  // 2 channels of 4 filters
}

}  // namespace
}  // namespace sim::workload::pruning
