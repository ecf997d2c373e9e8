// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/job.h"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/workload/network_reader.h"
#include "sim/workload/output_stage.h"
#include "tests/machine/fake_machine.h"
#include "tests/tensor/numpy_files.h"

namespace sim::machine {
namespace {

using test::FakeWorld;

class Job : public ::testing::Test {
 protected:
  LayerResult run(const workload::Network& network, const config::Settings& settings = {},
                  std::size_t layer = 0, const workload::Vectors* flowing = nullptr) const {
    const auto setup = world.setup(settings);
    return run_layer(*setup.machine, setup.prices, {network, layer, flowing}).result;
  }

  void write_array(const std::string& name, const std::string& shape,
                   const std::vector<std::int16_t>& values) const {
    world.folder.write(
        name, tensor::npy_file(tensor::npy_dictionary("<i2", shape), tensor::bytes_of(values)));
  }

  // A layer of two inputs and two outputs that hands its inputs on, and one after it.
  workload::Network chain() const {
    write_array("w.npy", "(2, 2)", {1, 0, 0, 1});
    write_array("x.npy", "(3, 2)", {5, 1, 1, 5, 2, 2});
    write_array("labels.npy", "(3,)", {0, 1, 1});
    return workload::read_network(world.folder.write("n.json", std::string(R"({
"title": "t", "source": "s", "labels": {"file": "labels.npy"}, "layers": [
{"name": "one", "kind": "fully_connected", "inputs": 2, "outputs": 2,
 "weights": {"file": "w.npy"}, "activations": {"file": "x.npy"}},
{"name": "two", "kind": "fully_connected", "inputs": 2, "outputs": 2,
 "weights": {"file": "w.npy"}}]})")));
  }

  template <class Action>
  std::string fault_of(const Action& action) const {
    try {
      action();
    } catch (const Fault& fault) {
      return fault.what();
    }
    return "";
  }

  FakeWorld world;
};

TEST_F(Job, TellsWhatTheMachineDid) {
  const auto result = run(world.network({{3, 4}}));
  EXPECT_EQ(result.name, "a");
  EXPECT_EQ(result.kind, "fully_connected");
  EXPECT_TRUE(result.verified);
  EXPECT_EQ(result.vectors, 1);
  EXPECT_EQ(result.cycles, 12);
  EXPECT_DOUBLE_EQ(result.time_us, 0.012);
  EXPECT_EQ(result.macs_dense, 12);
  EXPECT_EQ(result.macs_effectual, 12);
  EXPECT_DOUBLE_EQ(result.utilization, 0.5);
  EXPECT_DOUBLE_EQ(result.peak_gops, 4);
  EXPECT_EQ(result.figures, (std::map<std::string, double>{{"lanes", 2}}));
  EXPECT_EQ(result.correct, std::nullopt);
  ASSERT_EQ(result.blocks.size(), 1u);
  EXPECT_DOUBLE_EQ(result.blocks[0].busy_cycles, 12);
}

TEST_F(Job, WithoutValuesThereIsNothingToProve) {
  for (const auto& [mood, values] : {std::pair{"", false}, {"telling", false}, {"needy", true}}) {
    const auto setup = world.setup({{"/mood", mood}});
    const auto network = world.network({{3, 4}});
    Task task{network};
    task.values = false;
    const auto done = run_layer(*setup.machine, setup.prices, task);
    EXPECT_EQ(done.result.values, values) << mood;
    EXPECT_EQ(done.result.verified, values) << mood;
    EXPECT_EQ(done.sums.empty(), !values) << mood;
    EXPECT_EQ(done.result.vectors, 1);
    EXPECT_EQ(done.result.cycles, 12);
  }
}

TEST_F(Job, TrafficIsOfMemoriesInBytes) {
  const auto result = run(world.network({{3, 4}}));
  ASSERT_EQ(result.traffic.size(), 2u);
  EXPECT_DOUBLE_EQ(result.traffic.at("memory").read_bytes, 12 * 32 / 8);
  EXPECT_DOUBLE_EQ(result.traffic.at("memory").written_bytes, 0);
  EXPECT_DOUBLE_EQ(result.traffic.at("dram").written_bytes, 12 * 64 / 8);
}

TEST_F(Job, EnergyOffTheChipAndStandingSharesAreApart) {
  const auto result = run(world.network({{3, 4}}));
  EXPECT_DOUBLE_EQ(result.energy_pj(), 12 * 3 + 12 * 1);
  EXPECT_DOUBLE_EQ(result.off_chip_energy_pj(), 12 * 10);
  EXPECT_DOUBLE_EQ(result.energy_standing.published, 0.75);
  EXPECT_DOUBLE_EQ(result.energy_standing.derived, 0.25);
  EXPECT_DOUBLE_EQ(result.energy_standing.assumed, 0);
}

TEST_F(Job, AreaIsKnownWithoutARun) {
  const auto setup = world.setup();
  RunResult result;
  add_area(*setup.machine, setup.prices, result);
  ASSERT_EQ(result.area.size(), 3u);
  EXPECT_DOUBLE_EQ(result.area[0].area_um2, 2 * 500);
  EXPECT_DOUBLE_EQ(result.area[1].area_um2, 4 * 250);
  EXPECT_TRUE(result.area[2].off_chip);
  EXPECT_DOUBLE_EQ(result.area_mm2, 2000e-6);
  EXPECT_DOUBLE_EQ(result.area_standing.published, 0.5);
  EXPECT_DOUBLE_EQ(result.area_standing.derived, 0.5);
}

TEST_F(Job, AWrongOutputIsOurFault) {
  const auto network = chain();
  EXPECT_EQ(fault_of([&] {
              run(network, {{"/mood", "wrong"}});
            }),
            "output 5 is 3, the reference says 2");
  EXPECT_EQ(fault_of([&] { run(network, {{"/mood", "short"}}); }), "5 outputs instead of 6");
}

TEST_F(Job, AMachineThatIsNotExactIsJudgedByItsDefinition) {
  const auto network = chain();
  const auto result = run(network, {{"/mood", "lossy"}});
  EXPECT_TRUE(result.verified);
  ASSERT_TRUE(result.output_error);
  EXPECT_EQ(result.output_error->outputs, 6);
  EXPECT_EQ(result.output_error->different, 1);
  EXPECT_EQ(result.output_error->largest, 5);
  EXPECT_DOUBLE_EQ(result.output_error->root_mean_square, std::sqrt(25.0 / 6));
  EXPECT_DOUBLE_EQ(result.output_error->relative.value(), std::sqrt(25.0 / 60));
  EXPECT_EQ(fault_of([&] {
              run(network, {{"/mood", "wrong and lossy"}});
            }),
            "output 5 is 3, the machine's definition says 2");
  EXPECT_FALSE(run(network).output_error);
}

TEST_F(Job, AnExactMachineHasNoDefinitionOfItsOwn) {
  const auto setup = world.setup({{"/mood", "exact"}});
  const auto network = chain();
  const workload::WeightMatrix weights;
  const workload::Vectors inputs;
  EXPECT_EQ(fault_of([&] {
              setup.machine->Machine::definition({network.layers[0], weights, inputs});
            }),
            "layer \"one\": an exact machine has no definition of its own");
}

TEST_F(Job, ALayerThatTheMachineRefusesIsTheUsersMistake) {
  const auto network = workload::read_network(world.folder.write("n.json", std::string(R"({
"title": "t", "source": "s", "layers": [
{"name": "c", "kind": "convolution", "channels": 1, "height": 3, "width": 3, "filters": 1,
 "kernel_height": 3, "kernel_width": 3,
 "weights": {"synthesise": {"density": 1}}, "activations": {"synthesise": {"density": 1}}}]})")));
  EXPECT_EQ(message_of(world, [&] { run(network); }),
            "n.json:3:1: /layers/0: the fake runs fully connected layers, not a convolution");
}

TEST_F(Job, PricesThatAreLackingAreAllNamed) {
  const auto network = world.network({{3, 4}});
  const auto text = message_of(world, [&] { run(network, {{"/prices", "poor"}}); });
  EXPECT_NE(text.find("sram"), text.npos) << text;
  EXPECT_NE(text.find("multiplier"), text.npos) << text;
  EXPECT_NE(text.find("dram"), text.npos) << text;
}

TEST_F(Job, TheLastLayerCountsTheRightClassesTheFirstOfEqualsWins) {
  const auto network = chain();
  const auto inputs = flowing_inputs(network);
  EXPECT_EQ(inputs[1].values, (std::vector<std::int16_t>{5, 1, 1, 5, 2, 2}));
  EXPECT_EQ(run(network).correct, std::nullopt);
  EXPECT_EQ(run(network, {}, 1, &inputs[1]).correct, 2);
}

TEST_F(Job, OutputsThatDoNotFitAreCounted) {
  auto network = chain();
  network.layers[0].output = {0, true, 3};
  EXPECT_EQ(run(network).saturated, 2);
  EXPECT_EQ(flowing_inputs(network)[1].values, (std::vector<std::int16_t>{3, 1, 1, 3, 2, 2}));
}

TEST_F(Job, LabelsMustBeAsManyAsInputs) {
  const auto network = chain();
  write_array("labels.npy", "(2,)", {0, 1});
  const auto inputs = flowing_inputs(network);
  EXPECT_EQ(message_of(world, [&] { run(network, {}, 1, &inputs[1]); }),
            "n.json:2:40: /labels: 2 labels for 3 input vectors");
}

TEST_F(Job, TheFilesOfAllTensorsOfALayerAreComplainedAboutAtOnce) {
  const auto network = chain();
  std::filesystem::remove(world.folder.path("w.npy"));
  write_array("x.npy", "(2, 3)", {5, 1, 1, 5, 2, 2});
  EXPECT_EQ(message_of(world, [&] { run(network); }),
            "n.json:4:13: /layers/0/weights: w.npy: there is no such file\n"
            "n.json:4:47: /layers/0/activations: x.npy: has the shape [2, 3], needs [vectors, 2] "
            "or [2] (inputs)");
}

TEST_F(Job, TheFilesOfAllLayersOfAChainAreComplainedAboutAtOnce) {
  const auto network = chain();
  std::filesystem::remove(world.folder.path("w.npy"));
  std::filesystem::remove(world.folder.path("labels.npy"));
  EXPECT_EQ(message_of(world, [&] { flowing_inputs(network); }),
            "n.json:4:13: /layers/0/weights: w.npy: there is no such file\n"
            "n.json:6:13: /layers/1/weights: w.npy: there is no such file\n"
            "n.json:2:40: /labels: labels.npy: there is no such file");
}

TEST_F(Job, ImagesFlowFromConvolutionToConvolutionAndFlattenedOn) {
  auto network = world.network({{18, 1}, {12, 1}, {3, 2}});
  network.layers[0].shape = workload::Convolution{2, 3, 3, 3, 2, 2, 1, 0, 1};
  network.layers[1].shape = workload::Convolution{3, 2, 2, 3, 2, 2, 1, 0, 3};
  network.layers[1].activations.reset();
  network.layers[2].activations.reset();
  const auto inputs = flowing_inputs(network);
  EXPECT_TRUE(inputs[0].values.empty());
  EXPECT_EQ(inputs[1].size, 12u);
  EXPECT_EQ(inputs[2].size, 3u);
  const auto tensors = load_tensors({network, 0});
  const auto sums = reference_sums(network.layers[0], tensors);
  ASSERT_EQ(inputs[1].values.size(), sums.size());
  for (std::size_t i = 0; i < sums.size(); ++i) {
    EXPECT_EQ(inputs[1].values[i], workload::narrow(sums[i], network.layers[0].output));
  }
}

TEST_F(Job, AnLstmsOutputsOfAllStepsFlowOn) {
  auto network = world.network({{18, 1}, {6, 2}});
  auto& lstm = network.layers[0];
  lstm.shape = workload::Lstm{6, 4, 2, false, 3};
  for (auto& matrix : lstm.lstm.matrices) matrix = {lstm.weights, 12};
  lstm.lstm.formats = {.input_fraction = 12,
                       .output_fraction = 12,
                       .cell_fraction = 12,
                       .sum_fraction = 16,
                       .gate_fraction = 8,
                       .table_samples = 256,
                       .sigmoid_range = 8,
                       .tanh_range = 8};
  lstm.output = {0, false, 16};
  network.layers[1].activations.reset();
  const auto inputs = flowing_inputs(network);
  ASSERT_EQ(inputs[1].size, 6u);
  const auto outputs = reference_sums(lstm, load_tensors({network, 0}));
  EXPECT_EQ(std::vector<std::int64_t>(inputs[1].values.begin(), inputs[1].values.end()), outputs);
  EXPECT_NE(outputs, std::vector<std::int64_t>(6, 0));
}

TEST(SumsWiderThan, AnAccumulatorOfTwosComplementHoldsOneMoreBelowZero) {
  const auto figure = sums_wider_than(8, {127, -128, 128, -129, 0});
  EXPECT_EQ(figure.name, figures_of_values.front());
  EXPECT_EQ(figure.value, 2);
}

}  // namespace
}  // namespace sim::machine
