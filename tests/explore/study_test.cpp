// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/study.h"

#include <gtest/gtest.h>

#include "sim/explore/pruned_variants.h"
#include "sim/workload/layer_data.h"
#include "sim/workload/network_reader.h"
#include "tests/machine/fake_machine.h"

namespace sim::explore {
namespace {

constexpr const char* convolution = R"({"title": "t", "source": "s", "layers": [
{"name": "c", "kind": "convolution", "channels": 16, "height": 4, "width": 4, "filters": 32,
 "kernel_height": 3, "kernel_width": 3, "padding": 1,
 "weights": {"quantise": {"bits": 8}, "synthesise": {"density": 0.5, "seed": 7}},
 "activations": {"quantise": {"bits": 8}, "synthesise": {"density": 0.5}}}]})";

class StructureStudy : public ::testing::Test {
 protected:
  workload::Network network(const config::Settings& settings = {}) const {
    return workload::read_network(file, settings);
  }
  tensor::Csc weights(const config::Settings& settings) const {
    return workload::load_weights(network(settings).layers[0]).matrix;
  }
  static const PrunedVariant& called(const std::vector<PrunedVariant>& all,
                                     const std::string& structure) {
    for (const auto& variant : all) {
      if (variant.structure == structure) return variant;
    }
    throw Fault("no variant is called " + structure);
  }
  Study of_fakes(const std::vector<const machine::Setup*>& setups) const {
    StudyQuestion question;
    question.setups = setups;
    question.network = [this](const config::Settings& settings) {
      auto all = settings;
      return workload::read_network(fully_connected, all);
    };
    return study(question, {});
  }

  machine::test::FakeWorld world;
  std::filesystem::path file = world.folder.write("t.json", std::string(convolution));
  std::filesystem::path fully_connected =
      world.folder.write("f.json", std::string(R"({"title": "t", "source": "s", "layers": [
{"name": "f", "kind": "fully_connected", "inputs": 40, "outputs": 80,
 "weights": {"quantise": {"bits": 8}, "synthesise": {"density": 0.5}},
 "activations": {"synthesise": {"density": 1}}}]})"));
};

TEST_F(StructureStudy, EveryVariantKeepsWeightsOfTheSameMatrix) {
  const auto variants = pruned_variants(network(), {0}, 0.25);
  const auto dense = weights(called(variants, "dense").settings).decode();
  for (const auto& variant : variants) {
    const auto kept = weights(variant.settings).decode();
    for (std::size_t i = 0; i < kept.size(); ++i) {
      const auto a = kept.values()[i], b = dense.values()[i];
      EXPECT_TRUE(a == 0 || (a > 0) == (b > 0)) << variant.structure;
    }
  }
}

TEST_F(StructureStudy, EveryVariantIsAsDenseAsItsStructureAllows) {
  for (const auto& variant : pruned_variants(network(), {0}, 0.25)) {
    const auto matrix = weights(variant.settings);
    const auto density = static_cast<double>(matrix.nonzeros()) / (32.0 * 16 * 9);
    if (variant.structure == "dense") {
      EXPECT_EQ(density, 1);
    } else if (variant.structure == "pattern") {
      EXPECT_DOUBLE_EQ(density, 2.0 / 9);
    } else if (variant.structure == "unstructured") {
      EXPECT_NEAR(density, 0.25, 0.02);
    } else {
      EXPECT_NEAR(density, 0.25, 0.002) << variant.structure;
    }
  }
}

TEST_F(StructureStudy, GroupsGrowUntilOneOfThemIsNotTooMany) {
  EXPECT_EQ(called(pruned_variants(network(), {0}, 0.5), "n_of_m").detail, "2:4");
  EXPECT_EQ(called(pruned_variants(network(), {0}, 0.125), "n_of_m").detail, "1:8");
}

