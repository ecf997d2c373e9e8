// SPDX-License-Identifier: Apache-2.0
// Removing unused paths changes no output of a network: before and after, by the reference.
#include "sim/workload/purification.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "sim/reference/layer.h"
#include "sim/workload/output_stage.h"

namespace sim::workload {
namespace {

using Plane = std::vector<std::int16_t>;

int any(int low, int high) { return *rc::gen::inRange(low, high + 1); }

struct RandomLayer {
  Shape shape;
  WeightMatrix weights;
  Sources sources;
  bool pools = false;  ///< its outputs, to a single pixel
};

struct RandomNetwork {
  std::vector<RandomLayer> layers;

  std::vector<PathLayer> paths() const {
    std::vector<PathLayer> all;
    for (const auto& layer : layers) all.push_back({layer.shape, layer.weights, layer.sources});
    return all;
  }
};

// Few weights, and whole filters and channels without any.
WeightMatrix any_weights(const Shape& shape) {
  const auto rows = static_cast<std::size_t>(weight_rows(shape));
  const auto columns = static_cast<std::size_t>(weight_columns(shape));
  const bool biased = any(0, 2) == 0;
  tensor::Dense<std::int16_t> dense({rows, columns + biased});
  const auto area = static_cast<std::size_t>(geometry_of(shape).kernel_area());
  std::vector<bool> dead_column(columns);
  for (std::size_t c = 0; c < columns; ++c) {
    dead_column[c] = c % area == 0 ? any(0, 2) == 0 : dead_column[c - 1];
  }
  for (std::size_t r = 0; r < rows; ++r) {
    const bool dead = any(0, 2) == 0;
    for (std::size_t c = 0; c < columns; ++c) {
      if (!dead && !dead_column[c]) dense(r, c) = static_cast<std::int16_t>(any(-2, 2));
    }
    if (biased && any(0, 2) == 0) dense(r, columns) = static_cast<std::int16_t>(any(-3, 3));
  }
  return {tensor::Csc::encode(dense), biased, 2};
}

Shape any_shape(int channels, int side) {
  if (side == 1) return FullyConnected{channels, any(1, 5)};
  Convolution shape{channels, side, side, any(1, 5), 3, 3, 1, 1, 1};
  if (channels % 2 == 0 && any(0, 1) == 0) {
    shape.groups = 2;
    shape.filters *= 2;
  }
  return shape;
}

// Planes of 3 x 3 until a layer pools them. A layer takes one that is before it, or all those
// before it that are as large.
RandomNetwork any_network() {
  RandomNetwork network;
  int channels = any(1, 4), side = 3;
  Sources joined;
  const int layers = any(1, 5);
  for (int i = 0; i < layers; ++i) {
    RandomLayer layer{any_shape(channels, side), {}, joined};
    layer.weights = any_weights(layer.shape);
    const int filters = weight_rows(layer.shape);
    const bool joins = i > 0 && any(0, 1) == 0;
    const bool adds = filters == channels && any(0, 1) == 0;
    layer.pools = !joins && side == 3 && any(0, 3) == 0;
    network.layers.push_back(layer);
    if (layer.pools) side = 1;
    if (!joins) joined.layers.clear();
    joined.layers.push_back(static_cast<std::size_t>(i));
    joined.appended = joins && !adds;
    channels = 0;
    if (!joined.appended) {
      channels = filters;
      std::erase_if(joined.layers,
                    [&](std::size_t l) { return weight_rows(network.layers[l].shape) != filters; });
    } else {
      for (const auto l : joined.layers) channels += weight_rows(network.layers[l].shape);
    }
  }
  return network;
}

// One input, pixel by pixel the channels of all sources.
Plane gather(const RandomLayer& layer, const std::vector<Plane>& outputs) {
  const auto size = static_cast<std::size_t>(inputs_of(layer.shape));
  Plane input;
  for (const auto source : layer.sources.layers) {
    input.insert(input.end(), outputs[source].begin(), outputs[source].end());
  }
  if (layer.sources.appended) return input;
  Plane sum(size);
  for (const auto source : layer.sources.layers) {
    RC_ASSERT(outputs[source].size() == size);
    for (std::size_t i = 0; i < size; ++i) {
      sum[i] = static_cast<std::int16_t>(sum[i] + outputs[source][i]);
    }
  }
  return sum;
}

Plane pooled(const Plane& outputs) {
  Plane most;
  for (std::size_t i = 0; i < outputs.size(); i += 9) {
    most.push_back(*std::max_element(&outputs[i], &outputs[i] + 9));
  }
  return most;
}

// What leaves the layers that are nobody's source.
std::vector<Plane> outputs_of_network(const RandomNetwork& network, const Plane& image) {
  std::vector<Plane> outputs, ends;
  std::vector<bool> is_source(network.layers.size());
  for (const auto& layer : network.layers) {
    for (const auto source : layer.sources.layers) is_source[source] = true;
    const auto input = layer.sources.layers.empty() ? image : gather(layer, outputs);
    Plane output;
    for (const auto sum : reference::layer(layer.shape, layer.weights, input)) {
      output.push_back(narrow(sum, {1, true, 8}));
    }
    outputs.push_back(layer.pools ? pooled(output) : output);
  }
  for (std::size_t l = 0; l < outputs.size(); ++l) {
    if (!is_source[l]) ends.push_back(outputs[l]);
  }
  return ends;
}

RandomNetwork purified(RandomNetwork network, const Purification& by) {
  const auto live = live_weights(network.paths(), by);
  for (std::size_t l = 0; l < live.size(); ++l) {
    auto& weights = network.layers[l].weights;
    const auto before = weights.matrix.nonzeros();
    weights = only_live(weights, live[l]);
    weights.matrix.check();
    RC_ASSERT(before - weights.matrix.nonzeros() == live[l].removed);
  }
  return network;
}

Plane any_image(const RandomNetwork& network) {
  Plane image;
  for (std::int64_t i = 0; i < inputs_of(network.layers.front().shape); ++i) {
    image.push_back(static_cast<std::int16_t>(any(-9, 9)));
  }
  return image;
}

TEST(Purification, UnusedPathsChangeNoOutputOfTheNetwork) {
  std::int64_t removed = 0;
  EXPECT_TRUE(rc::check([&] {
    const auto network = any_network();
    const auto image = any_image(network);
    const auto left = purified(network, {});
    RC_ASSERT(outputs_of_network(left, image) == outputs_of_network(network, image));
    for (std::size_t l = 0; l < network.layers.size(); ++l) {
      removed += network.layers[l].weights.matrix.nonzeros();
      removed -= left.layers[l].weights.matrix.nonzeros();
    }
  }));
  EXPECT_GT(removed, 0);
}

TEST(Purification, NothingIsLeftToRemoveAfterIt) {
  EXPECT_TRUE(rc::check([] {
    const auto network = any_network();
    const Purification by{any(0, 10) / 10.0, any(0, 10) / 10.0};
    const auto once = purified(network, by);
    for (const auto& live : live_weights(once.paths(), by)) RC_ASSERT(live.removed == 0);
  }));
}

// Every filter that is left is needed: without it, some weight would go.
TEST(Purification, LeavesNoPathThatEndsWithinTheNetwork) {
  EXPECT_TRUE(rc::check([] {
    const auto left = purified(any_network(), {});
    for (std::size_t l = 0; l + 1 < left.layers.size(); ++l) {
      const auto& next = left.layers[l + 1];
      const bool alone = next.sources.layers == std::vector{l} &&
                         std::none_of(left.layers.begin() + static_cast<std::ptrdiff_t>(l) + 2,
                                      left.layers.end(), [&](const auto& other) {
                                        return std::count(other.sources.layers.begin(),
                                                          other.sources.layers.end(), l) > 0;
                                      });
      if (!alone) continue;
      const auto dense = left.layers[l].weights.matrix.decode();
      const auto behind = next.weights.matrix.decode();
      const auto inputs = static_cast<std::size_t>(next.weights.inputs());
      const auto geometry = geometry_of(next.shape);
      const auto filters = dense.shape()[0];
      const auto width = inputs * static_cast<std::size_t>(geometry.groups) / filters;
      for (std::size_t f = 0; f < filters; ++f) {
        bool puts_out = false, used = false;
        for (std::size_t c = 0; c < dense.shape()[1]; ++c) puts_out |= dense(f, c) != 0;
        const auto group = f * width / inputs;
        const auto rows = static_cast<std::size_t>(geometry.rows_per_group());
        for (auto r = group * rows; r < (group + 1) * rows; ++r) {
          for (std::size_t i = 0; i < width; ++i) used |= behind(r, f * width % inputs + i) != 0;
        }
        RC_ASSERT(puts_out == used);
      }
    }
  }));
}

TEST(Purification, RemovesWhatIsNearlyEmptyAndWeighsLittle) {
  const Shape shape = FullyConnected{4, 4};
  tensor::Dense<std::int16_t> dense({4, 4}, 9);
  for (std::size_t i = 0; i < 4; ++i) dense(1, i) = i == 2 ? 3 : 0;
  const WeightMatrix weights{tensor::Csc::encode(dense), false, 1};
  const auto removed = [&](const Purification& by) {
    return live_weights({{shape, weights, {}}}, by)[0].removed;
  };
  // 3 of 4 are zeros; the mean square is 9 / 4 of (12 x 81 + 9) / 16, or 0.0367.
  EXPECT_EQ(removed({0.74, 0.037}), 1);
  EXPECT_EQ(removed({0.75, 0.037}), 0);
  EXPECT_EQ(removed({0.74, 0.036}), 0);
  EXPECT_EQ(removed({}), 0);
}

// A filter whose bias is not 0 puts out a constant, which is no zero.
TEST(Purification, ABiasKeepsItsFilterAlive) {
  const Shape first = FullyConnected{2, 2}, second = FullyConnected{2, 1};
  tensor::Dense<std::int16_t> dense({2, 3});
  dense(0, 2) = 5;
  const WeightMatrix biased{tensor::Csc::encode(dense), true, 1};
  const WeightMatrix behind{tensor::Csc::encode({{1, 2}, {7, 7}}), false, 1};
  const auto live = live_weights({{first, biased, {}}, {second, behind, {{0}, false}}}, {});
  EXPECT_EQ(live[0].removed, 0);
  EXPECT_EQ(live[1].columns, (std::vector<bool>{true, false}));
  EXPECT_EQ(live[1].removed, 1);
}

}  // namespace
}  // namespace sim::workload
