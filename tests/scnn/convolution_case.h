// SPDX-License-Identifier: Apache-2.0
// Convolutions with their tensors, as a job that the machine runs.
#pragma once

#include <iosfwd>

#include "arch/scnn/scnn.h"
#include "sim/workload/layer_data.h"
#include "tests/machine/layer_run.h"

namespace arch::scnn::test {

using sim::machine::test::account_for_all_time;
using sim::machine::test::count;
using sim::machine::test::figure;
using sim::machine::test::same;
using sim::machine::test::same_without_values;

struct ConvolutionCase {
  sim::workload::Convolution shape;
  std::vector<std::int16_t> weights;  ///< (filters, channels / groups, kernel height, width)
  std::vector<std::int16_t> bias;     ///< empty, or one for every filter
  std::vector<std::int16_t> images;
};

std::ostream& operator<<(std::ostream& os, const ConvolutionCase& c);

/// A case with these shares of non-zeros, the same for the same seed.
ConvolutionCase make_case(const sim::workload::Convolution& shape, double weight_density,
                          double input_density, unsigned seed = 1);

/// Runs it on a machine. The layer's output stage passes sums unchanged but rectified.
sim::machine::LayerRun run(const Config& config, const ConvolutionCase& c,
                           sim::fabric::Engine engine = sim::fabric::Engine::decoupled,
                           bool values = true);

/// What the reference says.
std::vector<std::int64_t> reference(const ConvolutionCase& c);

/// As configs/scnn/isca2017.json.
Config isca2017();

}  // namespace arch::scnn::test
