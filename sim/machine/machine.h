// SPDX-License-Identifier: Apache-2.0
// The contract between sim/ and arch/: what a machine can be asked, and what it answers.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "sim/config/field.h"
#include "sim/fabric/simulation.h"
#include "sim/ledger/ledger.h"
#include "sim/machine/block_time.h"
#include "sim/machine/host_seconds.h"
#include "sim/workload/layer_data.h"
#include "sim/workload/lstm_weights.h"

namespace sim::machine {

/// A number that only this kind of machine knows, such as "theoretical_cycles".
struct Figure {
  std::string name;
  double value = 0;
};

/// Figures that only runs with values have.
inline constexpr std::array<const char*, 1> figures_of_values = {"sums_wider_than_accumulator"};

/// How many of a layer's sums an accumulator of so many bits (two's complement) could not hold.
Figure sums_wider_than(int accumulator_bits, const std::vector<std::int64_t>& sums);

/// One layer with its tensors and inputs.
struct LayerJob {
  const workload::Layer& layer;
  const workload::WeightMatrix& weights;
  const workload::Vectors& inputs;
  fabric::Engine engine = fabric::Engine::decoupled;
  const workload::LstmWeights* lstm = nullptr;  ///< of an LSTM, whose `weights` are empty
  fabric::Timeline* timeline = nullptr;         ///< records the waits of all blocks
  /// Without values nothing is multiplied: a machine gives the same times, counts and stalls, but
  /// no sums, and no figures that say something of their size.
  bool values = true;
  /// The sums of a run without values, for a machine that counts by which of its outputs are 0.
  const std::vector<std::int64_t>* sums = nullptr;
};

/// A named part of a layer's run, such as one matrix of an LSTM or one state of a sequencer. Phases
/// follow each other; together they may be less than the run.
struct Phase {
  std::string name;
  std::int64_t count = 0;  ///< how often it was passed
  Time time{0};            ///< all of them together
  std::vector<Figure> figures;
};

/// What a machine reports of one layer, all input vectors together.
struct LayerRun {
  Time time{0};
  Time period{1};                   ///< of the clock in which cycles are reported
  std::vector<Time> vector_ends;    ///< when each input vector's outputs were complete
  std::vector<std::int64_t> sums;   ///< before the output stage, vector after vector, if any
  std::int64_t macs_effectual = 0;  ///< products of non-zeros
  double mac_slots_per_cycle = 0;   ///< multiplications that the machine could do
  std::vector<BlockTime> blocks;
  std::vector<Figure> figures;
  std::vector<Phase> phases;
  ledger::Ledger ledger;
  HostSeconds host;

  Cycles cycles() const { return time / period; }
};

/// What a machine reports of layers that ran at the same time, on hardware of their own.
struct NetworkRun {
  /// One for each layer, without sums. Their times are those of the whole, their ledgers have what
  /// they counted.
  std::vector<LayerRun> layers;
  Time time{0};
  Time period{1};
  std::int64_t rounds = 1;         ///< how often the layers' inputs were streamed
  std::vector<Time> image_ends;    ///< when each input's outputs were complete
  bool one_batch = false;          ///< nothing may follow before all of these are done
  double mac_slots_per_cycle = 0;  ///< of all hardware that was used
  std::string bottleneck;          ///< the block that was busy for longest
  std::vector<Figure> figures;
  ledger::Ledger ledger;  ///< all boxes that were used, and what no layer counted
  HostSeconds host;
};

/// A network on a machine that runs its layers at the same time. Layers come one by one, so that
/// only one layer's tensors need be there.
class NetworkJob {
 public:
  virtual ~NetworkJob() = default;
  /// Takes the network's next layer: its sums, as LayerRun has them. All of a network's layers come
  /// with values, or none.
  virtual std::vector<std::int64_t> compute(const LayerJob& job) = 0;
  /// Runs all layers that were taken.
  virtual NetworkRun run(fabric::Engine engine, fabric::Timeline* timeline) = 0;
};

/// A configured machine.
class Machine {
 public:
  virtual ~Machine() = default;
  /// Why the machine cannot run this layer at all (its kind, its shape); empty if it can. What
  /// depends on the tensors, such as memory sizes, is found when the layer runs.
  virtual std::string refusal(const workload::Layer& layer) const = 0;
  /// Boxes and components, without events.
  virtual ledger::Ledger inventory() const = 0;
  /// Runs one layer. UserError for what does not fit; Fault for our own mistakes.
  virtual LayerRun run(const LayerJob& job) const = 0;
  /// Whether the layers of a network run at the same time: they are then one job.
  virtual bool takes_networks() const { return false; }
  /// Asked only of a machine that takes networks.
  virtual std::unique_ptr<NetworkJob> begin_network() const;
  /// What happens in a cycle in which everything works: its price is the power at full load. By
  /// default nothing is known of it.
  virtual ledger::Ledger full_load() const { return inventory(); }
  virtual Time period() const { return Time{1}; }
  /// Bandwidth of the memory off the chip (all of it together), in GB/s; 0 if the machine has none.
  virtual double off_chip_gb_per_s() const { return 0; }
  /// Whether every output equals the reference's. A machine that quantises on purpose, or whose
  /// devices vary, is not exact.
  virtual bool exact() const { return true; }
  /// Why a run's times or counts need more of the values than which are zero; empty if they do not.
  /// Where they do, nobody asks for a run without values.
  virtual std::string needs_values() const { return ""; }
  /// Whether a run computes values, for somebody who does or does not want them.
  bool computes_values(bool wanted) const { return wanted || !needs_values().empty(); }
  /// Whether counts depend on which outputs are 0: a run without values is told the layer's sums.
  virtual bool counts_outputs() const { return false; }
  /// Asked only of a machine that is not exact: the sums that `run` must give, by the machine's own
  /// integer definition, computed plainly and apart from the blocks.
  virtual std::vector<std::int64_t> definition(const LayerJob& job) const;
};

/// A parameter's meaning and present value are needed before there is a machine.
class Blueprint {
 public:
  virtual ~Blueprint() = default;
  virtual config::Fields fields() = 0;
  /// Rules across parameters: problems that no single field shows, as (key, text).
  virtual std::vector<std::pair<std::string, std::string>> contradictions() const = 0;
  virtual std::unique_ptr<Machine> build() const = 0;
};

/// Of a machine that is built from a config with fields() and contradictions().
template <class Config, class Built>
class BlueprintOf final : public Blueprint {
 public:
  config::Fields fields() override { return config_.fields(); }
  std::vector<std::pair<std::string, std::string>> contradictions() const override {
    return config_.contradictions();
  }
  std::unique_ptr<Machine> build() const override { return std::make_unique<Built>(config_); }

 private:
  Config config_;
};

/// One line of the catalog.
struct CatalogEntry {
  std::string name;
  std::string title;
  std::unique_ptr<Blueprint> (*blueprint)();
};

}  // namespace sim::machine
