// SPDX-License-Identifier: Apache-2.0
// A machine's config with an LSTM for it, small enough to be written down or drawn at random.
#pragma once

#include <rapidcheck.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "arch/ese/ese.h"
#include "arch/ese/mapper.h"
#include "tests/machine/layer_run.h"

namespace arch::ese::test {

using sim::fabric::Engine;
using sim::machine::LayerRun;
using sim::machine::test::account_for_all_time;
using sim::machine::test::figure;
using sim::machine::test::same;
using Matrix = sim::tensor::Dense<std::int16_t>;

/// configs/ese/fpga2017.json.
Config fpga2017();
/// One channel of one PE whose memories never let it wait: no latency is more than one cycle.
Config one_processing_element();

struct LstmCase {
  Config config;
  sim::workload::Layer layer;
  sim::workload::LstmWeights weights;
  sim::workload::Vectors inputs;

  sim::workload::Lstm& shape() { return std::get<sim::workload::Lstm>(layer.shape); }
  const sim::workload::Lstm& shape() const { return std::get<sim::workload::Lstm>(layer.shape); }
};

/// Weights and inputs that are all 1, one sequence.
LstmCase ones(const Config& config, const sim::workload::Lstm& shape);

LayerRun run(const LstmCase& one, Engine engine = Engine::decoupled);
std::vector<std::int64_t> reference(const LstmCase& one);
const sim::machine::Phase& phase(const LayerRun& run, const std::string& name);
/// In cycles of the machine.
std::int64_t cycles_of(const LayerRun& run, const std::string& phase);
std::map<std::string, std::int64_t> counts_of(const sim::ledger::Ledger& ledger);

/// Random configs of 1 to 6 PEs and 1 to 4 channels with LSTMs that fit them; steps, batches,
/// chunks and tiles included.
LstmCase any_lstm_case();
std::ostream& operator<<(std::ostream& os, const LstmCase& one);

/// Whether the property holds for so many random cases; prints the one that it fails for.
bool holds_for_random_lstms(int cases, const std::function<void(const LstmCase&)>& property);

}  // namespace arch::ese::test
