// SPDX-License-Identifier: Apache-2.0
#include "tests/machine/fake_machine.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "sim/machine/layer_tensors.h"
#include "sim/workload/network_reader.h"

namespace sim::machine::test {
namespace {

// What a lossy fake adds to a layer's first output.
constexpr int loss = 5;

struct Config {
  int lanes = 0;
  int width_bits = 0;
  std::string mood;
};

ledger::Ledger inventory_of(const Config& config) {
  ledger::Ledger ledger;
  ledger.box("unit", 2);
  const double width = config.width_bits;
  ledger.open("unit", {"memory", "sram", {{"width_bits", width}}}).event("read") = 0;
  ledger.open("unit", {"multiplier", "multiplier", {{"bits", 16}}, config.lanes})
      .event("multiply") = 0;
  ledger.open_off_chip({"dram", "dram", {{"width_bits", 64}}}).event("write") = 0;
  return ledger;
}

ledger::Ledger used(const Config& config, std::int64_t macs) {
  auto ledger = inventory_of(config);
  for (const auto& account : ledger.accounts()) {
    auto& open = const_cast<ledger::Account&>(account);
    for (auto& event : open.events) event.count = macs;
  }
  return ledger;
}

class FakeMachine final : public Machine {
 public:
  explicit FakeMachine(const Config& config) : config_(config) {}

  std::string refusal(const workload::Layer& layer) const override {
    if (std::holds_alternative<workload::FullyConnected>(layer.shape)) return "";
    return "the fake runs fully connected layers, not " + a_kind_of(layer.shape);
  }

  ledger::Ledger inventory() const override { return inventory_of(config_); }

  bool exact() const override { return !config_.mood.ends_with("lossy"); }

  std::string needs_values() const override {
    return config_.mood == "needy" ? "it is in a mood for them" : "";
  }
  bool counts_outputs() const override { return config_.mood == "telling"; }

  bool takes_networks() const override { return config_.mood.starts_with("at once"); }
  std::unique_ptr<NetworkJob> begin_network() const override;

  std::vector<std::int64_t> definition(const LayerJob& job) const override {
    auto sums = reference_sums(job.layer, {job.weights, {}, job.inputs, {}});
    sums.front() += loss;
    return sums;
  }

  LayerRun run(const LayerJob& job) const override {
    if (config_.mood == "abort" && job.layer.name == "b") std::abort();
    if (config_.mood == "killed" && job.layer.name == "b") std::raise(SIGKILL);
    if (config_.mood == "hang" && job.layer.name == "b") {
      for (;;) pause();
    }
    if (config_.mood == "greedy" && job.layer.name == "b") {
      for (std::vector<std::vector<char>> hoard;;) hoard.emplace_back(std::size_t{1} << 24, 'x');
    }
    if (config_.mood == "throw" && job.layer.name == "b") throw Fault("block \"x\": out of mood");
    if (config_.mood.find("full") != std::string::npos && job.layer.name == "b") {
      throw UserError({{job.layer.place, "does not fit"}});
    }
    LayerRun run;
    const auto sums = reference_sums(job.layer, {job.weights, {}, job.inputs, {}});
    if (job.values) run.sums = sums;
    if (config_.mood == "wrong" || config_.mood == "wrong and lossy") run.sums.back() += 1;
    if (!exact()) run.sums.front() += loss;
    if (config_.mood == "short") run.sums.pop_back();
    const std::int64_t vectors = static_cast<std::int64_t>(job.inputs.count());
    run.macs_effectual = vectors * job.weights.matrix.rows * job.weights.inputs();
    run.mac_slots_per_cycle = 2;
    run.period = Time{1000};
    run.time = run.period * run.macs_effectual;
    if (config_.mood == "quick") run.time = run.period * (run.macs_effectual / config_.lanes);
    run.blocks = {{"unit", 2, run.time * 2, Time{0}, {}}};
    run.figures = {{"lanes", static_cast<double>(config_.lanes)}};
    if (config_.mood == "telling") {
      if (!job.values && *job.sums != sums) throw Fault("told the wrong sums");
      run.figures.push_back({"computed", job.values ? 1.0 : 0.0});
      if (job.values) run.figures.push_back({figures_of_values.front(), 7});
    }
    run.ledger = used(config_, run.macs_effectual);
    return run;
  }

