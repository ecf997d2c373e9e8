// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/compare.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "sim/base/nearest.h"
#include "sim/explore/metrics.h"

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
      answers_[{requests_[i].setup, requests_[i].network, requests_[i].layer}] = answers[i];
    }
  }

  Verdict judge(const Claim& claim) {
    Verdict verdict{claim, std::nullopt, "", ClaimStatus::unavailable};
    auto& bench = benches_.at(config_of(claim));
    Evidence evidence{claim, {}, bench.area.area, bench.area.area_mm2, {}};
    for (const auto& id : claim.of) {
      if (!values_.contains(id)) {
        verdict.failure = "claim " + id + " has no value";
        return verdict;
      }
      evidence.others.push_back(values_.at(id));
    }
    for (const auto layer : layers_of(claim)) {
      const auto& answer = answers_.at({&bench.setup, &networks_.at(workload_of(claim)), layer});
      if (!answer.ran) {
        verdict.failure = answer.failure.message;
        return verdict;
      }
      evidence.layers.push_back(&answer.result);
    }
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
  void prepare(const Claim& claim, Problems& problems) {
    const auto key = config_of(claim);
    if (!benches_.contains(key)) {
      Bench bench{library_.setup(key.first, key.second), {}};
      machine::add_area(*bench.setup.machine, bench.setup.prices, bench.area);
      benches_.emplace(key, std::move(bench));
    }
    if (claim.layers.empty()) return;
    const auto workload = workload_of(claim);
    if (!networks_.contains(workload)) {
      networks_.emplace(workload, library_.network(workload.first, workload.second));
    }
    const auto* setup = &benches_.at(key).setup;
    const auto* network = &networks_.at(workload);
    for (const auto& name : claim.layers) {
      const auto found =
          std::find_if(network->layers.begin(), network->layers.end(),
                       [&](const workload::Layer& layer) { return layer.name == name; });
      if (found == network->layers.end()) {
        problems.add(claim.place, "workload " + claim.workload + " has no layer \"" + name + '"' +
                                      did_you_mean(name, network->layer_names()));
        continue;
      }
      request({setup, network, static_cast<std::size_t>(found - network->layers.begin())});
    }
  }

  void request(const LayerRequest& wanted) {
    const auto same = [&](const LayerRequest& known) {
      return std::tie(known.setup, known.network, known.layer) ==
             std::tie(wanted.setup, wanted.network, wanted.layer);
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

  using Key = std::tuple<const machine::Setup*, const workload::Network*, std::size_t>;
  const Library& library_;
  std::map<Changed, Bench> benches_;
  std::map<Changed, workload::Network> networks_;
  std::vector<LayerRequest> requests_;
  std::map<Key, LayerAnswer> answers_;
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
