// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/controller.h"

#include <algorithm>

namespace arch::ese {

using sim::fabric::Behaviour;

Controller::Controller(sim::fabric::Simulation& simulation, const Config& config,
                       const Mapping& mapping, const sim::workload::LstmWeights& weights,
                       const sim::workload::Vectors& sequences, VectorBuffers& buffers,
                       sim::fabric::Barrier& state_done)
    : Process(simulation, "controller", config.period()),
      config_(config),
      mapping_(mapping),
      weights_(weights),
      sequences_(sequences),
      buffers_(buffers),
      state_done_(state_done),
      results_(sequences.count() *
               static_cast<std::size_t>(mapping.shape.outputs() * mapping.shape.steps)) {
  counts_.states.resize(mapping.states.size());
}

Behaviour Controller::run() {
  if (mapping_.passes() == 0) co_return;
  co_await first_chunk.pop();
  co_await first_pointers.pop();
  co_await inputs.peek();
  counts_.initial = local_time();
  for (std::int64_t batch = 0; batch < mapping_.batches; ++batch) {
    buffers_.reset();
    for (std::int64_t t = 0; t < mapping_.shape.steps; ++t) co_await step(batch, t);
  }
}

Behaviour Controller::step(std::int64_t batch, std::int64_t step) {
  co_await inputs.peek();
  load_inputs(batch, step);
  for (std::size_t s = 0; s < mapping_.states.size(); ++s) {
    const auto& state = mapping_.states[s];
    const auto begin = local_time();
    if (state.pass != Pass::none) co_await commands.push({state.pass});
    if (state.multiplies()) {
      co_await broadcast(state.matrix_number(), mapping_.lanes(batch, config_));
    }
    co_await state_done_.arrive(*this);
    co_await spend(config_.switch_cycles);
    counts_.states[s] += local_time() - begin;
  }
  co_await inputs.pop();
  save_outputs(batch, step);
  co_await outputs.push({});
}

Behaviour Controller::broadcast(std::size_t matrix, std::int64_t lanes) {
  const auto columns = mapping_.matrices[matrix].encoded.columns;
  counts_.lane_activations += columns * lanes;
  counts_.macs_effectual += effectual_products(matrix, lanes);
  for (std::int32_t column = 0; column < columns; ++column) {
    co_await activations.push({column});
    co_await spend(1);
  }
}

// A batch's last channels may have no sequence.
void Controller::load_inputs(std::int64_t batch, std::int64_t step) {
  const auto inputs_of_step = static_cast<std::size_t>(mapping_.shape.inputs);
  const auto first = static_cast<std::size_t>(batch * config_.channels);
  const auto lanes = static_cast<std::size_t>(mapping_.lanes(batch, config_));
  counts_.lane_inputs += mapping_.shape.inputs * mapping_.lanes(batch, config_);
  for (std::size_t v = 0; v < lanes; ++v) {
    const auto sequence = sequences_.vector(first + v);
    const auto offset = static_cast<std::size_t>(step) * inputs_of_step;
    for (std::size_t i = 0; i < inputs_of_step; ++i) {
      buffers_.input[i * buffers_.lanes + v] = sequence[offset + i];
    }
  }
}

void Controller::save_outputs(std::int64_t batch, std::int64_t step) {
  const auto outputs_of_step = static_cast<std::size_t>(mapping_.shape.outputs());
  const auto first = static_cast<std::size_t>(batch * config_.channels);
  const auto lanes = static_cast<std::size_t>(mapping_.lanes(batch, config_));
  const auto steps = static_cast<std::size_t>(mapping_.shape.steps);
  for (std::size_t v = 0; v < lanes; ++v) {
    const auto at = ((first + v) * steps + static_cast<std::size_t>(step)) * outputs_of_step;
    for (std::size_t i = 0; i < outputs_of_step; ++i) {
      results_[at + i] = buffers_.output[i * buffers_.lanes + v];
    }
  }
}

std::int64_t Controller::effectual_products(std::size_t matrix, std::int64_t lanes) const {
  const auto& csc = weights_.matrices[matrix].matrix;
  const auto& operand = buffers_.operand(matrix);
  std::int64_t products = 0;
  for (std::int32_t j = 0; j < csc.columns; ++j) {
    const auto first = operand.begin() + static_cast<std::ptrdiff_t>(buffers_.lanes) * j;
    const auto zeros = std::count(first, first + lanes, 0);
    products += (lanes - zeros) * (csc.start[j + 1] - csc.start[j]);
  }
  return products;
}

}  // namespace arch::ese
