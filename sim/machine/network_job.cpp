// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/network_job.h"

#include "sim/base/stopwatch.h"
#include "sim/machine/layer_report.h"

namespace sim::machine {
namespace {

// Computes a layer and proves its sums. `outputs` are those of the layer before, then its own.
LayerResult compute(NetworkJob& job, const Machine& machine, const NetworkTask& task,
                    std::size_t number, std::optional<workload::Vectors>& outputs) {
  const auto& layer = task.network.layers[number];
  auto result = begin_result(machine, layer);
  const workload::Vectors* flowing = nullptr;
  if (!layer.activations) flowing = outputs ? &*outputs : &task.flowing_inputs->at(number);
  Stopwatch watch;
  const auto tensors = load_tensors({task.network, number, flowing, task.engine});
  result.host.load = watch.lap();
  const LayerJob layer_job{layer,
                           tensors.weights,
                           tensors.inputs,
                           task.engine,
                           &tensors.lstm,
                           nullptr,
                           machine.computes_values(task.values)};
  const auto sums = job.compute(layer_job);
  result.host.simulate = watch.lap();
  judge(machine, layer_job, tensors, sums, result);
  result.host.verify = watch.lap();
  if (machine.exact()) {
    outputs.reset();
  } else {
    outputs = narrowed(sums, layer);
  }
  return result;
}

void count_rounds(LayerResult& result, std::int64_t rounds) {
  result.vectors *= rounds;
  result.saturated *= rounds;
}

NetworkResult result_of(const NetworkRun& run, const ledger::PriceList& prices) {
  NetworkResult result;
  const auto& ends = run.image_ends;
  result.images = static_cast<std::int64_t>(ends.size());
  result.rounds = run.rounds;
  result.cycles = run.time / run.period;
  result.time_us = in_microseconds(to_duration(run.time));
  result.first_image_us = in_microseconds(to_duration(ends.front()));
  if (run.one_batch) {
    result.interval_us = result.time_us / static_cast<double>(ends.size());
  } else if (ends.size() > 1) {
    result.interval_us = in_microseconds(to_duration(ends.back() - ends.front())) /
                         static_cast<double>(ends.size() - 1);
  }
  const auto each = result.interval_us > 0 ? result.interval_us : result.first_image_us;
  result.images_per_s = each > 0 ? 1e6 / each : 0;
  result.bottleneck = run.bottleneck;
  result.peak_gops = peak_gops(run.mac_slots_per_cycle, run.period);
  std::int64_t macs = 0;
  for (const auto& layer : run.layers) macs += layer.macs_effectual;
  result.utilization =
      static_cast<double>(macs) / (static_cast<double>(result.cycles) * run.mac_slots_per_cycle);
  for (const auto& figure : run.figures) result.figures[figure.name] = figure.value;
  const auto bill = ledger::settle(run.ledger, prices, run.time, run.period);
  result.components = components_of(bill);
  result.energy_standing = standing_of(bill.energy_shares());
  result.area_standing = standing_of(bill.area_shares());
  result.area_mm2 = in_square_millimetres(bill.area());
  return result;
}

// Nothing draws standing power in a layer's bill: the network's has it.
std::vector<LayerAnswer> finish(const NetworkRun& run, const ledger::PriceList& prices,
                                const NetworkTask& task, std::vector<LayerResult> results) {
  std::vector<LayerAnswer> answers;
  for (std::size_t i = 0; i < results.size(); ++i) {
    auto& result = results[i];
    count_rounds(result, run.rounds);
    present(run.layers.at(i), task.network.layers[task.layers[i]], prices, Time{0}, result);
    answers.push_back({true, std::move(result), {}, std::nullopt});
  }
  answers.front().network = result_of(run, prices);
  return answers;
}

std::vector<LayerAnswer> failed(const NetworkTask& task, std::size_t culprit,
                                const std::string& message, bool users_mistake) {
  std::vector<LayerAnswer> answers;
  const auto& layers = task.network.layers;
  for (std::size_t i = 0; i < task.layers.size(); ++i) {
    const auto& name = layers[task.layers[i]].name;
    const auto text = i == culprit
                          ? message
                          : "layer \"" + name + "\" did not run: layer \"" +
                                layers[task.layers[culprit]].name + "\" of the same network failed";
    answers.push_back({false, {}, {name, text, users_mistake}, std::nullopt});
  }
  return answers;
}

}  // namespace

std::vector<LayerAnswer> run_network(const Machine& machine, const ledger::PriceList& prices,
                                     const NetworkTask& task) {
  std::size_t at = 0;
  try {
    const auto job = machine.begin_network();
    std::vector<LayerResult> results;
    std::optional<workload::Vectors> outputs;
    for (; at < task.layers.size(); ++at) {
      if (at > 0 && task.layers[at - 1] + 1 != task.layers[at]) outputs.reset();
      results.push_back(compute(*job, machine, task, task.layers[at], outputs));
    }
    at = 0;
    return finish(job->run(task.engine, task.timeline), prices, task, std::move(results));
  } catch (const UserError& error) {
    return failed(task, at, error.what(), true);
  } catch (const std::exception& error) {
    const auto& name = task.network.layers[task.layers[at]].name;
    return failed(task, at, "layer \"" + name + "\": " + error.what(), false);
  }
}

}  // namespace sim::machine