TEST_F(StructureStudy, WholeFiltersAndChannelsLeaveTheLayer) {
  const auto variants = pruned_variants(network(), {0}, 0.25);
  EXPECT_EQ(called(variants, "filter").detail, "8 of 32 filters");
  const auto filters = network(called(variants, "filter").smaller).layers[0];
  EXPECT_EQ(std::get<workload::Convolution>(filters.shape).filters, 8);
  EXPECT_EQ(workload::load_weights(filters).matrix.nonzeros(), 8 * 16 * 9);
  const auto channels = network(called(variants, "channel").smaller).layers[0];
  EXPECT_EQ(std::get<workload::Convolution>(channels.shape).channels, 4);
  EXPECT_TRUE(called(variants, "kernel").smaller.empty());
}

TEST_F(StructureStudy, AMachineThatMultipliesEverythingGainsBySmallerLayersOnly) {
  // The fake takes a cycle for every weight, 0 or not.
  const auto setup = world.setup();
  const auto found = of_fakes({&setup});
  EXPECT_EQ(found.rows, "row");
  EXPECT_EQ(found.weights, 3200);
  EXPECT_EQ(found.dense_bits, 3200 * 8);
  for (const auto& cost : found.structures) {
    if (!cost.refusal.empty()) continue;
    const bool is_smaller = cost.structure == "row" || cost.structure == "column";
    EXPECT_EQ(cost.machines[0].cycles, is_smaller ? 800 : 3200) << cost.structure;
  }
  ASSERT_EQ(found.break_even.size(), 3u);
  EXPECT_EQ(found.break_even[1].quantity, "time");
  EXPECT_EQ(found.break_even[1].density, std::nullopt);
}

TEST_F(StructureStudy, StorageBreaksEvenWhereTheBitsAreEqual) {
  const auto setup = world.setup();
  const auto found = of_fakes({&setup});
  // Rows of 8-bit weights keep a quarter of the bits and say which rows and columns they are. A
  // bitmap takes a bit for every weight besides: an eighth is left for values.
  EXPECT_EQ(found.break_even[0].quantity, "storage");
  EXPECT_NEAR(*found.break_even[0].density, 0.25 - 0.125, 0.03);
}

TEST_F(StructureStudy, AMistakeOfOursIsNotARefusal) {
  const auto good = world.setup(), bad = world.setup({{"/mood", "wrong"}});
  const auto found = of_fakes({&good, &bad});
  ASSERT_FALSE(found.faults.empty());
  for (const auto& fault : found.faults) {
    EXPECT_TRUE(fault.starts_with("layer \"f\": output ")) << fault;
  }
  EXPECT_EQ(found.structures[0].machines[0].refusal, "");
  EXPECT_TRUE(found.structures[0].machines[1].refusal.starts_with("layer \"f\": output "));
  EXPECT_TRUE(of_fakes({&good}).faults.empty());
}

TEST_F(StructureStudy, WhatAStructureCannotBeIsSaid) {
  const auto setup = world.setup();
  for (const auto& cost : of_fakes({&setup}).structures) {
    if (cost.structure != "pattern") continue;
    EXPECT_EQ(cost.refusal, "only a convolution has kernels, filters and channels");
  }
}

TEST_F(StructureStudy, PrunesEveryMatrixOfAnLstm) {
  const auto lstm = workload::read_network(NZSIM_SOURCE_DIR "/workloads/google-lstm.json");
  const auto variants = pruned_variants(lstm, {0}, 0.25);
  const auto& block = called(variants, "block");
  ASSERT_EQ(block.settings.size(), 9u);
  EXPECT_EQ(block.settings[8].first, "/layers/0/weights/Wym/synthesise");
  EXPECT_TRUE(called(variants, "row").smaller.empty());
}

TEST_F(StructureStudy, WeightsOfAFileCannotBePrunedAnew) {
  const auto digits = workload::read_network(NZSIM_SOURCE_DIR "/workloads/digits-mlp.json");
  try {
    pruned_variants(digits, {0}, 0.25);
    FAIL();
  } catch (const UserError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("takes its weights from a file: a study prunes synthesised weights"),
              std::string::npos)
        << text;
  }
}

}  // namespace
}  // namespace sim::explore
