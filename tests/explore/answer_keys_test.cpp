// SPDX-License-Identifier: Apache-2.0
// Each thing that an answer depends on changes its key, and nothing else does.
#include "sim/explore/answer_keys.h"

#include <gtest/gtest.h>

#include <set>

#include "sim/workload/network_reader.h"
#include "tests/machine/fake_machine.h"
#include "tests/tensor/numpy_files.h"

namespace sim::explore {
namespace {

// Two layers, of which the second takes the first one's outputs, and one with inputs of its own.
constexpr const char* workload_text = R"({
  "title": "t", "source": "s",
  "layers": [
    {"name": "a", "kind": "fully_connected", "inputs": 6, "outputs": 4,
     "weights": {"synthesise": {"density": 0.5, "seed": 3}, "quantise": {"bits": 8}},
     "bias": {"synthesise": {"density": 1}, "input": 1},
     "activations": {"synthesise": {"density": 0.75, "vectors": 2}},
     "output": {"shift": 2, "relu": true, "bits": 12}},
    {"name": "b", "kind": "fully_connected", "inputs": 4, "outputs": 5,
     "weights": {"synthesise": {"density": 0.5, "structure": {"kind": "unstructured"}}}},
    {"name": "c", "kind": "fully_connected", "inputs": 7, "outputs": 5,
     "weights": {"synthesise": {"density": 1}, "quantise": {"codebook_bits": 2}},
     "activations": {"synthesise": {"density": 1}}}
  ]
})";

class AnswerKey : public ::testing::Test {
 protected:
  std::string key_of(const workload::Network& network, const RequestChain& layers,
                     const config::Settings& settings = {}) const {
    const auto setup = world.setup(settings);
    std::vector<LayerRequest> requests;
    RequestChain chain;
    for (const auto layer : layers) {
      chain.push_back(requests.size());
      requests.push_back({&setup, &network, layer});
    }
    return AnswerKeys().of(requests, chain, true);
  }

  workload::Network read(const std::string& text, const std::string& name = "n.json") const {
    return workload::read_network(world.folder.write(name, text));
  }

  // Keys of the three layers with values set.
  std::vector<std::string> keys(const config::Settings& settings = {}) const {
    const auto file = world.folder.write("n.json", std::string(workload_text));
    const auto network = workload::NetworkFile(file).network(settings);
    return {key_of(network, {0}), key_of(network, {1}), key_of(network, {2})};
  }

  // Which of the layers have another key when a value is set.
  std::string changed(const std::string& pointer, const std::string& value) const {
    const auto before = keys(), after = keys({{pointer, value}});
    std::string names;
    for (std::size_t i = 0; i < 3; ++i) {
      if (before[i] != after[i]) names += "abc"[i];
    }
    return names;
  }

  machine::test::FakeWorld world;
};

TEST_F(AnswerKey, DependsOnEachParameterOfTheMachine) {
  const auto network = read(workload_text);
  const std::set<std::string> keys = {key_of(network, {0}), key_of(network, {0}, {{"/lanes", "3"}}),
                                      key_of(network, {0}, {{"/lanes", "1"}}),
                                      key_of(network, {0}, {{"/memory/width_bits", "64"}}),
                                      key_of(network, {0}, {{"/mood", "exact"}})};
  EXPECT_EQ(keys.size(), 5u);
}

TEST_F(AnswerKey, RunsWithoutValuesAreKeptApartOnMachinesThatCanDoWithout) {
  const auto network = read(workload_text);
  const auto apart = [&](const config::Settings& settings) {
    const auto setup = world.setup(settings);
    const std::vector<LayerRequest> requests = {{&setup, &network, 0}};
    return AnswerKeys().of(requests, {0}, true) != AnswerKeys().of(requests, {0}, false);
  };
  EXPECT_TRUE(apart({}));
  EXPECT_FALSE(apart({{"/mood", "needy"}}));
}

