// SPDX-License-Identifier: Apache-2.0
#include "tests/machine/layer_run.h"

#include <algorithm>
#include <tuple>

#include "sim/base/errors.h"
#include "sim/reference/layer.h"

namespace sim::machine::test {

double figure(const LayerRun& run, const std::string& name) {
  const auto found = std::find_if(run.figures.begin(), run.figures.end(),
                                  [&](const auto& one) { return one.name == name; });
  if (found == run.figures.end()) throw Fault("no figure is called " + name);
  return found->value;
}

std::int64_t count(const ledger::Ledger& ledger, const std::string& path, const std::string& verb) {
  for (const auto& account : ledger.accounts()) {
    if (account.path() == path) return account.count(verb);
  }
  throw Fault("no component is called " + path);
}

std::int64_t count(const LayerRun& run, const std::string& path, const std::string& verb) {
  return count(run.ledger, path, verb);
}

namespace {

auto sorted_stalls(const BlockTime& block) {
  std::vector<std::tuple<fabric::Cause, std::string, Time>> stalls;
  for (const auto& stall : block.stalls) stalls.emplace_back(stall.cause, stall.by, stall.time);
  std::sort(stalls.begin(), stalls.end());
  return stalls;
}

bool equal_times(const BlockTime& a, const BlockTime& b) {
  return a.kind == b.kind && a.instances == b.instances && a.busy == b.busy && a.idle == b.idle &&
         sorted_stalls(a) == sorted_stalls(b);
}

bool equal_figures(const std::vector<Figure>& a, const std::vector<Figure>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.name == y.name && x.value == y.value;
  });
}

bool equal_phases(const Phase& a, const Phase& b) {
  return a.name == b.name && a.count == b.count && a.time == b.time &&
         equal_figures(a.figures, b.figures);
}

bool equal_counts(const ledger::Account& a, const ledger::Account& b) {
  return a.path() == b.path() && std::equal(a.events.begin(), a.events.end(), b.events.begin(),
                                            b.events.end(), [](const auto& x, const auto& y) {
                                              return x.verb == y.verb && x.count == y.count;
                                            });
}

template <class Range, class Equal>
bool all_equal(const Range& a, const Range& b, Equal equal) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), equal);
}

bool same_time_and_counts(const LayerRun& a, const LayerRun& b) {
  return a.time == b.time && a.vector_ends == b.vector_ends &&
         a.macs_effectual == b.macs_effectual && all_equal(a.blocks, b.blocks, equal_times) &&
         all_equal(a.phases, b.phases, equal_phases) &&
         all_equal(a.ledger.accounts(), b.ledger.accounts(), equal_counts);
}

}  // namespace

bool same(const std::vector<BlockTime>& a, const std::vector<BlockTime>& b) {
  return all_equal(a, b, equal_times);
}

bool same(const LayerRun& a, const LayerRun& b) {
  return a.sums == b.sums && equal_figures(a.figures, b.figures) && same_time_and_counts(a, b);
}

bool same_without_values(const LayerRun& with, const LayerRun& without) {
  const auto& of_values = figures_of_values;
  auto figures = with.figures;
  std::erase_if(figures, [&](const Figure& figure) {
    return std::find(of_values.begin(), of_values.end(), figure.name) != of_values.end();
  });
  return without.sums.empty() && equal_figures(figures, without.figures) &&
         same_time_and_counts(with, without);
}

bool account_for_all_time(const std::vector<BlockTime>& blocks, Time end) {
  return std::all_of(blocks.begin(), blocks.end(), [&](const auto& block) {
    auto sum = block.busy + block.idle;
    for (const auto& stall : block.stalls) sum += stall.time;
    return sum == block.instances * end;
  });
}

std::vector<std::int64_t> reference(const workload::Shape& shape,
                                    const workload::WeightMatrix& weights,
                                    const workload::Vectors& inputs) {
  std::vector<std::int64_t> sums;
  for (std::size_t i = 0; i < inputs.count(); ++i) {
    const auto one = sim::reference::layer(shape, weights, inputs.vector(i));
    sums.insert(sums.end(), one.begin(), one.end());
  }
  return sums;
}

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

}  // namespace sim::machine::test
