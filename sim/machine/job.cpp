// SPDX-License-Identifier: Apache-2.0
#include "sim/machine/job.h"

#include "sim/base/stopwatch.h"
#include "sim/machine/layer_report.h"

namespace sim::machine {

LayerDone run_layer(const Machine& machine, const ledger::PriceList& prices, const Task& task) {
  const auto& layer = task.network.layers[task.layer];
  auto result = begin_result(machine, layer);
  Stopwatch watch;
  const auto made = task.tensors ? LayerTensors{} : load_tensors(task);
  const auto& tensors = task.tensors ? *task.tensors : made;
  const auto load = watch.lap();
  const bool values = machine.computes_values(task.values);
  std::vector<std::int64_t> sums;
  if (!values && machine.counts_outputs()) sums = reference_sums(layer, tensors);
  const LayerJob job{layer,         tensors.weights, tensors.inputs, task.engine,
                     &tensors.lstm, task.timeline,   values,         &sums};
  auto run = machine.run(job);
  result.host = run.host;
  result.host.load = load;
  watch.lap();
  judge(machine, job, tensors, run.sums, result);
  result.host.verify = watch.lap();
  present(run, layer, prices, run.time, result);
  return {std::move(result), std::move(run.sums)};
}

void add_area(const Machine& machine, const ledger::PriceList& prices, RunResult& result) {
  const auto bill = ledger::settle(machine.inventory(), prices, Time{0}, Time{1});
  result.area = components_of(bill);
  result.area_standing = standing_of(bill.area_shares());
  result.area_mm2 = in_square_millimetres(bill.area());
}

std::vector<ComponentResult> full_load(const Machine& machine, const ledger::PriceList& prices) {
  const auto period = machine.period();
  return components_of(ledger::settle(machine.full_load(), prices, period, period));
}

}  // namespace sim::machine