// Lanes of the fake are of time alone.
TEST_F(AnswerKey, OfTheMappingDependsOnLayersAndOnWhatIsNotOfTimeAlone) {
  const auto network = read(workload_text);
  const auto key = [&](const config::Settings& settings, std::size_t layer) {
    const auto setup = world.setup(settings);
    return AnswerKeys().of_mapping({{&setup, &network, layer}}, {0});
  };
  const auto now = key({}, 0);
  EXPECT_EQ(key({{"/lanes", "4"}}, 0), now);
  EXPECT_NE(key({{"/memory/width_bits", "64"}}, 0), now);
  EXPECT_NE(key({{"/mood", "needy"}}, 0), now);
  EXPECT_NE(key({}, 2), now);
}

TEST_F(AnswerKey, DependsOnTheMachineItself) {
  const auto network = read(workload_text);
  auto setup = world.setup();
  EXPECT_TRUE(setup.canonical.starts_with("fake\n"));
  const auto key = AnswerKeys().of({{&setup, &network, 0}}, {0}, true);
  setup.canonical.replace(0, 4, "real");
  EXPECT_NE(AnswerKeys().of({{&setup, &network, 0}}, {0}, true), key);
}

TEST_F(AnswerKey, DependsOnNothingThatAConfigSaysBeside) {
  const auto network = read(workload_text);
  const auto key = key_of(network, {0});
  EXPECT_EQ(key_of(network, {0}, {{"/title", "x"}}), key);
  EXPECT_EQ(key_of(network, {0}, {{"/source", "x"}}), key);
  EXPECT_EQ(key_of(network, {0}, {{"/sources/lanes", "x"}}), key);
  EXPECT_EQ(key_of(network, {0}, {{"/lanes", "2"}}), key);
  EXPECT_EQ(key_of(network, {0}, {{"/lanes", "2.0"}}), key);
}

TEST_F(AnswerKey, DependsOnTheContentOfEachFileOfPricesAndNotOnTheirNames) {
  const auto network = read(workload_text);
  auto setup = world.setup();
  const auto key = [&](const std::vector<std::filesystem::path>& files) {
    setup.prices.files = files;
    return AnswerKeys().of({{&setup, &network, 0}}, {0}, true);
  };
  const auto write = [&](const std::string& name, const std::string& text) {
    return world.folder.write(name, text);
  };
  const auto list = write("p", "list"), table = write("t", "table"), other = write("u", "tablf");
  EXPECT_EQ(key({list, table}), key({write("q", "list"), write("v", "table")}));
  const std::set<std::string> keys = {key({list}), key({list, table}), key({list, other}),
                                      key({table, list})};
  EXPECT_EQ(keys.size(), 4u);
}

TEST_F(AnswerKey, DependsOnEachValueOfTheLayerAndOfThoseThatFlowIntoIt) {
  for (const auto& [pointer, value] : std::vector<std::pair<std::string, std::string>>{
           {"/layers/0/name", "x"},
           {"/layers/0/inputs", "5"},
           {"/layers/0/weights/synthesise/density", "0.25"},
           {"/layers/0/weights/synthesise/seed", "4"},
           {"/layers/0/weights/synthesise/row_spread", "0.1"},
           {"/layers/0/weights/quantise/bits", "7"},
           {"/layers/0/weights/quantise/scale", "9"},
           {"/layers/0/bias/input", "2"},
           {"/layers/0/activations/synthesise/density", "0.5"},
           {"/layers/0/activations/synthesise/vectors", "3"},
           {"/layers/0/output/shift", "3"},
           {"/layers/0/output/relu", "false"},
           {"/layers/0/output/bits", "11"}}) {
    EXPECT_EQ(changed(pointer, value), "ab") << pointer;
  }
  EXPECT_EQ(changed("/layers/1/outputs", "6"), "b");
  EXPECT_EQ(changed("/layers/1/weights/synthesise/structure",
                    R"({"kind": "block", "rows": 1, "columns": 2})"),
            "b");
  EXPECT_EQ(changed("/layers/2/weights/quantise/codebook_bits", "3"), "c");
  EXPECT_EQ(changed("/layers/1/activations", R"({"synthesise": {"density": 1}})"), "b");
}

TEST_F(AnswerKey, DependsOnNothingThatAWorkloadSaysBeside) {
  EXPECT_EQ(changed("/title", "x"), "");
  EXPECT_EQ(changed("/source", "x"), "");
  EXPECT_EQ(changed("/layers/0/inputs", "6"), "");
  EXPECT_EQ(changed("/layers/0/weights/synthesise/density", "5e-1"), "");
}

