// SPDX-License-Identifier: Apache-2.0
#include "tests/eie/queue_machine.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "tests/eie/plain_plan.h"

namespace arch::eie::test {
namespace {

enum class What { activation, end_of_rows, end_of_load, end_of_vector, pause, meeting, image_end };

/// One thing that the control unit does; sent to the PEs up to `end_of_vector`.
struct Step {
  What what;
  const Batch* batch = nullptr;
  int column = 0;
  std::int64_t cycles = 0;
};

struct Sent {
  Step step;
  std::int64_t visible = 0;
};

enum class Doing { working, starving, meeting };

struct Element {
  int number = 0;
  std::deque<Sent> queue;
  std::int64_t busy_until = 0;
  std::int64_t written = 0;  ///< when the last issued entry has left the pipeline
  std::int64_t write_back = 0;
  What finishing = What::activation;
  bool waits = false;
};

class QueueMachine {
 public:
  explicit QueueMachine(const LayerCase& layer) : layer_(layer), plan_(plan_of(layer)) {
    for (const auto& product : products_of(layer)) add_product(product);
    elements_.resize(static_cast<std::size_t>(layer.config.processing_elements));
    for (int n = 0; n < layer.config.processing_elements; ++n) elements_[n].number = n;
  }

  Timing run() {
    for (;; ++now_) {
      std::vector<std::size_t> taken;  // what counts is how full the queues were before this cycle
      for (const auto& element : elements_) taken.push_back(element.queue.size());
      std::vector<Doing> doing;
      for (auto& element : elements_) doing.push_back(step(element));
      auto* const account = control(taken);
      if (account == nullptr) break;
      ++*account;
      if (next_ > last_meeting_) continue;  // the PEs have ended
      for (std::size_t n = 0; n < doing.size(); ++n) {
        // Who has just been let go finds nothing in its queue in that cycle.
        const bool held = doing[n] == Doing::meeting && elements_[n].waits;
        const bool busy = doing[n] == Doing::working;
        ++(busy ? timing_.pe_busy : held ? timing_.pe_held : timing_.pe_starved);
      }
    }
    timing_.cycles = now_;
    return timing_;
  }

 private:
  // The control unit's programme, without any waiting.
  void add_product(const Product& product) {
    move_window(layer_.input_count());
    bool first = true;
    for (const auto& batch : plan_.batches) {
      if (batch.group != product.group) continue;
      if (batch.begins_load && loaded_ != &batch) add_load(batch, first);
      const auto inputs = std::min(batch.end_column, layer_.input_count());
      const auto most = share_of(layer_.config, batch.first_column, inputs, 0);
      pause(accesses(layer_.config, most));
      add_scan(product, batch);
      if (batch.last_of_rows) steps_.push_back({What::end_of_rows, &batch});
      first = false;
    }
    steps_.back().what = What::end_of_vector;
    last_meeting_ = steps_.size();
    steps_.push_back({What::meeting});
    move_window(layer_.rows() / layer_.groups());
    if (product.last_of_image) steps_.push_back({What::image_end});
  }

  void add_load(const Batch& batch, bool first) {
    loaded_ = &batch;
    if (!first) {
      steps_.push_back({What::end_of_load});
      steps_.push_back({What::meeting});
    }
    if (layer_.config.io_counted) pause(io_cycles(batch.load_bits));
  }

  void move_window(int values) {
    if (layer_.convolution) pause(io_cycles(std::int64_t{values} * layer_.config.value_bits));
  }

  // The clock of the random layers is 1 GHz, the bandwidth a multiple of half a byte per cycle.
  std::int64_t io_cycles(std::int64_t bits) const {
    const auto half_bytes = static_cast<std::int64_t>(2 * layer_.config.io_gb_per_s);
    return (bits + half_bytes * 4 - 1) / (half_bytes * 4);
  }

  void add_scan(const Product& product, const Batch& batch) {
    const auto lanes = layer_.config.processing_elements;
    const auto end = std::min(batch.end_column, layer_.input_count());
    for (int row = batch.first_column; row < end; row += lanes) {
      bool last_lane_hit = false;
      for (int lane = 0; lane < lanes && row + lane < end; ++lane) {
        if (!is_active(layer_, product, row + lane)) continue;
        steps_.push_back({What::activation, &batch, row + lane});
        last_lane_hit = lane == lanes - 1;
      }
      if (!last_lane_hit) pause(1);
    }
    if (end == batch.end_column) return;
    steps_.push_back({What::activation, &batch, end});  // the bias: lane 0 of a row of its own
    if (lanes > 1) pause(1);
  }

  void pause(std::int64_t cycles) { steps_.push_back({What::pause, nullptr, 0, cycles}); }

