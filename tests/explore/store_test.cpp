// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/store.h"

#include <gtest/gtest.h>

#include "sim/explore/storage_plan.h"
#include "sim/workload/network_reader.h"
#include "tests/base/temporary_folder.h"

namespace sim::explore {
namespace {

class Store : public ::testing::Test {
 protected:
  Store() {
    network = workload::read_network(folder.write("w.json", R"({"title": "", "source": "",
"layers": [{"name": "fc", "kind": "fully_connected", "inputs": 8, "outputs": 6,
"weights": {"quantise": {"bits": 8}, "synthesise": {"density": 0.5, "structure": {"kind": "row"}}},
"bias": {"synthesise": {"density": 1}, "input": 1}, "activations": {"synthesise": {"density": 1}}},
{"name": "gone", "kind": "fully_connected", "inputs": 8, "outputs": 6,
"weights": {"file": "no.npy"}, "activations": {"synthesise": {"density": 1}}},
{"name": "conv", "kind": "convolution", "channels": 4, "height": 5, "width": 5, "filters": 8,
"kernel_height": 3, "kernel_width": 3,
"weights": {"quantise": {"bits": 8}, "synthesise": {"structure":
  {"kind": "pattern", "weights_per_kernel": 4, "patterns": 3}}},
"activations": {"synthesise": {"density": 1}}}]})"));
  }

  StoreAnswer stored(std::size_t layer, const std::vector<std::string>& formats,
                     const FormatOptions& options = {}) const {
    StoreRequest request{&network, layer, {}};
    for (const auto& name : formats) request.formats.push_back({&format_called(name), options});
    return store_layers({request}, {}).at(0);
  }

  TemporaryFolder folder;
  workload::Network network;
};

TEST_F(Store, CountsWeightsWithoutTheBias) {
  const auto answer = stored(0, {"dense", "structured"});
  EXPECT_EQ(answer.layer, "fc");
  EXPECT_EQ(answer.elements, 48);
  EXPECT_EQ(answer.nonzeros, 24);
  EXPECT_EQ(answer.value_bits, 8);
  EXPECT_EQ(answer.formats[0].bits, (tensor::FormatBits{48 * 8, 0, 0}));
  EXPECT_EQ(answer.formats[1].bits, (tensor::FormatBits{24 * 8, 14, 0}));
}

TEST(StoreLstm, AddsUpItsMatrices) {
  const auto network = workload::read_network(NZSIM_SOURCE_DIR "/workloads/google-lstm.json");
  StoreRequest request{
      &network, 0, {{&format_called("dense"), {}}, {&format_called("bitmap"), {}}}};
  const auto answer = store_layers({request}, {}).at(0);
  EXPECT_EQ(answer.failure, "");
  EXPECT_EQ(answer.elements, 3248128);  // ESE (FPGA 2017): 8 gate matrices and the projection
  EXPECT_EQ(answer.formats[0].bits.total(), 3248128 * 12);
  EXPECT_EQ(answer.formats[1].bits.indices, 3248128);
}

TEST_F(Store, OptionsChangeWidths) {
  const auto answer = stored(0, {"dense", "csr"}, {.value_bits = 16, .field_bits = 32});
  EXPECT_EQ(answer.formats[0].bits.values, 48 * 16);
  EXPECT_EQ(answer.formats[1].bits, (tensor::FormatBits{24 * 16, 24 * 32, 7 * 32}));
}

TEST_F(Store, KernelsAreThoseOfTheLayer) {
  const auto answer = stored(2, {"fkw", "kernel", "vector", "n_of_m"}, {.index_bits = 8});
  EXPECT_EQ(answer.formats[0].detail, "3 patterns");
  EXPECT_EQ(answer.formats[0].bits.values, 32 * 4 * 8);
  EXPECT_EQ(answer.formats[1].detail, "groups of 9");
  EXPECT_EQ(answer.formats[1].bits, (tensor::FormatBits{32 * 9 * 8, 32 * 8, 0}));
  EXPECT_EQ(answer.formats[2].detail, "groups of 3");
}

TEST_F(Store, EveryFormatHoldsALayerOrSaysWhyNot) {
  for (const std::size_t layer : {std::size_t{0}, std::size_t{2}}) {
    const auto answer = stored(layer, format_names());
    for (std::size_t i = 0; i < formats().size(); ++i) {
      const auto& storage = answer.formats[i];
      EXPECT_NE(storage.refusal.empty(), storage.bits.total() == 0) << formats()[i].name;
    }
  }
  EXPECT_NE(stored(2, {"ternary"}).formats[0].refusal, "");
  EXPECT_EQ(stored(0, {"n_of_m"}).formats[0].refusal, "a group of 4 channels has no zero");
}

TEST_F(Store, AMistakeCostsOnlyItsLayer) {
  const auto answers = store_layers(
      {{&network, 1, {{&format_called("csr"), {}}}}, {&network, 0, {{&format_called("csr"), {}}}}},
      {.jobs = 2});
  EXPECT_EQ(answers[0].layer, "gone");
  EXPECT_TRUE(answers[0].users_mistake);
  EXPECT_NE(answers[0].failure.find("no.npy: there is no such file"), std::string::npos)
      << answers[0].failure;
  EXPECT_EQ(answers[1].failure, "");
}

TEST_F(Store, NamesTheNearestFormat) {
  try {
    format_called("crs");
    FAIL();
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(), "no format is called \"crs\"; did you mean \"csr\"?");
  }
}

TEST_F(Store, APlanAsksForEachLayerAndChoiceOnce) {
  StoragePlan plan;
  const FormatChoice csr{&format_called("csr"), {}};
  const FormatChoice wide{&format_called("csr"), {.value_bits = 32}};
  for (int i = 0; i < 2; ++i) {
    plan.want(network, 2, csr);
    plan.want(network, 0, wide);
    plan.want(network, 0, csr);
    plan.want(network, 1, csr);
  }
  std::size_t layers = 0;
  plan.run({.progress = [&](std::size_t, std::size_t all) { layers = all; }});
  EXPECT_EQ(layers, 3u);
  EXPECT_EQ(plan.answer(network, 0, csr).storage->bits.values, 24 * 8);
  EXPECT_EQ(plan.answer(network, 0, wide).storage->bits.values, 24 * 32);
  EXPECT_EQ(plan.answer(network, 2, csr).storage->bits.values, 32 * 4 * 8);
  EXPECT_EQ(plan.answer(network, 1, csr).storage, nullptr);
}

}  // namespace
}  // namespace sim::explore