TEST_F(AnswerKey, DoesNotDependOnTheOrderOfKeysOnBlanksOrOnTheFile) {
  const auto one = read(R"({"title": "t", "source": "s", "layers": [{"name": "a",
"kind": "fully_connected", "inputs": 6, "outputs": 4, "weights": {"synthesise": {"density": 1}},
"activations": {"synthesise": {"density": 1, "seed": 2}}}]})");
  const auto other = read(R"({"source": "s", "title": "t", "layers": [{
"activations": {"synthesise": {"seed": 2, "density": 1.0}},
"weights": {"synthesise":   {"density": 1}}, "outputs": 4, "inputs": 6,
"kind": "fully_connected", "name": "a"}]})",
                          "elsewhere/m.json");
  EXPECT_EQ(key_of(one, {0}), key_of(other, {0}));
}

TEST_F(AnswerKey, OfAChainIsThatOfItsLayersInTheirOrder) {
  const auto network = read(workload_text);
  const std::set<std::string> keys = {key_of(network, {0}), key_of(network, {1}),
                                      key_of(network, {0, 1}), key_of(network, {1, 0}),
                                      key_of(network, {0, 1, 2})};
  EXPECT_EQ(keys.size(), 5u);
}

class AnswerKeyOfFiles : public AnswerKey {
 protected:
  AnswerKeyOfFiles() {
    write("w.npz", {{"v", {1, 0, 0, 1}}, {"w", {1, 0, 0, 1}}});
    write("l.npz", {{"k", {1}}, {"l", {1}}});
  }

  void write(const std::string& name,
             const std::vector<std::pair<std::string, std::vector<std::int16_t>>>& arrays) const {
    std::vector<tensor::NpzMember> members;
    for (const auto& [array, values] : arrays) {
      const auto shape = values.size() == 4 ? "(2, 2)" : "(1,)";
      members.push_back({array + ".npy", tensor::npy_file(tensor::npy_dictionary("<i2", shape),
                                                          tensor::bytes_of(values))});
    }
    world.folder.write(folder + "/" + name, tensor::npz_file(members));
  }

  std::string key(std::size_t layer, const std::string& array = "w",
                  const std::string& labels = "l") const {
    const auto one = [&](const std::string& name) {
      return R"({"name": ")" + name + R"(", "kind": "fully_connected", "inputs": 2, "outputs": 2,
"weights": {"file": "w.npz", "array": ")" +
             array + R"("}, "activations": {"synthesise": {"density": 1}}})";
    };
    return key_of(read(R"({"title": "t", "source": "s", "labels": {"file": "l.npz", "array": ")" +
                           labels + R"("}, "layers": [)" + one("a") + ", " + one("b") + "]}",
                       folder + "/n.json"),
                  {layer});
  }

  std::string folder = "one";
};

TEST_F(AnswerKeyOfFiles, DependsOnTheirContentAndOnTheArray) {
  const auto before = key(0);
  EXPECT_EQ(key(0), before);
  EXPECT_NE(key(0, "v"), before);
  write("w.npz", {{"v", {1, 0, 0, 1}}, {"w", {1, 0, 1, 1}}});
  EXPECT_NE(key(0), before);
}

TEST_F(AnswerKeyOfFiles, OfLabelsIsTheLastLayersAffairAlone) {
  const std::vector<std::string> before = {key(0), key(1)};
  EXPECT_EQ(key(0, "w", "k"), before[0]);
  EXPECT_NE(key(1, "w", "k"), before[1]);
  write("l.npz", {{"k", {1}}, {"l", {0}}});
  EXPECT_EQ(key(0), before[0]);
  EXPECT_NE(key(1), before[1]);
}

TEST_F(AnswerKeyOfFiles, DoesNotDependOnWhereTheyStand) {
  const auto before = key(1);
  folder = "two";
  write("w.npz", {{"v", {1, 0, 0, 1}}, {"w", {1, 0, 0, 1}}});
  write("l.npz", {{"k", {1}}, {"l", {1}}});
  EXPECT_EQ(key(1), before);
}

}  // namespace
}  // namespace sim::explore
