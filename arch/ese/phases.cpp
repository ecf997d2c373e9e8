// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/phases.h"

#include <algorithm>

#include "arch/ese/inventory.h"

namespace arch::ese {

using sim::machine::Figure;
using sim::machine::Phase;

namespace {

double microseconds(sim::Time time) { return static_cast<double>(time.count()) * 1e-6; }

// Two operations for every entry in every channel, per nanosecond.
double gops(const Config& config, double entries, double time_us) {
  return time_us > 0 ? 2e-3 * entries * config.channels / time_us : 0;
}

std::vector<Figure> figures_of_matrix(const Config& config, const MappedMatrix& mapped,
                                      double time_us) {
  const auto& matrix = mapped.encoded;
  const auto words = static_cast<double>(mapped.words);
  const auto entries = words * config.processing_elements;
  return {{"entries", entries},
          {"density", entries / (static_cast<double>(matrix.rows) * matrix.columns)},
          {"fillers", static_cast<double>(matrix.fillers())},
          {"padding", entries - static_cast<double>(matrix.stored())},
          {"theoretical_cycles", words},
          {"theoretical_time_us", words / config.clock_mhz},
          {"gops", gops(config, entries, time_us)}};
}

double mean_us(sim::Time time, std::int64_t passes) {
  return passes > 0 ? microseconds(time) / static_cast<double>(passes) : 0;
}

}  // namespace

std::vector<Phase> phases_of(const Config& config, const Mapping& mapping,
                             const ControlCounts& control) {
  std::vector<Phase> phases = {{"initial", 1, control.initial, {}}};
  for (std::size_t s = 0; s < mapping.states.size(); ++s) {
    const auto& state = mapping.states[s];
    auto phase = std::find_if(phases.begin(), phases.end(),
                              [&](const auto& known) { return known.name == state.phase; });
    if (phase == phases.end()) {
      phase = phases.insert(phases.end(), {state.phase, mapping.passes(), sim::Time{0}, {}});
    }
    phase->time += control.states[s];
    if (!state.multiplies()) continue;
    phase->figures = figures_of_matrix(config, mapping.matrices[state.matrix_number()],
                                       mean_us(phase->time, mapping.passes()));
  }
  return phases;
}

std::vector<Figure> figures_of(const Config& config, const Mapping& mapping,
                               const ControlCounts& control) {
  double words = 0, weights = 0, fillers = 0;
  for (const auto& mapped : mapping.matrices) {
    words += static_cast<double>(mapped.words);
    weights += static_cast<double>(mapped.encoded.rows) * mapped.encoded.columns;
    fillers += static_cast<double>(mapped.encoded.fillers());
  }
  sim::Time steps{0};
  for (const auto time : control.states) steps += time;
  const auto step_us = mean_us(steps, mapping.passes());
  const auto entries = words * config.processing_elements;
  return {{"initial_time_us", microseconds(control.initial)},
          {"step_time_us", step_us},
          {"theoretical_cycles", words},
          {"theoretical_time_us", words / config.clock_mhz},
          {"entries", entries},
          {"fillers", fillers},
          {"density", entries / weights},
          {"gops", gops(config, entries, step_us)},
          {"dense_gops", gops(config, weights, step_us)},
          {"dsp_slices", static_cast<double>(dsp_slices(config))}};
}

}  // namespace arch::ese
