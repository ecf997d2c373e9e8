// SPDX-License-Identifier: Apache-2.0
// Runs and stores the networks of a study on its machines.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "sim/explore/store.h"
#include "sim/explore/study.h"

namespace sim::explore {

/// A network, and the machines that are to run it.
struct Trial {
  const workload::Network* network = nullptr;
  std::vector<std::size_t> machines;
};

/// Layers in the format that stores them in the fewest bits.
struct Smallest {
  std::string format;
  tensor::FormatBits bits;
  std::int64_t weights = 0, nonzeros = 0, dense_bits = 0;
};

class StudyRunner {
 public:
  /// UserError for unknown layers. Question and options outlive the runner.
  StudyRunner(const StudyQuestion& question, const RunOptions& options);

  const workload::Network& base() const { return base_; }
  const std::vector<std::size_t>& layers() const { return layers_; }
  workload::Network changed(const config::Settings& settings) const {
    return question_.network(settings);
  }
  /// Machines that take the layers.
  std::vector<std::size_t> able() const;
  /// Our own mistakes so far.
  const std::set<std::string>& faults() const { return faults_; }

  /// For each trial a cost for each machine of the study; of others than the trial's, the refusal.
  std::vector<std::vector<MachineCost>> costs(const std::vector<Trial>& trials);
  /// For each network the format that stores all layers in the fewest bits.
  std::vector<Smallest> storage(const std::vector<const workload::Network*>& networks) const;

 private:
  std::string refusal_of(const machine::Setup& setup) const;
  MachineCost sum(std::vector<machine::LayerAnswer>::const_iterator& answer);
  Smallest smallest(const std::vector<FormatChoice>& choices,
                    const std::vector<StoreAnswer>& answers, std::size_t first) const;

  const StudyQuestion& question_;
  const RunOptions& options_;
  workload::Network base_;
  std::vector<std::size_t> layers_;
  std::vector<std::string> refusals_;
  std::set<std::string> faults_;
};

}  // namespace sim::explore
