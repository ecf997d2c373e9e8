// SPDX-License-Identifier: Apache-2.0
#include "arch/eie/processing_element.h"

#include <algorithm>

namespace arch::eie {

using sim::fabric::Behaviour;
using Kind = Activation::Kind;

ProcessingElement::ProcessingElement(sim::fabric::Simulation& simulation, const Config& config,
                                     int number, const Mapping& mapping,
                                     sim::fabric::Barrier& all_idle)
    : Process(simulation, "processing_element_" + std::to_string(number), config.period()),
      config_(config),
      number_(number),
      mapping_(mapping),
      all_idle_(all_idle),
      drain_(config.drain_cycles() * config.period()),
      stride_(static_cast<std::size_t>(config.processing_elements)),
      issued_(-drain_),
      matrix_read_(config.entries_per_line()),
      arithmetic_(config.activation_registers) {}

Behaviour ProcessingElement::run() {
  begin_rows(0);
  while (true) {
    co_await consume(activations, *this);
    const auto* const end = co_await activations.pop();
    if (!end) break;
    co_await finish(*end);
  }
}

// One column; the cycles that it takes.
inline sim::Cycles ProcessingElement::take(const Activation& activation, sim::Time start) {
  const auto entries =
      matrix_read_.read(pointer_read_.read(activation.column), counts_.matrix_lines);
  ++counts_.activations;
  if (entries.empty()) {
    ++counts_.empty_columns;
    return 1;
  }
  if (ends_) {
    arithmetic_.count(entries.size(), ends_[static_cast<std::size_t>(activation.column) * stride_]);
  } else {
    arithmetic_.accumulate(entries, activation.value);
  }
  const auto cycles = static_cast<sim::Cycles>(entries.size());
  issued_ = start + cycles * period();
  return cycles;
}

// The pipeline empties, unless it has while the PE waited for more.
Behaviour ProcessingElement::finish(Activation end) {
  co_await spend(sim::positive_part(issued_ + drain_ - local_time()) / period());
  if (end.kind == Kind::end_of_load) {
    co_await all_idle_.arrive(*this);
    matrix_read_.load(mapping_.row_batches[row_batch_].slice(number_), end.column);
  } else {
    co_await write_back();
    if (end.kind == Kind::end_of_vector) co_await all_idle_.arrive(*this);
    begin_rows(end.column);
  }
}

// The sums pass from the destination registers to the activation SRAM.
Behaviour ProcessingElement::write_back() {
  const auto& rows = mapping_.row_batches[row_batch_].rows;
  const auto mine =
      (rows - number_ + config_.processing_elements - 1) / config_.processing_elements;
  const auto accesses =
      (mine + config_.activations_per_access() - 1) / config_.activations_per_access();
  co_await spend(accesses);
  counts_.rows_written += mine;
  counts_.activation_accesses += accesses;
  if (ends_) co_return;
  const auto& sums = arithmetic_.sums();
  sums_.insert(sums_.end(), sums.begin(), sums.begin() + mine);
}

void ProcessingElement::begin_rows(int row_batch) {
  row_batch_ = row_batch;
  const auto& matrix = mapping_.row_batches[row_batch];
  const auto slice = matrix.slice(number_);
  pointer_read_.load(slice);
  matrix_read_.load(slice);
  arithmetic_.begin(matrix.codebook, matrix.entries[number_]);
  if (mapping_.columns_of.empty()) return;
  ends_ = mapping_.columns_of[row_batch].ends.data() + number_;
}

PeCounts ProcessingElement::counts() const {
  auto counts = counts_;
  counts.entries = arithmetic_.entries();
  counts.updates = arithmetic_.updates();
  counts.bypasses = arithmetic_.bypasses();
  return counts;
}

}  // namespace arch::eie
