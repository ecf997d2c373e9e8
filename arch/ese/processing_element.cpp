// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/processing_element.h"

#include <algorithm>

#include "sim/workload/fixed_point.h"

namespace arch::ese {

using sim::fabric::Behaviour;
using sim::workload::projection_matrix;

ProcessingElement::ProcessingElement(sim::fabric::Simulation& simulation, const Config& config,
                                     int number, const Mapping& mapping,
                                     const sim::workload::LstmFormats& formats,
                                     const sim::workload::LstmWeights& lstm_weights,
                                     VectorBuffers& buffers, sim::fabric::Barrier& state_done)
    : Process(simulation, "processing_element_" + std::to_string(number), config.period()),
      config_(config),
      number_(static_cast<std::size_t>(number)),
      mapping_(mapping),
      formats_(formats),
      scales_(lstm_weights),
      buffers_(buffers),
      state_done_(state_done),
      drain_(config.drain_cycles() * config.period()),
      arithmetic_(static_cast<std::size_t>(config.local_rows()), buffers.lanes) {}

Behaviour ProcessingElement::run() {
  for (std::int64_t pass = 0; pass < mapping_.passes(); ++pass) {
    for (const auto& state : mapping_.states) {
      if (state.multiplies()) {
        co_await multiply(state.matrix_number());
        count(state.matrix_number(), mapping_.lanes_of_pass(pass, config_));
      }
      co_await state_done_.arrive(*this);
    }
  }
}

Behaviour ProcessingElement::multiply(std::size_t matrix) {
  const auto& mapped = mapping_.matrices[matrix];
  const auto& slice = mapped.encoded.slices[number_];
  std::size_t chunks_used = 0;
  std::int64_t entry = 0, chunk_end = 0;
  for (const auto& tile : mapped.tiles) {
    co_await pointers.peek();
    for (auto column = tile.first_column; column < tile.end_column; ++column) {
      co_await activations.pop();
      const std::int64_t end = slice.start[static_cast<std::size_t>(column) + 1];
      if (entry == end) {
        ++counts_.empty_columns;
        co_await spend(1);
        continue;
      }
      while (entry < end) {
        if (entry == chunk_end) {
          co_await weights.peek();
          chunk_end += config_.weight_entries;
        }
        const auto last = std::min(end, chunk_end);
        co_await spend(last - entry);
        entry = last;
        if (entry < chunk_end) continue;
        co_await weights.pop();
        ++chunks_used;
      }
      written_ = local_time() + drain_;
    }
    co_await pointers.pop();
  }
  // What is left of the stream is padding for this PE.
  for (; chunks_used < mapped.chunks.size(); ++chunks_used) co_await weights.pop();
  co_await spend(sim::positive_part(written_ - local_time()) / period());
  store(matrix, arithmetic_.multiply(slice, buffers_.operand(matrix)));
}

void ProcessingElement::count(std::size_t matrix, std::int64_t lanes) {
  const auto& mapped = mapping_.matrices[matrix];
  counts_.words += mapped.words;
  for (const auto& tile : mapped.tiles) {
    counts_.pointers += tile.pointers();
    // The end of a column is the begin of the next.
    counts_.pointer_reads += tile.pointers();
  }
  counts_.columns += mapped.encoded.columns;
  counts_.entries += static_cast<std::int64_t>(mapped.encoded.slices[number_].entries.size());
  counts_.lane_columns += mapped.encoded.columns * lanes;
  counts_.lane_updates += mapped.nonzeros[number_] * lanes;
  auto& rows = matrix == projection_matrix ? counts_.lane_outputs : counts_.lane_rows;
  rows += mapped.rows_of(number_) * lanes;
}

void ProcessingElement::store(std::size_t matrix, const std::vector<std::int64_t>& sums) {
  const bool projects = matrix == projection_matrix;
  const auto operand_fraction = projects            ? 15
                                : (matrix % 2) == 0 ? formats_.input_fraction
                                                    : formats_.output_fraction;
  const auto wanted = projects ? formats_.output_fraction : formats_.sum_fraction;
  const auto drop = scales_.matrices[matrix].fraction_bits + operand_fraction - wanted;
  const auto rows = static_cast<std::size_t>(mapping_.matrices[matrix].encoded.rows);
  const auto* sum = sums.data();
  for (auto row = number_; row < rows; row += mapping_.matrices[matrix].encoded.slices.size()) {
    const auto first = row * buffers_.lanes;
    for (auto at = first; at < first + buffers_.lanes; ++at, ++sum) {
      const auto value = sim::workload::without_bits(*sum, drop);
      if (projects) {
        buffers_.output[at] = sim::workload::saturated16(value);
      } else {
        buffers_.terms[matrix][at] = value;
      }
    }
  }
}

}  // namespace arch::ese
