// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/compare.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "sim/base/nearest.h"
#include "sim/explore/metrics.h"
#include "sim/explore/storage_plan.h"
#include "sim/machine/job.h"

namespace sim::explore {
namespace {

// One machine of the comparison: a config, perhaps under another price list.
struct Bench {
  machine::Setup setup;
  machine::RunResult area;
};

// A file's name, and the values that are changed in it.
using Changed = std::pair<std::string, config::Settings>;

Changed config_of(const Claim& claim) {
  auto settings = claim.settings;
  if (!claim.prices.empty()) settings.emplace_back("/prices", claim.prices);
  return {claim.config, settings};
}

Changed workload_of(const Claim& claim) { return {claim.workload, claim.workload_settings}; }

FormatChoice format_of(const Claim& claim) { return {&format_called(claim.format), claim.options}; }

class Comparison {
 public:
  explicit Comparison(const Library& library) : library_(library) {}

  // Problems of all claims' configs, workloads and layers at once.
  void prepare(const std::vector<Claim>& claims) {
    Problems problems;
    for (const auto& claim : claims) {
      problems.attempt([&] { prepare(claim, problems); });
    }
    problems.raise_if_any();
  }

  void run(const RunOptions& options) {
    const auto answers = run_layers(requests_, options);
    for (std::size_t i = 0; i < requests_.size(); ++i) {
      const auto& [setup, network, layer, job] = requests_[i];
      answers_[{setup, network, layer, job}] = answers[i];
      if (answers[i].network) networks_run_[{setup, network, 0, job}] = *answers[i].network;
    }
    storage_.run(options);
  }

  Verdict judge(const Claim& claim) {
    Verdict verdict{claim, std::nullopt, claim.unavailable, ClaimStatus::unavailable};
    if (!claim.unavailable.empty()) return verdict;
    Evidence evidence{claim, {}, area_of(claim).area, area_of(claim).area_mm2, {}, {}};
    evidence.machine = claim.config.empty() ? nullptr : &benches_.at(config_of(claim)).setup;
    verdict.failure = collect(claim, evidence);
    if (!verdict.failure.empty()) return verdict;
    try {
      verdict.simulated = values_[claim.id] = evaluate(evidence);
    } catch (const UserError& error) {  // of the claim, which costs no other its value
      verdict.failure = error.what();
      return verdict;
    }
    if (!claim.published) return verdict;
    const auto off = std::abs(*verdict.simulated / *claim.published - 1);
    verdict.status = off <= claim.tolerance ? ClaimStatus::pass : ClaimStatus::miss;
    return verdict;
  }

 private:
  // What the claim's number is computed from; why it cannot be, if so.
  std::string collect(const Claim& claim, Evidence& evidence) const {
    for (const auto& id : claim.of) {
      if (!values_.contains(id)) return "claim " + id + " has no value";
      evidence.others.push_back(values_.at(id));
    }
    for (const auto layer : layers_of(claim)) {
      const auto& network = networks_.at(workload_of(claim));
      auto failure = claim.format.empty() ? collect_run(claim, network, layer, evidence)
                                          : collect_stored(claim, network, layer, evidence);
      if (!failure.empty()) return failure;
    }
    return "";
  }

  std::string collect_run(const Claim& claim, const workload::Network& network, std::size_t layer,
                          Evidence& evidence) const {
    const auto* setup = &benches_.at(config_of(claim)).setup;
    const auto job = job_of(*setup, network, claim);
    const auto& answer = answers_.at({setup, &network, layer, job});
    if (!answer.ran) return answer.failure.message;
    evidence.layers.push_back(&answer.result);
    const auto found = networks_run_.find({setup, &network, 0, job});
    if (found != networks_run_.end()) evidence.network = &found->second;
    return "";
  }

  std::string collect_stored(const Claim& claim, const workload::Network& network,
                             std::size_t layer, Evidence& evidence) const {
    const auto [answer, storage] = storage_.answer(network, layer, format_of(claim));
    if (storage == nullptr) return answer.failure;
    const auto& options = claim.options;
    const auto value_bits = options.value_bits > 0 ? options.value_bits : answer.value_bits;
    evidence.stored.push_back({answer.elements * value_bits, *storage, claim.format});
    return "";
  }

  const machine::RunResult& area_of(const Claim& claim) const {
    return claim.config.empty() ? no_machine_ : benches_.at(config_of(claim)).area;
  }

