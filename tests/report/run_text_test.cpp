// SPDX-License-Identifier: Apache-2.0
// What a run prints, to the letter.
#include "sim/report/run_text.h"

#include <gtest/gtest.h>

#include "tests/report/example.h"

namespace sim::report {
namespace {

TEST(RunText, ShowsLayersTimeEnergyAreaAndWhatItRestsOn) {
  EXPECT_EQ(to_text(test::run()), R"(machine   A small EIE  (eie/small)
workload  Two layers  (two)
prices    Cheap prices  (cheap)

layer  inputs  cycles     time    MACs  of dense  utilization   energy  output
-----  ------  ------  -------  ------  --------  -----------  -------  --------------------
fc1         4   2,000  2.50 us  1.00 k    25.0 %       25.0 %  4.00 nJ  equals the reference
fc,2        4   6,000  7.50 us  1.00 k    25.0 %       25.0 %  4.00 nJ  equals the reference
fc3    failed
-----  ------  ------  -------  ------  --------  -----------  -------  --------------------
total           8,000  10.0 us  2.00 k    25.0 %               8.00 nJ

3 of 4 inputs classified correctly (75.0 %)

Where the time went
layer  block    count  share of the layer's cycles
-----  -------  -----  ------------------------------------------------------------------------------------------
fc1    control      1  busy 100.0 %
       pe          64  busy 50.0 %, starved by activations 30.0 %, finished early 10.0 %, held at all_idle 10.0 %
fc,2   control      1  busy 100.0 %
       pe          64  busy 50.0 %, starved by activations 30.0 %, finished early 10.0 %, held at all_idle 10.0 %

Energy and area
component      count   energy   share   area um2   share  price
-------------  -----  -------  ------  ---------  ------  ---------
pe/sram           64  6.00 nJ  75.0 %  3,000,000  75.0 %  published
pe/adder          64  2.00 nJ  25.0 %  1,000,000  25.0 %  derived
off_chip/dram         1.00 nJ   apart                     assumed
-------------  -----  -------  ------  ---------  ------  ---------
total on chip         8.00 nJ          4,000,000

8.00 nJ in 10.0 us: 0.0008 W on average; 4.00 mm2
energy rests on prices published 75.0 %, derived 25.0 %, assumed 0.0 %
area rests on prices published 75.0 %, derived 25.0 %, assumed 0.0 %
)");
}

machine::RunResult network_run() {
  auto run = test::run();
  run.failures.clear();
  run.network.emplace();
  run.network->cycles = 4000;
  run.network->time_us = 5;
  run.network->first_image_us = 2;
  run.network->interval_us = 1;
  run.network->images_per_s = 1e6;
  run.network->bottleneck = "fc1: reads";
  run.network->utilization = 0.5;
  run.network->components = {{"pe/adder", 64, 1000, 1e6, "derived", false}};
  return run;
}

TEST(RunText, ANetworkThatRanAtOnceHasOneTime) {
  const auto run = network_run();
  const auto text = to_text(run);
  EXPECT_NE(text.find(R"(
layer        inputs    MACs  of dense  utilization   energy  output
-----------  ------  ------  --------  -----------  -------  --------------------
fc1               4  1.00 k    25.0 %       25.0 %  4.00 nJ  equals the reference
fc,2              4  1.00 k    25.0 %       25.0 %  4.00 nJ  equals the reference
-----------  ------  ------  --------  -----------  -------  --------------------
all at once          2.00 k    25.0 %       50.0 %  9.00 nJ

first image after 2.00 us, the following ones every 1.00 us: 1000000 images per second
bottleneck: fc1: reads
)"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("9.00 nJ in 5.00 us: "), std::string::npos) << text;
  EXPECT_NE(text.find("pe/adder          64  3.00 nJ"), std::string::npos) << text;
}

TEST(RunText, ARunWithoutLayersShowsOnlyWhatFailed) {
  auto run = test::run();
  run.layers.clear();
  EXPECT_EQ(to_text(run), R"(machine   A small EIE  (eie/small)
workload  Two layers  (two)
prices    Cheap prices  (cheap)

layer  inputs  cycles  time  MACs  of dense  utilization  energy  output
-----  ------  ------  ----  ----  --------  -----------  ------  ------
fc3    failed
)");
}

TEST(RunText, OneLayerNeedsNoTotal) {
  auto run = test::run();
  run.layers.pop_back();
  run.failures.clear();
  EXPECT_EQ(to_text(run).find("\ntotal  "), std::string::npos);
}

TEST(RunText, NothingIsDividedByZero) {
  auto run = test::run();
  run.area_mm2 = 0;
  for (auto& layer : run.layers) {
    layer.components.clear();
    layer.cycles = 0;
    layer.time_us = 0;
    layer.macs_dense = 0;
    layer.blocks.clear();
  }
  const auto text = to_text(run);
  EXPECT_EQ(text.find("nan"), text.npos) << text;
  EXPECT_EQ(text.find("inf"), text.npos) << text;
}

TEST(RunCsv, HasARowPerLayer) {
  EXPECT_EQ(to_csv(test::run()),
            "layer,vectors,cycles,time_us,macs_dense,macs_effectual,utilization,energy_pj,"
            "off_chip_energy_pj,verified,correct,output_error\n"
            "fc1,4,2000,2.5,4000,1000,0.25,4000,500,true,,\n"
            "\"fc,2\",4,6000,7.5,4000,1000,0.25,4000,500,true,3,\n");
}

TEST(RunCsv, ANetworkHasARowAndColumnsOfItsOwn) {
  EXPECT_EQ(to_csv(network_run()),
            "layer,vectors,cycles,time_us,macs_dense,macs_effectual,utilization,energy_pj,"
            "off_chip_energy_pj,verified,correct,output_error,first_image_us,interval_us,"
            "images_per_s,bottleneck\n"
            "fc1,4,2000,2.5,4000,1000,0.25,4000,500,true,,,,,,\n"
            "\"fc,2\",4,6000,7.5,4000,1000,0.25,4000,500,true,3,,,,,\n"
            "network,0,4000,5,8000,2000,0.5,9000,1000,true,,,2,1,1000000,fc1: reads\n");
}

TEST(RunCsv, TellsTheErrorOfALossyMachine) {
  auto run = test::run();
  run.layers[0].output_error = {8, 2, 3, 0.5, 0.125};
  EXPECT_NE(to_csv(run).find("\nfc1,4,2000,2.5,4000,1000,0.25,4000,500,true,,0.125\n"),
            std::string::npos);
}

TEST(RunText, SaysHowFarALossyMachineIsOff) {
  auto run = test::run();
  run.layers[0].output_error = {8, 2, 3, 0.5, 0.125};
  run.layers[1].output_error = {8, 2, 3, 0.5, std::nullopt};
  const auto text = to_text(run);
  EXPECT_NE(text.find("equals its definition, 12.5 % off\n"), text.npos) << text;
  EXPECT_NE(text.find("equals its definition\n"), text.npos) << text;
}

TEST(RunText, ShowsWhatChangesOfParametersSave) {
  auto run = test::run();
  EXPECT_EQ(to_text(run).find("What changes"), std::string::npos);
  run.gains = {{"pes", "64", machine::ChangeResult{"128", 0.4}, std::nullopt},
               {"queue/slots", "8", machine::ChangeResult{"16", 0.0002},
                machine::ChangeResult{"1048576", 0.25}},
               {"order", "\"rows\"", machine::ChangeResult{"\"columns\"", 0.125}, std::nullopt},
               {"latency", "1", machine::ChangeResult{"2", -0.5}, machine::ChangeResult{"9", -2}},
               {"width", "64", machine::ChangeResult{"128", 0}, std::nullopt}};
  const auto text = to_text(run);
  const auto begin = text.find("What changes of parameters save");
  ASSERT_NE(begin, std::string::npos);
  EXPECT_EQ(text.substr(begin, text.find("\nEnergy and area") - begin),
            R"(What changes of parameters save
parameter     now  changed to    saves  at its end  at most
-----------  ----  ----------  -------  ----------  -------
pes            64         128   40.0 %
queue/slots     8              nothing     1048576   25.0 %
order        rows     columns   12.5 %
nothing is saved by another value of: latency, width
)");
}

TEST(RunText, WithoutValuesOutputsAreNotComputed) {
  auto run = test::run();
  run.layers[1].values = run.layers[1].verified = false;
  const auto text = to_text(run);
  EXPECT_NE(text.find("4.00 nJ  not computed\n"), text.npos) << text;
  EXPECT_NE(to_csv(run).find("\nfc1,4,2000,2.5,4000,1000,0.25,4000,500,true,"), text.npos);
  EXPECT_NE(to_csv(run).find("4,6000,7.5,4000,1000,0.25,4000,500,,"), text.npos) << to_csv(run);
}

TEST(AreaText, IsTheInventoryOfTheChip) {
  EXPECT_EQ(area_text(test::run()), R"(component  count   area um2   share  price
---------  -----  ---------  ------  ---------
pe/sram       64  3,000,000  75.0 %  published
pe/adder      64  1,000,000  25.0 %  derived
---------  -----  ---------  ------  ---------
total             4,000,000
)");
}

TEST(RunText, PhasesHaveATableIfAnyLayerHasThem) {
  auto run = test::run();
  EXPECT_EQ(to_text(run).find("What followed what"), std::string::npos);
  run.layers[0].phases = {{"Wix", 2, 1500, 7.5, {}}, {"o", 1, 250, 1.25, {}}};
  const auto text = to_text(run);
  const auto begin = text.find("What followed what");
  ASSERT_NE(begin, std::string::npos);
  EXPECT_EQ(text.substr(begin, text.find("Where the time went") - begin),
            "What followed what\n"
            "layer  phase  passed  cycles     time  of the layer\n"
            "-----  -----  ------  ------  -------  ------------\n"
            "fc1    Wix         2   1,500  7.50 us        75.0 %\n"
            "       o           1     250  1.25 us        12.5 %\n\n");
}

}  // namespace
}  // namespace sim::report
