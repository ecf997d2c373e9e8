// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/sweep/run_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <optional>
#include <set>

#include "sim/explore/answer_keys.h"
#include "sim/explore/crew.h"
#include "sim/explore/digest.h"
#include "sim/explore/metrics.h"
#include "sim/explore/sweep/refusals.h"
#include "sim/explore/sweep/workbench.h"
#include "sim/machine/job.h"
#include "sim/machine/result_pack.h"

namespace sim::explore::sweep {
namespace {

using machine::LayerAnswer;

constexpr int most_attempts = 3;

// A chain of layers that one or several points need.
struct Job {
  std::size_t point;
  std::size_t chain;
  std::string key;
  std::string proved_key;            // of the same with values, if it is to run without
  bool values;                       // are computed, if the machine can do without
  bool flows;                        // whether outputs of other layers flow into it
  std::optional<std::size_t> layer;  // if it is a single one
  std::vector<std::size_t> waiting;  // points
  std::vector<LayerAnswer> answers;
  bool done = false;
};

// A chain of a point, and the job that answers it.
struct Part {
  std::size_t job;
  RequestChain chain;
};

// The end of a SystemC kernel destroys one of these. Whoever does so first looks its symbol up in
// all libraries: here, once, and not in each child.
void bind_symbols() { const std::condition_variable any; }

// A value that names no file.
bool is_number(const std::string& json) { return json.find_first_of("\"[{") == std::string::npos; }

class SweepRun {
 public:
  SweepRun(const Sweep& sweep, const Library& library, const SweepOptions& options)
      : sweep_(sweep), options_(options), workbench_(sweep, library) {
    all_points_ = points_of(sweep);
    table_.points = digest_of_points(sweep, all_points_);
    for (auto p = options.shard; p < all_points_.size(); p += options.shards) {
      points_.push_back(all_points_[p]);
      numbers_.push_back(p);
    }
    parts_.resize(points_.size());
    finished_.resize(points_.size());
    for (const auto& kept : sweep.metrics) {
      needs_machine_ |= needs_of(kept.metric)->machine;
      needs_values_ |= is_of_values(kept);
    }
  }

  SweepTable run() {
    check_points();
    find_finished();
    find_known();
    run_open();
    mark_best(table_);
    return std::move(table_);
  }

 private:
  // Every point's config, workload and layers.
  void check_points() {
    describe();
    Refusals refusals(sweep_);
    for (std::size_t p = 0; p < points_.size(); ++p) {
      auto& row = table_.rows.emplace_back(Row{numbers_[p], values_of(sweep_, points_[p])});
      try {
        add_jobs(p, workbench_.at(points_[p]));
      } catch (const UserError& error) {
        row.status = Status::invalid;
        row.reason = Refusals::reason(error);
        refusals.add(row, error);
      }
    }
    if (sweep_.invalid == Invalid::refuse) refusals.raise_if_any();
  }

  void describe() {
    table_.sweep = sweep_.name;
    table_.title = sweep_.title;
    table_.config = sweep_.config;
    table_.workload = sweep_.workload;
    table_.columns = sweep_.columns();
    for (const auto& axis : sweep_.axes) {
      for (const auto& target : axis.targets) {
        const bool other_config = target.of == Of::sweep && target.pointer == "/config";
        table_.tasks.push_back(target.of != Of::config && !other_config);
      }
    }
    for (const auto& kept : sweep_.metrics) table_.metrics.push_back(kept.name);
    table_.objectives = sweep_.objectives;
  }

  void add_jobs(std::size_t point, const Bench& bench) {
    std::vector<Job> wanted;
    for (std::size_t c = 0; c < bench.chains.size(); ++c) {
      wanted.push_back(job_of(point, c, bench));
    }
    for (std::size_t c = 0; c < wanted.size(); ++c) {
      const auto [known, is_new] = job_of_.emplace(wanted[c].key, jobs_.size());
      if (is_new) jobs_.push_back(std::move(wanted[c]));
      jobs_[known->second].waiting.push_back(point);
      parts_[point].push_back({known->second, bench.chains[c]});
    }
  }

  // Of equal workloads and mappings, the first point proves the outputs for the others.
  bool wants_values(const Bench& bench, const RequestChain& chain) {
    if (needs_values_ || sweep_.values == Values::on) return true;
    if (sweep_.values == Values::off || bench.setup.machine->computes_values(false)) return false;
    return proved_.insert(keys_.of_mapping(bench.requests, chain)).second;
  }

