// SPDX-License-Identifier: Apache-2.0
// Makes what a point runs, and keeps what the next points have in common with it: files that are
// parsed, networks, their tensors and the reference's sums.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/explore/chain_work.h"
#include "sim/explore/compare.h"
#include "sim/explore/sweep/points.h"

namespace sim::explore::sweep {

/// A network, and what was worked out of it.
struct SharedNetwork {
  workload::Network network;
  Flows flows;                                           ///< of this network, or none yet
  std::map<std::size_t, machine::LayerTensors> tensors;  ///< by layer
};

/// A point, ready to run.
struct Bench {
  machine::Setup setup;
  std::shared_ptr<SharedNetwork> shared;
  std::vector<LayerRequest> requests;
  std::vector<RequestChain> chains;
};

class Workbench {
 public:
  /// Both outlive it.
  Workbench(const Sweep& sweep, const Library& library) : sweep_(sweep), library_(library) {}

  /// The point's bench, until the next call. UserError with everything that is wrong: the config,
  /// the workload, the names of layers, layers that the machine does not run.
  const Bench& at(const Point& point);

  /// What many points need alike: the inputs that flow from layer to layer, and the tensors of a
  /// layer with the reference's sums; both only if asked for. Costs next to nothing from the second
  /// point on. UserError for tensors that cannot be made.
  Known known(const Point& point, bool flows, std::optional<std::size_t> layer);

 private:
  using Changed = std::pair<std::string, config::Settings>;
  std::shared_ptr<SharedNetwork> network(const Changed& workload);
  const machine::LayerTensors* tensors(SharedNetwork& shared, std::size_t layer);

  const Sweep& sweep_;
  const Library& library_;
  Bench bench_;
  Point point_;
  std::vector<std::pair<Changed, std::shared_ptr<SharedNetwork>>> networks_;  ///< latest last
  double kept_weights_ = 0;
};

}  // namespace sim::explore::sweep
