// SPDX-License-Identifier: Apache-2.0
// What a chain of layers' answers depend on, as a digest: the machine's parameters, the content of
// its price list, and of every layer what the workload says of it and the content of its files.
// Names of configs and workloads, and the engine, are not part of it.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/digest.h"
#include "sim/explore/layer_jobs.h"

namespace sim::explore {

class AnswerKeys {
 public:
  /// UserError if a file cannot be read.
  /// Of a run with values or without, on a machine that can do without.
  std::string of(const std::vector<LayerRequest>& requests, const RequestChain& chain, bool values);
  /// Of what the chain computes and where, without what is only of time: see config::Field. What is
  /// proved for one of a kind holds for all.
  std::string of_mapping(const std::vector<LayerRequest>& requests, const RequestChain& chain);

 private:
  std::string layers_text(const std::vector<LayerRequest>& requests, const RequestChain& chain);
  /// What the layer computes: its own text, and that of the layers whose outputs flow into it.
  std::string layer_text(const workload::Network& network, std::size_t layer);
  std::string content(const std::vector<std::filesystem::path>& files);

  FileDigests digests_;
};

}  // namespace sim::explore