  Job job_of(std::size_t point, std::size_t c, const Bench& bench) {
    const auto& chain = bench.chains[c];
    const bool values = wants_values(bench, chain);
    Job job{point, c, keys_.of(bench.requests, chain, values), "", values, false, {}, {}, {}};
    if (!values) job.proved_key = keys_.of(bench.requests, chain, true);
    const auto& layers = bench.shared->network.layers;
    for (const auto i : chain) job.flows |= !layers[bench.requests[i].layer].activations;
    if (chain.size() == 1 && !bench.setup.machine->takes_networks()) {
      job.layer = bench.requests[chain.front()].layer;
    }
    return job;
  }

  // Points that a file has, and those that cannot run.
  void find_finished() {
    if (options_.open_file) {
      table_.inputs = digest_of_inputs();
      auto description = table_;
      description.rows.clear();
      file_ = options_.open_file(description);
    }
    std::map<std::size_t, std::string> keys;
    for (std::size_t p = 0; file_ && p < points_.size(); ++p) keys[numbers_[p]] = key_of(p);
    if (file_) file_->retain(keys);
    for (std::size_t p = 0; p < points_.size(); ++p) {
      auto& row = table_.rows[p];
      auto found = file_ ? file_->find(row.number, keys[row.number]) : std::nullopt;
      if (found && found->status == Status::failed) found.reset();  // is tried again
      if (found) row = std::move(*found);
      if (found || row.status != Status::ok) end(p, !found);
    }
    report();
  }

  // Contents of the files that the sweep names: by the first point of all shards that each
  // combination of names has and that can run.
  std::string digest_of_inputs() {
    std::set<std::vector<std::string>> seen;
    std::string text;
    for (const auto& point : all_points_) {
      auto names = values_of(sweep_, point);
      names.erase(std::remove_if(names.begin(), names.end(), is_number), names.end());
      if (seen.count(names) > 0) continue;
      try {
        const auto& bench = workbench_.at(point);
        for (const auto& chain : bench.chains) text += keys_.of(bench.requests, chain, true);
        seen.insert(names);
      } catch (const UserError&) {  // the next point may do
      }
    }
    return digest_of(text);
  }

  // What the point's row depends on, and says.
  std::string key_of(std::size_t point) const {
    auto text = options_.program;
    for (const auto& value : table_.rows[point].values) text += ' ' + value;
    for (const auto& part : parts_[point]) text += '\n' + jobs_[part.job].key;
    for (const auto& kept : sweep_.metrics) text += '\n' + kept.metric + ' ' + kept.argument;
    return digest_of(text);
  }

  bool is_waited_for(const Job& job) const {
    return std::any_of(job.waiting.begin(), job.waiting.end(),
                       [&](auto point) { return !finished_[point]; });
  }

  bool is_open(const Job& job) const { return !job.done && is_waited_for(job); }

  // Answers that somebody has computed before.
  void find_known() {
    for (auto& job : jobs_) {
      if (!is_open(job)) continue;
      if (!options_.store) return;
      auto found = options_.store->find(job.key);
      if (!found && !job.values) found = options_.store->find(job.proved_key);
      if (found) take(job, std::move(*found));
    }
  }

  void run_open() {
    std::vector<std::size_t> open;
    for (std::size_t j = 0; j < jobs_.size(); ++j) {
      if (is_open(jobs_[j])) open.push_back(j);
    }
    bind_symbols();
    run_in_crew(
        open.size(), options_.jobs, [&](std::size_t i) { return work(jobs_[open[i]]); },
        [&](std::size_t i, const Outcome& outcome) { take_new(jobs_[open[i]], outcome); });
  }

  // In a worker. What simulates is a child of its own, which may die. What it needs is made here,
  // in memory that is used again for the next point: each page that a child writes to is copied.
  std::string work(const Job& job) {
    const auto& point = points_[job.point];
    std::string packed;
    try {
      const auto known = workbench_.known(point, job.flows, job.layer);
      const auto& bench = workbench_.at(point);
      // Whoever was killed may have been in somebody's way: he gets another chance.
      for (int attempt = 1; packed.empty(); ++attempt) {
        run_in_workers(
            1, 1,
            [&](std::size_t) {
              return work_on(bench.requests, bench.chains[job.chain], known,
                             {fabric::Engine::decoupled, job.values});
            },
            [&](std::size_t, const Outcome& outcome) {
              if (outcome.killed && attempt < most_attempts) return;
              packed = outcome.answered ? outcome.text : lost(job, outcome);
            },
            sweep_.limits);
      }
    } catch (const UserError& error) {  // tensors that cannot be made
      packed = machine::pack(std::vector<LayerAnswer>{{false, {}, {"", error.what(), true}, {}}});
    }
    return packed;
  }

