// SPDX-License-Identifier: Apache-2.0
// The tensors of an LSTM, ready to run.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/tensor/csc.h"
#include "sim/workload/network.h"

namespace sim::workload {

/// An integer v of the matrix stands for v / 2^fraction_bits.
struct ScaledMatrix {
  tensor::Csc matrix;
  int fraction_bits = 0;
};

/// The same for vectors of one length, one after the other.
struct ScaledVectors {
  std::vector<std::int16_t> values;
  int fraction_bits = 0;
};

struct LstmWeights {
  std::array<ScaledMatrix, lstm_matrices> matrices;
  ScaledVectors peepholes;  ///< (3, cells): of the input, the forget and the output gate
  ScaledVectors biases;     ///< (4, cells): in the order of the gates
};

/// Synthesises or reads them. Peepholes and biases that the layer does not have are 0, and so is
/// the size of a projection. UserError with every problem: files, shapes, ranges.
LstmWeights load_lstm_weights(const Layer& layer);

}  // namespace sim::workload
