// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/metrics.h"

#include <gtest/gtest.h>

namespace sim::explore {
namespace {

class Metrics : public ::testing::Test {
 protected:
  Metrics() {
    claim.place = {"m.json", 3, 4, "/claims/0"};
    one.time_us = 10;
    one.macs_dense = 1000;
    one.peak_gops = 100;
    one.figures = {{"entries", 6}};
    one.phases = {{"Wix", 2, 16, 8, {{"words", 5}}}, {"Wir", 1, 4, 2, {}}};
    one.components = {{"pe/sram", 4, 2e6, 0, "published", false},
                      {"pe/adder", 4, 1e6, 0, "published", false},
                      {"off_chip/dram", 1, 9e6, 0, "published", true}};
    two = one;
    two.time_us = 30;
  }

  double value(const std::string& metric, const std::vector<double>& others = {}) {
    claim.metric = metric;
    return evaluate({claim, layers, area, 5, others, stored});
  }

  std::string problem(const std::string& metric) {
    try {
      value(metric);
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  }

  Claim claim;
  std::vector<StoredLayer> stored;
  machine::LayerResult one, two;
  std::vector<const machine::LayerResult*> layers = {&one, &two};
  std::vector<machine::ComponentResult> area = {{"pe/sram", 4, 0, 800, "published", false},
                                                {"pe/adder", 4, 0, 40, "published", false}};
};

TEST_F(Metrics, ALayersOfANetworkThatRanAtOnceHaveItsTimeAndEnergyPerImage) {
  machine::NetworkResult network;
  network.images = 4;
  network.time_us = 60;
  network.images_per_s = 7;
  network.first_image_us = 20;
  network.peak_gops = 300;
  network.figures = {{"chips", 2}};
  network.components = {{"chip/links", 1, 6e6, 0, "published", false}};
  Evidence evidence{claim, layers, area, 5, {}, stored};
  evidence.network = &network;
  const auto of = [&](const std::string& metric, const std::string& argument = "") {
    claim.metric = metric;
    claim.argument = argument;
    return evaluate(evidence);
  };
  network.cycles = 77;
  network.utilization = 0.125;
  EXPECT_DOUBLE_EQ(of("cycles"), 77);
  EXPECT_DOUBLE_EQ(of("utilization"), 0.125);
  EXPECT_DOUBLE_EQ(of("time_us"), 15);
  EXPECT_DOUBLE_EQ(of("energy_uj"), (6 + 6) / 4.0);
  EXPECT_DOUBLE_EQ(of("images_per_s"), 7);
  EXPECT_DOUBLE_EQ(of("first_image_us"), 20);
  EXPECT_DOUBLE_EQ(of("peak_gops"), 300);
  EXPECT_DOUBLE_EQ(of("network_figure", "chips"), 2);
  network.rounds = 3;
  two.vectors = 12;
  two.correct = 3;
  EXPECT_DOUBLE_EQ(of("accuracy"), 0.75);
  EXPECT_EQ(problem("images_per_s"),
            "m.json:3:4: /claims/0: metric \"images_per_s\" is of machines that run a network's "
            "layers at once");
}

TEST_F(Metrics, AccuracyIsOfTheLayerThatHasLabels) {
  EXPECT_EQ(problem("accuracy"),
            "m.json:3:4: /claims/0: metric \"accuracy\" needs a layer whose inputs have labels");
  two.vectors = 40;
  two.correct = 30;
  EXPECT_DOUBLE_EQ(value("accuracy"), 0.75);
}

TEST_F(Metrics, UtilizationIsOfAllSlotsOfAllLayers) {
  one.cycles = 10;
  one.macs_effectual = 30;
  one.utilization = 0.5;
  two.cycles = 40;
  two.macs_effectual = 60;
  two.utilization = 0.25;
  EXPECT_DOUBLE_EQ(value("cycles"), 50);
  EXPECT_DOUBLE_EQ(value("utilization"), 90.0 / (60 + 240));
  one.macs_effectual = two.macs_effectual = 0;
  one.utilization = two.utilization = 0;
  EXPECT_DOUBLE_EQ(value("utilization"), 0);
}

TEST_F(Metrics, TimesAndEnergiesOfLayersAddUpWithoutWhatIsOffTheChip) {
  EXPECT_DOUBLE_EQ(value("time_us"), 40);
  EXPECT_DOUBLE_EQ(value("energy_uj"), 6);
  EXPECT_GT(value("energy_with_off_chip_uj"), 6);
  EXPECT_DOUBLE_EQ(value("power_w"), 6.0 / 40);
  EXPECT_DOUBLE_EQ(value("frames_per_s"), 25000);
  EXPECT_DOUBLE_EQ(value("frames_per_j"), 1e6 / 6);
}

TEST_F(Metrics, ThroughputsOfDenseWorkAndOfTheMultipliers) {
  EXPECT_DOUBLE_EQ(value("dense_gops"), 2 * 2000 / 40e-6 * 1e-9);
  EXPECT_DOUBLE_EQ(value("peak_gops"), 100);
}

TEST_F(Metrics, OperationsPerJouleAreOfTheChipOrOfABox) {
  EXPECT_DOUBLE_EQ(value("tops_per_w"), 2.0 * 2000 / 6e6);
  claim.argument = "pe/sram";
  EXPECT_DOUBLE_EQ(value("tops_per_w"), 2.0 * 2000 / 4e6);
  claim.argument = "pe";
  EXPECT_DOUBLE_EQ(value("tops_per_w"), 2.0 * 2000 / 6e6);
  claim.argument = "pe/srm";
  EXPECT_EQ(problem("tops_per_w"),
            "m.json:3:4: /claims/0: the machine has no component \"pe/srm\" for metric "
            "\"tops_per_w\"");
}

TEST_F(Metrics, AFigureIsTheMachinesOwn) {
  claim.argument = "entries";
  EXPECT_DOUBLE_EQ(value("figure"), 12);
  EXPECT_DOUBLE_EQ(value("figure_ratio"), 12.0 / 40);
  claim.argument = "entrys";
  EXPECT_EQ(problem("figure"),
            "m.json:3:4: /claims/0: the machine has no figure \"entrys\" for metric \"figure\"");
}

TEST_F(Metrics, ABaselineIsAPublishedTimeAndPower) {
  claim.baseline = Baseline{"cpu", 400, 3};
  EXPECT_DOUBLE_EQ(value("speedup"), 10);
  EXPECT_DOUBLE_EQ(value("energy_efficiency"), 200);
}

TEST_F(Metrics, AFigureMayStandForTheTimeThatIsCompared) {
  claim.baseline = Baseline{"cpu", 400, 3};
  claim.argument = "entries";  // 12 of 40 us
  EXPECT_DOUBLE_EQ(value("speedup"), 400.0 / 12);
  EXPECT_DOUBLE_EQ(value("energy_efficiency"), 400.0 * 3 / (6.0 / 40 * 12));
}

TEST_F(Metrics, APhasesTimeIsThatOfOnePassage) {
  claim.argument = "Wix";
  EXPECT_DOUBLE_EQ(value("phase_time_us"), 4 + 4);
  claim.argument = "Wir";
  EXPECT_DOUBLE_EQ(value("phase_time_us"), 2 + 2);
  claim.argument = "Wxi";
  EXPECT_EQ(problem("phase_time_us"),
            "m.json:3:4: /claims/0: the machine has no phase \"Wxi\" for metric "
            "\"phase_time_us\"");
}

TEST_F(Metrics, AFigureOfAPhaseIsAddressedByBothNames) {
  claim.argument = "Wix/words";
  EXPECT_DOUBLE_EQ(value("phase_figure"), 10);
  claim.argument = "Wix/wrds";
  EXPECT_EQ(problem("phase_figure"),
            "m.json:3:4: /claims/0: the machine has no phase/figure \"Wix/wrds\" for metric "
            "\"phase_figure\"");
  claim.argument = "Wix";
  EXPECT_EQ(problem("phase_figure"),
            "m.json:3:4: /claims/0: the machine has no phase/figure \"Wix\" for metric "
            "\"phase_figure\"");
}

TEST_F(Metrics, AreasAndPowersOfComponentsAreOfOneInstance) {
  EXPECT_DOUBLE_EQ(value("area_mm2"), 5);
  EXPECT_DOUBLE_EQ(value("frames_per_s_per_mm2"), 5000);
  claim.argument = "pe/sram";
  EXPECT_DOUBLE_EQ(value("component_area_um2"), 200);
  EXPECT_DOUBLE_EQ(value("component_power_mw"), 4e6 / 4 / 40 * 1e-3);
  EXPECT_DOUBLE_EQ(value("total_component_area_mm2"), 800e-6);
  claim.argument = "pe/srm";
  for (const std::string metric :
       {"component_area_um2", "component_power_mw", "total_component_area_mm2"}) {
    EXPECT_EQ(problem(metric),
              "m.json:3:4: /claims/0: the machine has no component \"pe/srm\" for metric \"" +
                  metric + '"');
  }
  claim.argument = "pe";
  EXPECT_DOUBLE_EQ(value("component_area_um2"), 210);
  EXPECT_DOUBLE_EQ(value("total_component_area_mm2"), 840e-6);
}

TEST_F(Metrics, MeansAndQuotientsAreOfOtherClaims) {
  EXPECT_DOUBLE_EQ(value("mean", {2, 8}), 5);
  EXPECT_DOUBLE_EQ(value("geomean", {2, 8}), 4);
  EXPECT_DOUBLE_EQ(value("quotient", {2, 8}), 0.25);
}

TEST_F(Metrics, StorageOfLayersAddsUp) {
  stored = {{1000, {{.values = 100, .indices = 20, .tables = 5}, "", ""}},
            {3000, {{.values = 200, .indices = 60, .tables = 15}, "", ""}}};
  EXPECT_DOUBLE_EQ(value("storage_bits"), 400);
  EXPECT_DOUBLE_EQ(value("structure_bits"), 100);
  EXPECT_DOUBLE_EQ(value("storage_percent"), 10);
  EXPECT_DOUBLE_EQ(value("compression"), 10);
}

TEST_F(Metrics, AFormatThatRefusesALayerHasNoValue) {
  stored = {{10, {{}, "too many values", ""}, "ternary"}};
  EXPECT_EQ(problem("storage_bits"),
            "m.json:3:4: /claims/0: format ternary cannot hold it: too many values");
}

TEST_F(Metrics, ASavingIsThatOfTheFirstAgainstTheSecond) {
  EXPECT_DOUBLE_EQ(value("saving_percent", {1, 4}), 75);
}

TEST_F(Metrics, AreAboutMachinesStorageOrClaims) {
  EXPECT_EQ(needs_of("time_us")->subject, Subject::machine);
  EXPECT_EQ(needs_of("figure")->subject, Subject::machine);
  EXPECT_EQ(needs_of("storage_percent")->subject, Subject::storage);
  EXPECT_EQ(needs_of("saving_percent")->subject, Subject::claims);
  EXPECT_EQ(needs_of("time"), nullptr);
}

TEST_F(Metrics, ASumIsOfOtherClaims) { EXPECT_DOUBLE_EQ(value("sum", {2, 3, 4}), 9); }

TEST_F(Metrics, EveryNameIsTestedHere) {
  EXPECT_EQ(metric_names(), (std::vector<std::string>{"accuracy",
                                                      "area_mm2",
                                                      "component_area_um2",
                                                      "component_power_mw",
                                                      "compression",
                                                      "cycles",
                                                      "dense_gops",
                                                      "energy_efficiency",
                                                      "energy_uj",
                                                      "energy_with_off_chip_uj",
                                                      "figure",
                                                      "figure_ratio",
                                                      "first_image_us",
                                                      "frames_per_j",
                                                      "frames_per_s",
                                                      "frames_per_s_per_mm2",
                                                      "full_load_mw",
                                                      "geomean",
                                                      "images_per_s",
                                                      "mean",
                                                      "network_figure",
                                                      "peak_gops",
                                                      "phase_figure",
                                                      "phase_time_us",
                                                      "power_w",
                                                      "quotient",
                                                      "saving_percent",
                                                      "speedup",
                                                      "storage_bits",
                                                      "storage_percent",
                                                      "structure_bits",
                                                      "sum",
                                                      "time_us",
                                                      "tops_per_w",
                                                      "total_component_area_mm2",
                                                      "utilization"}));
}

TEST_F(Metrics, OfValuesAreAccuracyAndFiguresThatOnlyRunsWithValuesHave) {
  EXPECT_TRUE(is_of_values({"accuracy", "", {}, {}}));
  EXPECT_TRUE(is_of_values({"figure", "sums_wider_than_accumulator", {}, {}}));
  EXPECT_FALSE(is_of_values({"figure", "entries", {}, {}}));
  EXPECT_FALSE(is_of_values({"time_us", "", {}, {}}));
}

}  // namespace
}  // namespace sim::explore
