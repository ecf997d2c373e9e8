// SPDX-License-Identifier: Apache-2.0
// What was simulated once is not simulated again, and what is different is.
#include "sim/explore/answer_store.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sim/explore/answer_keys.h"
#include "sim/explore/run.h"
#include "sim/machine/result_pack.h"
#include "sim/workload/network_reader.h"
#include "tests/machine/fake_machine.h"
#include "tests/tensor/numpy_files.h"

namespace sim::explore {
namespace {

using machine::LayerAnswer;

std::vector<LayerAnswer> answers(const std::string& name, std::int64_t cycles) {
  LayerAnswer answer;
  answer.ran = true;
  answer.result.name = name;
  answer.result.cycles = cycles;
  return {answer};
}

class Answers : public ::testing::Test {
 protected:
  // Runs layers of the fake on two cores, and says for each whether it was known.
  std::vector<bool> known(AnswerStore& kept, const machine::Setup& setup,
                          const workload::Network& layers) const {
    AnswerKeys keys;
    std::vector<bool> found;
    for (std::size_t i = 0; i < layers.layers.size(); ++i) {
      found.push_back(kept.find(keys.of({{&setup, &layers, i}}, {0}, true)).has_value());
    }
    run_network(setup, layers, {}, {.store = &kept});
    return found;
  }

  AnswerStore opened() const { return AnswerStore(world.folder.path("cache/a.sqlite"), "p"); }