  void prepare_machine(const Claim& claim) {
    const auto key = config_of(claim);
    if (!benches_.contains(key)) {
      Bench bench{library_.setup(key.first, key.second), {}};
      machine::add_area(*bench.setup.machine, bench.setup.prices, bench.area);
      benches_.emplace(key, std::move(bench));
    }
  }

  void prepare(const Claim& claim, Problems& problems) {
    if (!claim.config.empty()) prepare_machine(claim);
    if (claim.layers.empty()) return;
    const auto workload = workload_of(claim);
    if (!networks_.contains(workload)) {
      networks_.emplace(workload, library_.network(workload.first, workload.second));
    }
    const auto* network = &networks_.at(workload);
    std::vector<std::size_t> layers;
    for (const auto& name : claim.layers) {
      const auto found =
          std::find_if(network->layers.begin(), network->layers.end(),
                       [&](const workload::Layer& layer) { return layer.name == name; });
      if (found == network->layers.end()) {
        problems.add(claim.place, "workload " + claim.workload + " has no layer \"" + name + '"' +
                                      did_you_mean(name, network->layer_names()));
      } else {
        layers.push_back(static_cast<std::size_t>(found - network->layers.begin()));
      }
    }
    if (!claim.format.empty()) {
      for (const auto layer : layers) storage_.want(*network, layer, format_of(claim));
    }
    if (claim.config.empty()) return;
    const auto& setup = benches_.at(config_of(claim)).setup;
    const auto job = job_of(setup, *network, claim);
    if (job > 0) std::sort(layers.begin(), layers.end());
    for (const auto layer : layers) request({&setup, network, layer, job});
  }

  // Layers that run at the same time are a network: each set of them is a job of its own.
  std::size_t job_of(const machine::Setup& setup, const workload::Network& network,
                     const Claim& claim) const {
    if (!setup.machine->takes_networks()) return 0;
    const auto names = std::set<std::string>(claim.layers.begin(), claim.layers.end());
    return jobs_.emplace(std::tuple{&setup, &network, names}, jobs_.size() + 1).first->second;
  }

  void request(const LayerRequest& wanted) {
    const auto same = [&](const LayerRequest& known) {
      return std::tie(known.setup, known.network, known.layer, known.job) ==
             std::tie(wanted.setup, wanted.network, wanted.layer, wanted.job);
    };
    if (std::none_of(requests_.begin(), requests_.end(), same)) requests_.push_back(wanted);
  }

  std::vector<std::size_t> layers_of(const Claim& claim) const {
    std::vector<std::size_t> layers;
    for (const auto& name : claim.layers) {
      const auto& all = networks_.at(workload_of(claim)).layers;
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].name == name) layers.push_back(i);
      }
    }
    return layers;
  }

  using Key = std::tuple<const machine::Setup*, const workload::Network*, std::size_t, std::size_t>;
  using Job = std::tuple<const machine::Setup*, const workload::Network*, std::set<std::string>>;
  const Library& library_;
  std::map<Changed, Bench> benches_;
  std::map<Changed, workload::Network> networks_;
  std::vector<LayerRequest> requests_;
  mutable std::map<Job, std::size_t> jobs_;
  std::map<Key, machine::LayerAnswer> answers_;
  std::map<Key, machine::NetworkResult> networks_run_;
  StoragePlan storage_;
  const machine::RunResult no_machine_ = {};
  std::map<std::string, double> values_;
};

}  // namespace

const char* name_of(ClaimStatus status) {
  switch (status) {
    case ClaimStatus::pass:
      return "pass";
    case ClaimStatus::miss:
      return "miss";
    case ClaimStatus::unavailable:
      return "unavailable";
  }
  return "?";
}

std::optional<double> Verdict::ratio() const {
  if (!simulated || !claim.published || *claim.published == 0) return std::nullopt;
  return *simulated / *claim.published;
}

std::vector<Verdict> compare(const std::vector<Claim>& claims, const Library& library,
                             const RunOptions& options) {
  Comparison comparison(library);
  comparison.prepare(claims);
  comparison.run(options);
  std::vector<Verdict> verdicts;
  for (const auto& claim : claims) verdicts.push_back(comparison.judge(claim));
  return verdicts;
}

}  // namespace sim::explore
