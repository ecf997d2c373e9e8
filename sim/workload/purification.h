// SPDX-License-Identifier: Apache-2.0
// Network purification and removal of unused paths (Ma et al., "Tiny but Accurate", ASP-DAC 2020,
// arXiv:1908.10017), to a fixed point over all layers:
// - A filter without weights and bias puts out 0, before and after rounding, ReLU and pooling: the
//   weights behind it have no effect and go.
// - A filter whose outputs no layer behind it has a weight for goes with its bias, unless its
//   outputs are the network's: a layer that is nobody's source keeps all.
// - A filter, an input channel or a column (one weight of all filters of a group) with a share of
//   zeros above `emptiness` and a mean square below `importance` x that of all that is left of the
//   layer goes, too; rows and columns without any weight are no part of either.
// Without the last, which is off by default, the network's outputs stay what they are.
// Not modelled: retraining afterwards. What the paper calls importance is not known to us in
// detail: the mean square is assumed.
#pragma once

#include <vector>

#include "sim/workload/layer_data.h"
#include "sim/workload/network.h"

namespace sim::workload {

/// One layer and its weights.
struct PathLayer {
  const Shape& shape;  ///< no LSTM
  const WeightMatrix& weights;
  Sources sources;  ///< layers before it; none: inputs from outside
};

/// What is left of each layer. Sources must fit: see source_problem().
std::vector<LiveWeights> live_weights(const std::vector<PathLayer>& layers,
                                      const Purification& purification);

/// The weights that are left; the bias of a row that is not live goes, too.
WeightMatrix only_live(const WeightMatrix& weights, const LiveWeights& live);

/// Why layers of these shapes cannot be sources of a layer; empty if they can.
std::string source_problem(const Shape& layer, const std::vector<const Shape*>& sources,
                           bool appended);

/// Loads all weights of a network that is to be purified, and says in its layers what is left.
/// UserError with the problems of all tensors.
void purify(Network& network);

}  // namespace sim::workload
