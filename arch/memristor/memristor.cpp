// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/memristor.h"

#include "arch/memristor/definition.h"
#include "arch/memristor/inventory.h"
#include "arch/memristor/network.h"

namespace arch::memristor {

std::string Memristor::refusal(const sim::workload::Layer& layer) const {
  if (!std::holds_alternative<sim::workload::Lstm>(layer.shape)) return "";
  return "the memristor machine runs convolutions and fully connected layers, not an LSTM";
}

std::string Memristor::needs_values() const {
  return exact() ? "" : "outputs are not the reference's, and the next layer takes them";
}

sim::ledger::Ledger Memristor::inventory() const {
  return take_inventory(config_, boxes_of(config_, 1));
}

sim::ledger::Ledger Memristor::full_load() const {
  const auto boxes = boxes_of(config_, 1);
  return take_inventory(config_, boxes, arch::memristor::full_load(config_, boxes, 1));
}

std::unique_ptr<sim::machine::NetworkJob> Memristor::begin_network() const {
  return std::make_unique<Network>(config_);
}

sim::machine::LayerRun Memristor::run(const sim::machine::LayerJob& job) const {
  Network network(config_);
  auto sums = network.compute(job);
  auto all = network.run(job.engine, job.timeline);
  auto run = std::move(all.layers.front());
  run.sums = std::move(sums);
  run.host = all.host;
  return run;
}

std::vector<std::int64_t> Memristor::definition(const sim::machine::LayerJob& job) const {
  return defined_sums(config_, job);
}

std::unique_ptr<sim::machine::Blueprint> blueprint() {
  return std::make_unique<sim::machine::BlueprintOf<Config, Memristor>>();
}

}  // namespace arch::memristor
