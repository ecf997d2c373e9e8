// SPDX-License-Identifier: Apache-2.0
// Where a network's layers stand and how often (ISAAC section V): working back from the last layer,
// a layer that must give several outputs for one of the layers behind it gets as many copies; if
// arrays run out, all have half as many, until they fit; if they do not even so, layers stand there
// in turn, where the config says so. A layer takes whole in-situ units, one layer after the other
// over tiles and chips, and as many tiles as hold its circular buffer.
#pragma once

#include <string>
#include <vector>

#include "arch/memristor/mapper.h"
#include "arch/memristor/pixels.h"
#include "arch/memristor/products.h"
#include "sim/workload/network.h"

namespace arch::memristor {

/// What the plan needs of a layer.
struct LayerWork {
  std::string name;
  sim::Place place;
  sim::workload::Shape shape;
  LayerMapping mapping;
  Products products;  ///< without the sums
  std::int64_t macs_effectual = 0;
};

/// Who feeds a layer. Without a producer its inputs come from outside of the machine.
struct Producer {
  std::size_t layer = 0;  ///< position in the plan
  Feed feed;
};

struct LayerPlan {
  std::optional<Producer> producer;
  PixelPlane plane;
  std::int64_t channels = 0;  ///< of a pixel
  std::int64_t room = 0;      ///< pixels that the eDRAM of its tiles holds
  std::int64_t copies = 1;
  std::int64_t first_unit = 0, units = 0;
  int chips = 1;            ///< on which it stands
  int load = 0;             ///< with which its arrays are programmed
  int passes = 1;           ///< in which its outputs are computed, arrays programmed for each
  std::int64_t arrays = 0;  ///< of a copy, in a pass
  // Cycles that a window takes at least, beside its reads: a unit's turn on the tile's bus for its
  // inputs, and the tile's turn for bus and output stages.
  sim::Cycles supply = 0, collect = 0;
  double new_inputs = 1;  ///< share of a window's inputs that the copy does not hold already
};

/// Layers that stand on the arrays at the same time; [first, end).
struct Load {
  std::size_t first = 0, end = 0;
  std::int64_t units = 0;
};

struct Plan {
  std::vector<LayerPlan> layers;
  std::vector<Load> loads;
  std::int64_t units = 0;  ///< of the largest load
  int chips = 1;

  /// Whether arrays are programmed while the network runs.
  bool reloads() const { return loads.size() > 1 || layers.front().passes > 1; }
  int passes(const Load& load) const { return layers[load.first].passes; }
};

/// UserError if the weights need more arrays than there are. Where arrays are reloaded, a load has
/// as many layers as fit, one after the other; a layer that does not fit alone has several passes,
/// each with whole blocks of outputs.
Plan plan_network(const Config& config, const std::vector<LayerWork>& layers);

}  // namespace arch::memristor
