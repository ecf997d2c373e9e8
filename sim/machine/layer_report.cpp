// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/layer_report.h"

#include <fmt/format.h>

#include <algorithm>

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

}  // namespace

LayerResult begin_result(const Machine& machine, const workload::Layer& layer) {
  if (const auto refusal = machine.refusal(layer); !refusal.empty()) {
    throw UserError({{layer.place, refusal}});
  }
  LayerResult result;
  result.name = layer.name;
  result.kind = kind_of(layer.shape);
  result.off_chip_gb_per_s = machine.off_chip_gb_per_s();
  return result;
}

void judge(const Machine& machine, const LayerJob& job, const LayerTensors& tensors,
           const Sums& sums, LayerResult& result) {
  const auto& layer = job.layer;
  result.vectors = static_cast<std::int64_t>(tensors.inputs.count());
  result.values = job.values;
  if (!job.values) return;
  const auto ideal = reference_sums(layer, tensors);
  if (machine.exact()) {
    expect(sums, ideal, "the reference");
  } else {
    expect(sums, machine.definition(job), "the machine's definition");
    result.output_error = error_of(sums, ideal);
  }
  result.verified = true;
  result.saturated = saturated(sums, layer.output);
  if (!tensors.labels) return;
  const auto outputs = static_cast<std::size_t>(outputs_of(layer.shape));
  result.correct = count_correct(sums, layer, outputs, *tensors.labels);
}

void present(const LayerRun& run, const workload::Layer& layer, const ledger::PriceList& prices,
             Time powered, LayerResult& result) {
  result.cycles = run.cycles();
  result.time_us = in_microseconds(to_duration(run.time));
  result.macs_dense = result.vectors * macs_of(layer.shape);
  result.macs_effectual = run.macs_effectual;
  result.utilization = static_cast<double>(run.macs_effectual) /
                       (static_cast<double>(run.cycles()) * run.mac_slots_per_cycle);
  result.peak_gops = peak_gops(run.mac_slots_per_cycle, run.period);
  const auto bill = ledger::settle(run.ledger, prices, powered, run.period);
  result.components = components_of(bill);
  result.energy_standing = standing_of(bill.energy_shares());
  result.traffic = traffic(run.ledger);
  for (const auto& block : run.blocks) result.blocks.push_back(summary(block, run.period));
  for (const auto& figure : run.figures) result.figures[figure.name] = figure.value;
  for (const auto& phase : run.phases) result.phases.push_back(summary(phase, run.period));
}

std::vector<ComponentResult> components_of(const ledger::Bill& bill) {
  std::vector<ComponentResult> lines;
  for (const auto& line : bill.lines) {
    lines.push_back({line.path, line.instances, in_picojoules(line.energy),
                     in_square_micrometres(line.area), name_of(line.standing), line.off_chip});
  }
  return lines;
}

StandingShares standing_of(const ledger::Shares& shares) {
  return {shares[0], shares[1], shares[2]};
}

double peak_gops(double mac_slots_per_cycle, Time period) {
  return 2e3 * mac_slots_per_cycle / static_cast<double>(period.count());
}

}  // namespace sim::machine
