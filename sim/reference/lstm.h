// SPDX-License-Identifier: Apache-2.0
// The exact result of an LSTM with peepholes and projection (Sak et al., "Long short-term memory
// based recurrent neural network architectures for large scale acoustic modeling", 2014) in
// integers: this definition judges every machine.
//
// All values but sums have 16 bits and stand for v / 2^fraction; fractions are those of
// LstmFormats: x of an input, y of an output, c of a cell's state, s of a sum's term, g of a gate's
// sum. R(v, n) drops n bits, rounding to nearest (fixed_point.h), S saturates to 16 bits, sigmoid
// and tanh are tables whose values have 15 bits behind the point (function_table.h).
//
//   term(W v)  = R(sum of W's row times v, W's fraction + v's fraction - s), the sum being exact
//   i = sigmoid(S(R(term(Wix x) + term(Wir y') + term(Wic c') + term(bi), s - g)))
//   f = sigmoid(S(R(term(Wfx x) + term(Wfr y') + term(Wfc c') + term(bf), s - g)))
//   z = tanh   (S(R(term(Wcx x) + term(Wcr y')                + term(bc), s - g)))
//   c = S(R(f c', 15) + R(i z, 30 - c's fraction))
//   o = sigmoid(S(R(term(Wox x) + term(Wor y') + term(Woc c)  + term(bo), s - g)))
//   m = R(o tanh(c), 15)
//   y = S(R(sum of Wym's row times m, Wym's fraction + 15 - y's fraction)), or, without projection,
//       S(R(m, 15 - y's fraction))
//
// y' and c' are those of the step before; both begin as 0.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/workload/lstm_weights.h"

namespace sim::reference {

/// The outputs y of one sequence of inputs, step after step: steps x outputs integers.
/// A Fault if the sequence's length is not the layer's.
std::vector<std::int64_t> lstm(const workload::Lstm& shape, const workload::LstmFormats& formats,
                               const workload::LstmWeights& weights,
                               std::span<const std::int16_t> sequence);

}  // namespace sim::reference