 private:
  Config config_;
};

// Its layers take as long together as the slowest of them alone, for each of two rounds.
class FakeNetwork final : public NetworkJob {
 public:
  explicit FakeNetwork(const FakeMachine& machine) : machine_(machine) {}

  std::vector<std::int64_t> compute(const LayerJob& job) override {
    vectors_ = job.inputs.count();
    auto& layer = run_.layers.emplace_back(machine_.run(job));
    run_.time = std::max(run_.time, 2 * layer.time);
    return std::move(layer.sums);
  }

  NetworkRun run(fabric::Engine, fabric::Timeline*) override {
    run_.period = Time{1000};
    run_.rounds = 2;
    run_.mac_slots_per_cycle = 4;
    run_.bottleneck = "mood";
    run_.ledger = machine_.inventory();
    const auto images = static_cast<std::int64_t>(2 * vectors_);
    for (std::int64_t i = 1; i <= images; ++i) run_.image_ends.push_back(run_.time * i / images);
    for (auto& layer : run_.layers) layer.time = run_.time;
    return std::move(run_);
  }

 private:
  const FakeMachine& machine_;
  NetworkRun run_;
  std::size_t vectors_ = 0;
};

std::unique_ptr<NetworkJob> FakeMachine::begin_network() const {
  return std::make_unique<FakeNetwork>(*this);
}

class FakeBlueprint final : public Blueprint {
 public:
  config::Fields fields() override {
    return {
        config::field("lanes", config_.lanes, "multipliers of a unit", "", config::between(1, 64))
            .only_timing(),
        config::field("memory/width_bits", config_.width_bits, "one access", "bits",
                      config::at_least(8)),
        config::field("mood", config_.mood, "how it behaves").optional()};
  }
  std::vector<std::pair<std::string, std::string>> contradictions() const override {
    std::vector<std::pair<std::string, std::string>> found;
    if (config_.width_bits < 8 * config_.lanes) {
      found.emplace_back("memory/width_bits", "too narrow for the lanes");
    }
    return found;
  }
  std::unique_ptr<Machine> build() const override { return std::make_unique<FakeMachine>(config_); }

 private:
  Config config_;
};

constexpr const char* prices_text = R"({
  "title": "cheap", "node_nm": 45,
  "components": {
    "sram": {"read_pj": 3, "area_um2": 500, "standing": "published", "source": "x"},
    "multiplier": {"multiply_pj": 1, "area_um2": 250, "standing": "derived", "source": "x"},
    "dram": {"write_pj": 10, "area_um2": 0, "standing": "assumed", "source": "x"}
  }
})";

}  // namespace

std::span<const CatalogEntry> fake_catalog() {
  static const CatalogEntry entry{
      "fake", "a machine of the tests",
      []() -> std::unique_ptr<Blueprint> { return std::make_unique<FakeBlueprint>(); }};
  return {&entry, 1};
}

FakeWorld::FakeWorld() {
  folder.write("c.json", std::string(config_text));
  std::filesystem::create_directory(folder.path("prices"));
  folder.write("prices/cheap.json", std::string(prices_text));
  folder.write("prices/poor.json", std::string(R"({"title": "poor", "node_nm": 45,
"components": {"sram": {"area_um2": 500, "standing": "published", "source": "x"}}})"));
}

Setup FakeWorld::setup(const config::Settings& settings) const {
  return read_setup(folder.path("c.json"), "c", settings, fake_catalog(), folder.path("prices"));
}

workload::Network FakeWorld::network(const std::vector<std::pair<int, int>>& shapes) const {
  std::string layers;
  for (const auto& [inputs, outputs] : shapes) {
    const char name = static_cast<char>('a' + std::count(layers.begin(), layers.end(), '\n'));
    layers += std::string(layers.empty() ? "" : ",") + R"({"name": ")" + name +
              R"(", "kind": "fully_connected", "weights": {"synthesise": {"density": 1}},
"activations": {"synthesise": {"density": 1}},)" +
              R"("inputs": )" + std::to_string(inputs) + R"(, "outputs": )" +
              std::to_string(outputs) + "}";
  }
  return workload::read_network(
      folder.write("w.json", R"({"title": "w", "source": "none", "layers": [)" + layers + "]}"));
}

}  // namespace sim::machine::test