  machine::test::FakeWorld world;
  const workload::Network network = world.network({{3, 4}, {4, 5}});
};

TEST_F(Answers, AreFoundByKeyAndProgram) {
  opened().keep("k", answers("a", 7));
  EXPECT_EQ(opened().find("k")->at(0).result.cycles, 7);
  EXPECT_FALSE(opened().find("l"));
  EXPECT_FALSE(AnswerStore(world.folder.path("cache/a.sqlite"), "q").find("k"));
}

TEST_F(Answers, DependOnWhatPurificationLeaves) {
  const auto setup = world.setup();
  auto purified = network;
  AnswerKeys keys;
  const auto key = [&] { return keys.of({{&setup, &purified, 1}}, {0}, true); };
  const auto whole = key();
  purified.layers[1].live.emplace();
  purified.layers[1].live->rows = {true, false};
  const auto first = key();
  purified.layers[1].live->rows = {false, true};
  EXPECT_NE(first, whole);
  EXPECT_NE(first, key());
}

TEST_F(Answers, CountForNothingIfAskedSo) {
  const auto file = world.folder.path("cache/a.sqlite");
  AnswerStore again(file, "p", false);
  again.keep("k", answers("a", 7));
  EXPECT_FALSE(again.find("k"));
  EXPECT_TRUE(opened().find("k"));
}

TEST_F(Answers, ThatAreFailuresAreNotKept) {
  auto some = answers("a", 7);
  some.push_back({});
  opened().keep("k", some);
  EXPECT_FALSE(opened().find("k"));
}

TEST_F(Answers, OfAFileThatIsNone) {
  world.folder.write("cache/a.sqlite", std::string(5000, 'x'));
  EXPECT_EQ(machine::test::message_of(world, [&] { opened(); }),
            "cache/a.sqlite: file is not a database");
  world.folder.write("file", std::string("x"));
  EXPECT_EQ(machine::test::message_of(
                world, [&] { AnswerStore(world.folder.path("file/a.sqlite"), "p"); }),
            "file: cannot make this folder: Not a directory");
}

TEST_F(Answers, OfARunAreThoseOfTheFirst) {
  auto kept = opened();
  const auto setup = world.setup();
  const auto first = run_network(setup, network, {}, {.jobs = 2, .store = &kept});
  // Whoever ran it again would abort.
  auto moody = world.setup({{"/mood", "abort"}});
  moody.canonical = setup.canonical;
  const auto second = run_network(moody, network, {}, {.jobs = 2, .store = &kept});
  ASSERT_EQ(second.layers.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(machine::pack(second.layers[i]), machine::pack(first.layers[i]));
  }
}

TEST_F(Answers, AreNotUsedByTheLockstepEngine) {
  auto kept = opened();
  run_network(world.setup(), network, {}, {.store = &kept});
  auto moody = world.setup({{"/mood", "throw"}});
  moody.canonical = world.setup().canonical;
  const auto run =
      run_network(moody, network, {}, {.engine = fabric::Engine::lockstep, .store = &kept});
  EXPECT_EQ(run.failures.size(), 1u);
}

using Two = std::vector<bool>;

TEST_F(Answers, DependOnParametersAndOnNothingThatIsSaidBeside) {
  auto kept = opened();
  EXPECT_EQ(known(kept, world.setup(), network), (Two{false, false}));
  EXPECT_EQ(known(kept, world.setup(), network), (Two{true, true}));
  EXPECT_EQ(known(kept, world.setup({{"/title", "new"}}), network), (Two{true, true}));
  EXPECT_EQ(known(kept, world.setup({{"/lanes", "1"}}), network), (Two{false, false}));
}

TEST_F(Answers, DependOnTheContentOfThePriceList) {
  auto kept = opened();
  known(kept, world.setup(), network);
  const auto file = world.folder.path("prices/cheap.json");
  std::ofstream(file, std::ios::app) << "\n";
  EXPECT_EQ(known(kept, world.setup(), network), (Two{false, false}));
}

TEST_F(Answers, DependOnTheLayerAndNotOnTheOthers) {
  auto kept = opened();
  known(kept, world.setup(), network);
  EXPECT_EQ(known(kept, world.setup(), world.network({{3, 4}, {4, 6}})), (Two{true, false}));
}

TEST_F(Answers, OfALayerThatTakesOutputsDependOnTheLayersBefore) {
  auto kept = opened();
  const auto chained = [&](const std::string& density) {
    return workload::read_network(world.folder.write("n.json", R"({"title": "t", "source": "s",
"layers": [{"name": "a", "kind": "fully_connected", "inputs": 3, "outputs": 4,
  "weights": {"synthesise": {"density": )" + density + R"(}},
  "activations": {"synthesise": {"density": 1}}},
 {"name": "b", "kind": "fully_connected", "inputs": 4, "outputs": 4,
  "weights": {"synthesise": {"density": 1}}}]})"));
  };
  known(kept, world.setup(), chained("1"));
  EXPECT_EQ(known(kept, world.setup(), chained("1.0")), (Two{true, true}));
  EXPECT_EQ(known(kept, world.setup(), chained("0.5")), (Two{false, false}));
}

TEST_F(Answers, DependOnTheContentOfTheLayersFilesAndOfTheLabels) {
  const auto write = [&](const std::string& name, const std::string& shape,
                         const std::vector<std::int16_t>& values) {
    world.folder.write(
        name, tensor::npy_file(tensor::npy_dictionary("<i2", shape), tensor::bytes_of(values)));
  };
  write("w.npy", "(2, 2)", {1, 0, 0, 1});
  write("x.npy", "(1, 2)", {3, 9});
  write("labels.npy", "(1,)", {1});
  const std::string layer = R"("kind": "fully_connected", "inputs": 2, "outputs": 2,
"weights": {"file": "w.npy"}, "activations": {"file": )";
  const auto read = workload::read_network(world.folder.write("n.json", R"({"title": "t",
"source": "s", "labels": {"file": "labels.npy"}, "layers": [{"name": "a", )" +
                                                                            layer +
                                                                            R"("x.npy"}},
{"name": "b", )" + layer + R"("x.npy"}}]})"));
  auto kept = opened();
  known(kept, world.setup(), read);
  EXPECT_EQ(known(kept, world.setup(), read), (Two{true, true}));
  write("labels.npy", "(1,)", {0});
  EXPECT_EQ(known(kept, world.setup(), read), (Two{true, false}));
  write("x.npy", "(1, 2)", {3, 8});
  EXPECT_EQ(known(kept, world.setup(), read), (Two{false, false}));
  write("w.npy", "(2, 2)", {1, 0, 1, 1});
  EXPECT_EQ(known(kept, world.setup(), read), (Two{false, false}));
}

}  // namespace
}  // namespace sim::explore
