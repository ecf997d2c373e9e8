// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/result_pack.h"

#include <gtest/gtest.h>

#include "sim/base/errors.h"

namespace sim::machine {
namespace {

LayerResult everything() {
  LayerResult layer;
  layer.name = "fc \"6\" \n é";
  layer.kind = "fully_connected";
  layer.vectors = 2;
  layer.cycles = 9007199254740993;  // not a double
  layer.time_us = 0.1;
  layer.macs_dense = 12;
  layer.macs_effectual = 7;
  layer.utilization = 1.0 / 3;
  layer.off_chip_gb_per_s = 12.8;
  layer.peak_gops = 102.4;
  layer.components = {{"a/b", 64, 1e-300, 2.5, "published", false},
                      {"off_chip/dram", 1, 3, 0, "derived", true}};
  layer.energy_standing = {0.5, 0.25, 0.125};
  layer.blocks = {{"pe", 64, 3.5, 1.5, {{"starved by x", 2}, {"held at y", 1}}}};
  layer.traffic = {{"dram", {1, 2}}};
  layer.figures = {{"f", -1.5}};
  layer.phases = {{"z", 2, 9007199254740993, 0.5, {{"g", 3}}}, {"a", 1, 1, 1, {}}};
  layer.verified = true;
  layer.output_error = {12, 3, 9007199254740993, 0.25, 0.125};
  layer.saturated = 3;
  layer.correct = 1;
  layer.host = {1, 2, 3, 4, 5};
  return layer;
}

TEST(ResultPack, UnpackingGivesBackWhatWasPacked) {
  const auto layer = everything();
  const auto answers = unpack(pack(std::vector<LayerAnswer>{{true, layer, {}}}));
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_TRUE(answers[0].ran);
  const auto& back = answers[0].result;
  EXPECT_EQ(back.name, layer.name);
  EXPECT_EQ(back.kind, layer.kind);
  EXPECT_EQ(back.vectors, layer.vectors);
  EXPECT_EQ(back.cycles, layer.cycles);
  EXPECT_EQ(back.time_us, layer.time_us);
  EXPECT_EQ(back.macs_dense, layer.macs_dense);
  EXPECT_EQ(back.macs_effectual, layer.macs_effectual);
  EXPECT_EQ(back.utilization, layer.utilization);
  EXPECT_EQ(back.off_chip_gb_per_s, layer.off_chip_gb_per_s);
  EXPECT_EQ(back.peak_gops, layer.peak_gops);
  ASSERT_EQ(back.components.size(), 2u);
  EXPECT_EQ(back.components[0].energy_pj, 1e-300);
  EXPECT_EQ(back.energy_pj(), layer.energy_pj());
  EXPECT_EQ(back.off_chip_energy_pj(), 3);
  EXPECT_EQ(back.energy_standing.assumed, 0.125);
  ASSERT_EQ(back.blocks.size(), 1u);
  EXPECT_EQ(back.blocks[0].stall_cycles, layer.blocks[0].stall_cycles);
  EXPECT_EQ(back.traffic.at("dram").written_bytes, 2);
  EXPECT_EQ(back.figures, layer.figures);
  ASSERT_EQ(back.phases.size(), 2u);
  EXPECT_EQ(back.phases[0].name, "z");
  EXPECT_EQ(back.phases[0].cycles, 9007199254740993);
  EXPECT_EQ(back.phases[0].figures.at("g"), 3);
  EXPECT_TRUE(back.verified);
  ASSERT_TRUE(back.output_error);
  EXPECT_EQ(back.output_error->largest, 9007199254740993);
  EXPECT_EQ(back.output_error->relative, 0.125);
  EXPECT_EQ(back.saturated, 3);
  EXPECT_EQ(back.correct, 1);
  EXPECT_EQ(back.host.verify, 5);
  EXPECT_EQ(pack(back), pack(layer));
}

TEST(ResultPack, ALayerWithoutLabelsHasNoRightClasses) {
  const auto answers = unpack(pack(std::vector<LayerAnswer>(1)));
  EXPECT_EQ(answers.at(0).result.correct, std::nullopt);
  EXPECT_EQ(answers.at(0).result.output_error, std::nullopt);
}

TEST(ResultPack, FailuresKeepTheirMessagesWhateverTheirBytes) {
  const std::vector<LayerAnswer> answers = {{false, {}, {"a", "no \"x\"\n\xff", true}}};
  const auto back = unpack(pack(answers));
  ASSERT_EQ(back.size(), 1u);
  EXPECT_FALSE(back[0].ran);
  EXPECT_EQ(back[0].failure.name, "a");
  EXPECT_EQ(back[0].failure.message, "no \"x\"\n\xef\xbf\xbd");
  EXPECT_TRUE(back[0].failure.users_mistake);
}

TEST(ResultPack, GarbageIsOurFault) {
  for (const std::string text : {"", "x", "{}", "[1]", "{\"name\": 7}"}) {
    try {
      unpack(text);
      FAIL() << text;
    } catch (const Fault& fault) {
      EXPECT_TRUE(std::string(fault.what()).starts_with("a worker's answer cannot be read: "))
          << fault.what();
    }
  }
  const auto whole = pack(everything());
  EXPECT_THROW(unpack(whole.substr(0, whole.size() / 2)), Fault);
}

}  // namespace
}  // namespace sim::machine
