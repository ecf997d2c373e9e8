// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/job.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/base/stopwatch.h"
#include "sim/ledger/bill.h"
#include "sim/reference/output_error.h"
#include "sim/workload/output_stage.h"

namespace sim::machine {
namespace {

using Sums = std::vector<std::int64_t>;

void expect(const Sums& sums, const Sums& expected, const char* judge) {
  if (sums == expected) return;
  if (sums.size() != expected.size()) {
    throw Fault(fmt::format("{} outputs instead of {}", sums.size(), expected.size()));
  }
  const auto differs = std::mismatch(sums.begin(), sums.end(), expected.begin());
  throw Fault(fmt::format("output {} is {}, {} says {}", differs.first - sums.begin(),
                          *differs.first, judge, *differs.second));
}

ErrorResult error_of(const Sums& sums, const Sums& ideal) {
  reference::OutputError error;
  error.add(ideal, sums);
  return {error.outputs(), error.different(), error.largest(), error.root_mean_square(),
          error.relative()};
}

void verify(const Machine& machine, const LayerJob& job, const LayerRun& run, const Sums& ideal,
            LayerResult& result) {
  if (machine.exact()) {
    expect(run.sums, ideal, "the reference");
  } else {
    expect(run.sums, machine.definition(job), "the machine's definition");
    result.output_error = error_of(run.sums, ideal);
  }
  result.verified = true;
}

std::int64_t saturated(const std::vector<std::int64_t>& sums, const workload::OutputStage& stage) {
  const std::int64_t largest = (std::int64_t{1} << (stage.bits - 1)) - 1;
  return std::count_if(sums.begin(), sums.end(), [&](std::int64_t sum) {
    const auto rounded = workload::rounded(sum, stage);
    return rounded > largest || (!stage.relu && rounded < -largest - 1);
  });
}

// The class of a vector is its largest output, the first of equals.
std::int64_t count_correct(const std::vector<std::int64_t>& sums, const workload::Layer& layer,
                           std::size_t outputs, const std::vector<int>& labels) {
  std::int64_t correct = 0;
  for (std::size_t v = 0; v < labels.size(); ++v) {
    std::size_t best = 0;
    const auto output = [&](std::size_t i) {
      return workload::narrow(sums[v * outputs + i], layer.output);
    };
    for (std::size_t i = 1; i < outputs; ++i) {
      if (output(i) > output(best)) best = i;
    }
    correct += static_cast<int>(best) == labels[v];
  }
  return correct;
}

PhaseResult summary(const Phase& phase, Time period) {
  PhaseResult result{
      phase.name, phase.count, phase.time / period, in_microseconds(to_duration(phase.time)), {}};
  for (const auto& figure : phase.figures) result.figures[figure.name] = figure.value;
  return result;
}

BlockResult summary(const BlockTime& block, Time period) {
  const auto cycles = [&](Time time) {
    return static_cast<double>(time.count()) / static_cast<double>(period.count()) /
           static_cast<double>(block.instances);
  };
  BlockResult result{block.kind, block.instances, cycles(block.busy), cycles(block.idle)};
  for (const auto& stall : block.stalls) {
    if (stall.time == Time{0}) continue;
    const char* by = stall.cause == fabric::Cause::held ? " at " : " by ";
    result.stall_cycles[fabric::name_of(stall.cause) + std::string(by) + stall.by] =
        cycles(stall.time);
  }
  return result;
}

// Memories are the components that have a width of access.
std::map<std::string, TrafficResult> traffic(const ledger::Ledger& ledger) {
  std::map<std::string, TrafficResult> memories;
  for (const auto& account : ledger.accounts()) {
    const auto width = account.attributes.find("width_bits");
    if (width == account.attributes.end()) continue;
    auto& memory = memories[account.component];
    memory.read_bytes += static_cast<double>(account.count("read")) * width->second / 8;
    memory.written_bytes += static_cast<double>(account.count("write")) * width->second / 8;
  }
  return memories;
}

std::vector<ComponentResult> components(const ledger::Bill& bill) {
  std::vector<ComponentResult> lines;
  for (const auto& line : bill.lines) {
    lines.push_back({line.path, line.instances, in_picojoules(line.energy),
                     in_square_micrometres(line.area), name_of(line.standing), line.off_chip});
  }
  return lines;
}

StandingShares standing(const ledger::Shares& shares) { return {shares[0], shares[1], shares[2]}; }

void account(const LayerRun& run, const ledger::PriceList& prices, LayerResult& result) {
  const auto bill = ledger::settle(run.ledger, prices, run.time, run.period);
  result.components = components(bill);
  result.energy_standing = standing(bill.energy_shares());
  result.traffic = traffic(run.ledger);
  for (const auto& block : run.blocks) result.blocks.push_back(summary(block, run.period));
  for (const auto& figure : run.figures) result.figures[figure.name] = figure.value;
  for (const auto& phase : run.phases) result.phases.push_back(summary(phase, run.period));
}

}  // namespace

LayerDone run_layer(const Machine& machine, const ledger::PriceList& prices, const Task& task) {
  const auto& layer = task.network.layers[task.layer];
  if (const auto refusal = machine.refusal(layer); !refusal.empty()) {
    throw UserError({{layer.place, refusal}});
  }
  LayerResult result;
  result.name = layer.name;
  result.kind = kind_of(layer.shape);
  Stopwatch watch;
  const auto tensors = load_tensors(task);
  const auto& inputs = tensors.inputs;
  const auto load = watch.lap();
  const LayerJob job{layer, tensors.weights, inputs, task.engine, &tensors.lstm};
  const auto run = machine.run(job);
  result.host = run.host;
  result.host.load = load;
  watch.lap();
  verify(machine, job, run, reference_sums(layer, tensors), result);
  result.host.verify = watch.lap();

  result.vectors = static_cast<std::int64_t>(inputs.count());
  result.cycles = run.cycles();
  result.time_us = in_microseconds(to_duration(run.time));
  result.macs_dense = result.vectors * macs_of(layer.shape);
  result.macs_effectual = run.macs_effectual;
  result.utilization = static_cast<double>(run.macs_effectual) /
                       static_cast<double>(run.cycles() * run.mac_slots_per_cycle);
  result.peak_gops =
      2e3 * static_cast<double>(run.mac_slots_per_cycle) / static_cast<double>(run.period.count());
  result.saturated = saturated(run.sums, layer.output);
  if (tensors.labels) {
    result.correct = count_correct(
        run.sums, layer, static_cast<std::size_t>(outputs_of(layer.shape)), *tensors.labels);
  }
  account(run, prices, result);
  return {std::move(result), narrowed(run.sums, layer)};
}

void add_area(const Machine& machine, const ledger::PriceList& prices, RunResult& result) {
  const auto bill = ledger::settle(machine.inventory(), prices, Time{0}, Time{1});
  result.area = components(bill);
  result.area_standing = standing(bill.area_shares());
  result.area_mm2 = in_square_millimetres(bill.area());
}

}  // namespace sim::machine
