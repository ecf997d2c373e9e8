// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/workbench.h"

#include <algorithm>

namespace sim::explore::sweep {
namespace {

constexpr std::size_t most_networks = 8;
// Some hundreds of megabytes in each worker.
constexpr double most_weights = 64e6;

double weights_of(const workload::Shape& shape) {
  if (std::holds_alternative<workload::Lstm>(shape)) {
    double weights = 0;
    const auto& lstm = std::get<workload::Lstm>(shape);
    for (std::size_t m = 0; m < workload::lstm_matrices; ++m) {
      const auto size = workload::size_of_matrix(lstm, m);
      weights += static_cast<double>(size.rows) * size.columns;
    }
    return weights;
  }
  return static_cast<double>(weight_rows(shape)) * static_cast<double>(weight_columns(shape));
}

void check_layers(const Bench& bench) {
  Problems problems;
  for (const auto& request : bench.requests) {
    const auto& layer = request.network->layers[request.layer];
    const auto refusal = bench.setup.machine->refusal(layer);
    if (!refusal.empty()) problems.add(layer.place, "layer \"" + layer.name + "\": " + refusal);
  }
  problems.raise_if_any();
}

}  // namespace

const Bench& Workbench::at(const Point& point) {
  if (bench_.shared && point == point_) return bench_;
  bench_ = {};
  const auto inputs = inputs_of(sweep_, point);
  Bench bench;
  Problems problems;
  std::vector<std::size_t> layers;
  problems.attempt([&] { bench.setup = library_.setup(inputs.config, inputs.settings); });
  problems.attempt([&] {
    bench.shared = network({inputs.workload, inputs.workload_settings});
    layers = chosen_layers(bench.shared->network, inputs.layers);
  });
  problems.raise_if_any();
  bench_ = std::move(bench);
  for (const auto layer : layers) {
    bench_.requests.push_back({&bench_.setup, &bench_.shared->network, layer});
  }
  bench_.chains = heaviest_first(bench_.requests);
  point_ = point;
  check_layers(bench_);
  return bench_;
}

std::shared_ptr<SharedNetwork> Workbench::network(const Changed& workload) {
  const auto found = std::find_if(networks_.begin(), networks_.end(),
                                  [&](const auto& one) { return one.first == workload; });
  if (found != networks_.end()) {
    std::rotate(found, found + 1, networks_.end());
    return networks_.back().second;
  }
  if (networks_.size() == most_networks) networks_.erase(networks_.begin());
  auto shared = std::make_shared<SharedNetwork>();
  shared->network = library_.network(workload.first, workload.second);
  networks_.emplace_back(workload, shared);
  return shared;
}

Known Workbench::known(const Point& point, bool flows, std::optional<std::size_t> layer) {
  const auto inputs = inputs_of(sweep_, point);
  const auto shared = network({inputs.workload, inputs.workload_settings});
  if (flows && shared->flows.empty()) {
    shared->flows[&shared->network] = machine::flowing_inputs(shared->network);
  }
  return {&shared->flows, layer ? tensors(*shared, *layer) : nullptr};
}

const machine::LayerTensors* Workbench::tensors(SharedNetwork& shared, std::size_t layer) {
  const auto known = shared.tensors.find(layer);
  if (known != shared.tensors.end()) return &known->second;
  const auto& one = shared.network.layers[layer];
  const auto weights = weights_of(one.shape);
  if (weights > most_weights / 4) return nullptr;
  if (kept_weights_ + weights > most_weights) {
    for (auto& [workload, network] : networks_) network->tensors.clear();
    kept_weights_ = 0;
  }
  kept_weights_ += weights;
  const auto* input = one.activations ? nullptr : &shared.flows.at(&shared.network)[layer];
  auto tensors = machine::load_tensors({shared.network, layer, input});
  tensors.sums = machine::reference_sums(one, tensors);
  return &shared.tensors.emplace(layer, std::move(tensors)).first->second;
}

}  // namespace sim::explore::sweep