  std::string lost(const Job& job, const Outcome& outcome) {
    const auto& bench = workbench_.at(points_[job.point]);
    return machine::pack(answers_of(bench.requests, bench.chains[job.chain], outcome));
  }

  void take_new(Job& job, const Outcome& outcome) {
    std::vector<LayerAnswer> answers(1);
    answers[0].failure.message = outcome.text;
    if (outcome.answered) answers = machine::unpack(outcome.text);
    if (options_.store) options_.store->keep(job.key, answers, outcome.text);
    take(job, std::move(answers));
  }

  void take(Job& job, std::vector<LayerAnswer> answers) {
    job.answers = std::move(answers);
    job.done = true;
    for (const auto point : job.waiting) finish(point);
  }

  // If all of its answers are there.
  void finish(std::size_t point) {
    const auto& parts = parts_[point];
    if (finished_[point] || !std::all_of(parts.begin(), parts.end(),
                                         [&](const auto& part) { return jobs_[part.job].done; })) {
      return;
    }
    auto& row = table_.rows[point];
    for (const auto& part : parts) {
      for (const auto& answer : jobs_[part.job].answers) {
        if (answer.ran || row.status != Status::ok) continue;
        row.status = answer.failure.users_mistake ? Status::invalid : Status::failed;
        row.reason = answer.failure.message;
      }
    }
    if (row.status == Status::ok) row.metrics = metrics_of(point);
    end(point, true);
    report();
    for (const auto& part : parts) forget(jobs_[part.job]);
  }

  void end(std::size_t point, bool is_new) {
    const auto& row = table_.rows[point];
    if (file_ && is_new) file_->keep(row, key_of(point));
    finished_[point] = true;
    ++progress_.finished;
    progress_.failed += row.status == Status::ok ? 0 : 1;
  }

  // Answers that nobody needs any more.
  void forget(Job& job) const {
    if (is_waited_for(job)) return;
    job.answers.clear();
    job.answers.shrink_to_fit();
  }

  std::vector<double> metrics_of(std::size_t point) {
    std::map<std::size_t, const machine::LayerResult*> in_order;
    const machine::NetworkResult* network = nullptr;
    for (const auto& part : parts_[point]) {
      const auto& answers = jobs_[part.job].answers;
      for (std::size_t i = 0; i < answers.size(); ++i) {
        in_order[part.chain[i]] = &answers[i].result;
        if (answers[i].network) network = &*answers[i].network;
      }
    }
    std::vector<const machine::LayerResult*> layers;
    for (const auto& [position, layer] : in_order) layers.push_back(layer);
    machine::RunResult area;
    const machine::Setup* setup = nullptr;
    if (needs_machine_) {
      setup = &workbench_.at(points_[point]).setup;
      machine::add_area(*setup->machine, setup->prices, area);
    }
    std::vector<double> values;
    for (const auto& kept : sweep_.metrics) {
      Evidence evidence{kept, layers, area.area, area.area_mm2, {}};
      evidence.machine = setup;
      evidence.network = network;
      values.push_back(evaluate(evidence));
    }
    return values;
  }

  void report() {
    progress_.total = table_.rows.size();
    options_.progress(progress_);
  }

  const Sweep& sweep_;
  const SweepOptions& options_;
  Workbench workbench_;
  AnswerKeys keys_;
  std::vector<Point> all_points_;  // of all shards
  std::vector<Point> points_;
  std::vector<std::size_t> numbers_;  // of the points
  std::vector<bool> finished_;        // by point
  std::unique_ptr<ResultFile> file_;
  std::vector<Job> jobs_;
  std::map<std::string, std::size_t> job_of_;  // by key
  std::set<std::string> proved_;               // mappings whose outputs a point proves
  std::vector<std::vector<Part>> parts_;       // by point
  bool needs_machine_ = false;
  bool needs_values_ = false;
  SweepTable table_;
  Progress progress_;
};

}  // namespace

SweepTable run_sweep(const Sweep& sweep, const Library& library, const SweepOptions& options) {
  return SweepRun(sweep, library, options).run();
}

}  // namespace sim::explore::sweep