  // What a PE does in this cycle: several things if they take no time.
  Doing step(Element& element) {
    while (true) {
      if (now_ < element.busy_until) return Doing::working;
      if (element.finishing != What::activation) {
        if (now_ < element.written) return Doing::working;
        element.busy_until = now_ + std::exchange(element.write_back, 0);
        if (now_ < element.busy_until) return Doing::working;
        element.waits = element.finishing != What::end_of_rows;
        element.finishing = What::activation;
      }
      if (element.waits) return Doing::meeting;
      const bool visible = !element.queue.empty() && element.queue.front().visible <= now_;
      if (!visible) return Doing::starving;
      take(element);
    }
  }

  void take(Element& element) {
    const auto& config = layer_.config;
    const auto sent = element.queue.front().step;
    element.queue.pop_front();
    if (sent.what != What::activation) {
      element.finishing = sent.what;
      if (sent.what == What::end_of_load) return;
      const auto& batch = *sent.batch;
      element.write_back =
          accesses(config, share_of(config, batch.first_row, batch.end_row, element.number));
      return;
    }
    const auto stored = stored_entries(layer_, *sent.batch, element.number, sent.column);
    const auto entries = static_cast<std::int64_t>(stored.size());
    element.busy_until = now_ + (entries == 0 ? 1 : entries);
    const auto stages =
        config.pointer_read_cycles + config.matrix_read_cycles + config.arithmetic_stages;
    if (entries > 0) element.written = now_ + entries - 1 + stages;
  }

  // The account of what the control unit does in this cycle; null when its programme is over.
  std::int64_t* control(std::vector<std::size_t>& taken) {
    for (; next_ < steps_.size(); ++next_) {
      auto& step = steps_[next_];
      if (step.what == What::image_end) {
        timing_.vector_ends.push_back(now_);
      } else if (step.what == What::pause) {
        if (step.cycles-- > 0) return &timing_.control_busy;
      } else if (step.what == What::meeting) {
        if (!all_wait()) return &timing_.control_held;
        for (auto& element : elements_) element.waits = false;
      } else {
        if (!send(step, taken)) return &timing_.control_blocked;
        if (step.what != What::activation) continue;
        ++next_;
        return &timing_.control_busy;
      }
    }
    return nullptr;
  }

  bool all_wait() const {
    return std::all_of(elements_.begin(), elements_.end(),
                       [](const Element& element) { return element.waits; });
  }

  // To all queues or to none.
  bool send(const Step& step, std::vector<std::size_t>& taken) {
    const auto usable = static_cast<std::size_t>(layer_.config.queue_slots - 1);
    for (const auto n : taken) {
      if (n >= usable) return false;
    }
    for (auto& n : taken) ++n;
    for (auto& element : elements_) {
      element.queue.push_back({step, now_ + layer_.config.broadcast_latency});
    }
    return true;
  }

  const LayerCase& layer_;
  Plan plan_;
  std::vector<Step> steps_;
  std::size_t next_ = 0;
  std::size_t last_meeting_ = 0;
  const Batch* loaded_ = nullptr;
  std::vector<Element> elements_;
  std::int64_t now_ = 0;
  Timing timing_;
};

}  // namespace

Timing step_by_step(const LayerCase& layer) { return QueueMachine(layer).run(); }

Timing timing_of(const LayerRun& run) {
  Timing timing;
  const auto cycles = [&](sim::Time time) { return time / run.period; };
  for (const auto end : run.vector_ends) timing.vector_ends.push_back(cycles(end));
  const auto stalled = [&](const sim::machine::BlockTime& block, sim::fabric::Cause cause) {
    std::int64_t sum = 0;
    for (const auto& stall : block.stalls) sum += stall.cause == cause ? cycles(stall.time) : 0;
    return sum;
  };
  timing.cycles = run.cycles();
  using sim::fabric::Cause;
  const auto& control = run.blocks.at(0);
  timing.control_busy = cycles(control.busy);
  timing.control_blocked = stalled(control, Cause::blocked);
  timing.control_held = stalled(control, Cause::held);
  const auto& elements = run.blocks.at(1);
  timing.pe_busy = cycles(elements.busy);
  timing.pe_starved = stalled(elements, Cause::starved);
  timing.pe_held = stalled(elements, Cause::held);
  return timing;
}

std::ostream& operator<<(std::ostream& os, const Timing& timing) {
  os << "vectors end at";
  for (const auto end : timing.vector_ends) os << ' ' << end;
  return os << ", all at " << timing.cycles << "; control unit busy " << timing.control_busy
            << ", blocked " << timing.control_blocked << ", held " << timing.control_held
            << "; PEs busy " << timing.pe_busy << ", starved " << timing.pe_starved << ", held "
            << timing.pe_held;
}

}  // namespace arch::eie::test
