// SPDX-License-Identifier: Apache-2.0
// The result of a run as plain data: what a worker sends home, what the writers of sim/report
// print, what claims are compared with.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/machine/host_seconds.h"

namespace sim::machine {

/// Cycles of one kind of block, averaged over its instances: they add up to the layer's cycles.
struct BlockResult {
  std::string kind;
  std::int64_t instances = 0;
  double busy_cycles = 0;
  double idle_cycles = 0;                      ///< finished before the machine did
  std::map<std::string, double> stall_cycles;  ///< by "starved by x", "blocked by x", ...
};

/// A named part of the layer's run: all its passages together.
struct PhaseResult {
  std::string name;
  std::int64_t count = 0;
  std::int64_t cycles = 0;
  double time_us = 0;
  std::map<std::string, double> figures;  ///< the machine's own numbers about it
};

/// Energy and area of one component, or of one box that is priced as a whole, all instances.
struct ComponentResult {
  std::string path;
  std::int64_t instances = 0;
  double energy_pj = 0;
  double area_um2 = 0;
  std::string standing;  ///< of its price: published, derived or assumed
  bool off_chip = false;
};

/// All parts of one kind of the chain of causes that the time is made of: "processing_element
/// works", "activations to processing_element", "processing_element waits for dram".
struct ChainResult {
  std::string part;
  std::int64_t times = 0;  ///< how often it is in the chain
  double cycles = 0;       ///< all together: less of this part can save so many at most
};

struct TrafficResult {
  double read_bytes = 0;
  double written_bytes = 0;
};

/// Shares of a total that rest on published, derived and assumed prices.
struct StandingShares {
  double published = 0;
  double derived = 0;
  double assumed = 0;
};

/// How far the sums of a machine that is not exact are from the reference's.
struct ErrorResult {
  std::int64_t outputs = 0;
  std::int64_t different = 0;
  std::int64_t largest = 0;  ///< difference in magnitude
  double root_mean_square = 0;
  std::optional<double> relative;  ///< to the reference's root mean square, if that is not 0
};

struct LayerResult {
  std::string name;
  std::string kind;
  std::int64_t vectors = 0;  ///< input vectors; cycles are of all together
  std::int64_t cycles = 0;
  double time_us = 0;
  std::int64_t macs_dense = 0;
  std::int64_t macs_effectual = 0;
  double utilization = 0;  ///< effectual MACs over the multiplications that the cycles had room for
  double peak_gops = 0;    ///< two operations for every multiplication that fits in a second
  double off_chip_gb_per_s = 0;  ///< bandwidth of the memory off the chip; 0: there is none
  std::vector<ComponentResult> components;
  StandingShares energy_standing;
  std::vector<BlockResult> blocks;
  std::map<std::string, TrafficResult> traffic;  ///< by memory
  std::map<std::string, double> figures;         ///< the machine's own numbers
  std::vector<PhaseResult> phases;               ///< in their order; empty if the machine has none
  std::vector<ChainResult> chain;                ///< longest first; empty if nobody asked for it
  bool values = true;                            ///< were computed; else there is nothing to verify
  bool verified = false;                         ///< every output is what it must be
  std::optional<ErrorResult> output_error;       ///< of a machine that is not exact
  std::int64_t saturated = 0;                    ///< outputs clipped by the output stage
  /// Right classes, on the layer that has labels; each input counts once, however often it came.
  std::optional<std::int64_t> correct;
  HostSeconds host;

  double energy_pj() const;  ///< on the chip
  double off_chip_energy_pj() const;
};

/// Layers that ran at the same time, as one job: what is not theirs, or is of all together.
struct NetworkResult {
  std::int64_t images = 0;  ///< one after the other
  std::int64_t rounds = 1;  ///< how often the workload's inputs are among them
  std::int64_t cycles = 0;
  double time_us = 0;
  double first_image_us = 0;  ///< until its outputs were complete
  /// From one image's end to the next one's, on average; 0 of one image. Of images that come in
  /// batches: a batch's time over its images.
  double interval_us = 0;
  double images_per_s = 0;
  std::string bottleneck;
  std::vector<ChainResult> chain;  ///< as of a layer
  double peak_gops = 0;
  double utilization = 0;
  std::map<std::string, double> figures;
  std::vector<ComponentResult> components;  ///< all that was used; energies are those of no layer
  StandingShares energy_standing;
  StandingShares area_standing;
  double area_mm2 = 0;

  double energy_pj() const;  ///< on the chip
};

/// Why a layer has no result.
struct LayerFailure {
  std::string name;
  std::string message;
  bool users_mistake = false;
};

/// A result or a failure.
struct LayerAnswer {
  bool ran = false;
  LayerResult result;
  LayerFailure failure;
  std::optional<NetworkResult> network;  ///< on the first layer of a job that is a network
};

/// Another value of a parameter, as JSON, and the share of the time that it saves: negative if it
/// costs time.
struct ChangeResult {
  std::string value;
  double gain = 0;
};

/// What a parameter of the machine could gain.
struct GainResult {
  std::string key;
  std::string now;                     ///< as JSON
  std::optional<ChangeResult> change;  ///< the best one next to it; nothing if none is possible
  std::optional<ChangeResult> most;    ///< the best end of its range, if it is of time alone
};

struct RunResult {
  std::string machine;
  std::string config;
  std::string config_title;
  std::string workload;
  std::string workload_title;
  std::string engine;
  std::string prices;
  std::string prices_title;
  std::vector<LayerResult> layers;
  std::vector<LayerFailure> failures;
  std::vector<GainResult> gains;         ///< those that gain most first; empty if nobody asked
  std::optional<NetworkResult> network;  ///< if all layers ran at the same time
  std::vector<ComponentResult> area;     ///< the inventory: known before the first cycle
  StandingShares area_standing;
  double area_mm2 = 0;
};

}  // namespace sim::machine
