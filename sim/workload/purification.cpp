// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/purification.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace sim::workload {
namespace {

std::size_t size_of(std::int64_t number) { return static_cast<std::size_t>(number); }

// Filters of all sources and how they come to a layer's channels: filter f of the source at
// `place` stands at channel f + first of `channels`.
struct Inputs {
  std::int64_t channels = 0;
  std::vector<std::int64_t> first;  ///< by place in the list of sources
};

// Nothing if the sources do not fit.
std::optional<Inputs> inputs_from(const Shape& layer, const std::vector<const Shape*>& sources,
                                  bool appended) {
  Inputs inputs;
  for (const auto* source : sources) {
    if (std::holds_alternative<Lstm>(*source)) return std::nullopt;
    const std::int64_t filters = weight_rows(*source);
    const bool as_many = inputs.first.empty() || inputs.channels == filters;
    if (!appended && !as_many) return std::nullopt;
    inputs.first.push_back(appended ? inputs.channels : 0);
    inputs.channels = appended ? inputs.channels + filters : filters;
  }
  const auto* conv = std::get_if<Convolution>(&layer);
  const bool fits =
      conv ? conv->channels == inputs.channels : inputs_of(layer) % inputs.channels == 0;
  return fits ? std::optional(inputs) : std::nullopt;
}

// Sums over the weights that are left of one filter, channel or column.
struct Part {
  std::int64_t weights = 0;  ///< non-zeros
  double energy = 0;

  void add(double value) {
    ++weights;
    energy += value * value;
  }
};

// One layer while parts of it are removed.
class Matrix {
 public:
  explicit Matrix(const PathLayer& layer)
      : weights_(layer.weights), geometry_(geometry_of(layer.shape)) {
    live_.rows.resize(size_of(geometry_.rows), true);
    live_.columns.resize(size_of(geometry_.groups) * size_of(geometry_.columns), true);
    // Channels as layers before see them: a fully connected layer's are as large as it says.
    channels_ = std::int64_t{geometry_.channels()} * geometry_.groups;
  }

  // Inputs count as so many channels.
  void take_channels(std::int64_t channels) { channels_ = channels; }

  void count() {
    rows_.assign(live_.rows.size(), {});
    columns_.assign(live_.columns.size(), {});
    biases_.assign(live_.rows.size(), false);
    all_ = {};
    const auto& matrix = weights_.matrix;
    for (std::int32_t c = 0; c < matrix.columns; ++c) {
      for (auto k = matrix.start[size_of(c)]; k < matrix.start[size_of(c) + 1]; ++k) {
        const auto row = matrix.row[k];
        if (!live_.rows[row]) continue;
        if (c >= geometry_.columns) {
          biases_[row] = true;
          continue;
        }
        const auto column = column_of(row, c);
        if (!live_.columns[column]) continue;
        const double value = matrix.value[k];
        rows_[row].add(value);
        columns_[column].add(value);
        all_.add(value);
      }
    }
  }

  std::size_t filters() const { return rows_.size(); }
  bool puts_out_zeros(std::size_t row) const { return rows_[row].weights == 0 && !biases_[row]; }
  bool uses(std::int64_t channel) const {
    bool used = false;
    for_each_column(channel, [&](std::size_t column) { used |= columns_[column].weights > 0; });
    return used;
  }

  // Both say whether there was anything to remove.
  bool remove_row(std::size_t row) {
    if (puts_out_zeros(row)) return false;
    live_.rows[row] = false;
    return true;
  }
  bool remove_channel(std::int64_t channel) {
    if (!uses(channel)) return false;
    for_each_column(channel, [&](std::size_t column) { live_.columns[column] = false; });
    return true;
  }

  // Columns, channels and filters that are nearly empty and weigh little.
  bool purify(const Purification& by) {
    const auto columns = purify_columns(by);
    const auto channels = purify_channels(by);
    const auto filters = purify_rows(by);
    return columns || channels || filters;
  }

  LiveWeights live() && {
    const auto& matrix = weights_.matrix;
    for (std::int32_t c = 0; c < matrix.columns; ++c) {
      for (auto k = matrix.start[size_of(c)]; k < matrix.start[size_of(c) + 1]; ++k) {
        const auto row = matrix.row[k];
        const bool left =
            live_.rows[row] && (c >= geometry_.columns || live_.columns[column_of(row, c)]);
        if (!left) ++live_.removed;
      }
    }
    return std::move(live_);
  }

 private:
  std::size_t column_of(std::uint32_t row, std::int32_t column) const {
    const auto group = row / static_cast<std::uint32_t>(geometry_.rows_per_group());
    return group * size_of(geometry_.columns) + size_of(column);
  }

  template <class Call>
  void for_each_column(std::int64_t channel, Call call) const {
    const auto width = columns_.size() / size_of(channels_);
    for (std::size_t i = 0; i < width; ++i) call(size_of(channel) * width + i);
  }

  static std::int64_t used(const std::vector<Part>& parts, std::size_t from, std::size_t to) {
    return std::count_if(parts.begin() + static_cast<std::ptrdiff_t>(from),
                         parts.begin() + static_cast<std::ptrdiff_t>(to),
                         [](const Part& part) { return part.weights > 0; });
  }

  // Rows of a group that have weights.
  std::int64_t rows_in(std::size_t group) const {
    const auto rows = size_of(geometry_.rows_per_group());
    return used(rows_, group * rows, (group + 1) * rows);
  }
  std::int64_t columns_in(std::size_t group) const {
    const auto columns = size_of(geometry_.columns);
    return used(columns_, group * columns, (group + 1) * columns);
  }
  std::int64_t places() const {
    std::int64_t sum = 0;
    for (std::size_t g = 0; g < size_of(geometry_.groups); ++g) sum += rows_in(g) * columns_in(g);
    return sum;
  }

  // Whether a part of so many places goes.
  bool goes(const Part& part, std::int64_t of, const Purification& by) const {
    if (part.weights == 0) return false;
    const auto size = static_cast<double>(of);
    const auto average = all_.energy / static_cast<double>(places());
    return 1 - static_cast<double>(part.weights) / size > by.emptiness &&
           part.energy / size < by.importance * average;
  }

  bool purify_columns(const Purification& by) {
    bool any = false;
    count();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (!goes(columns_[c], rows_in(c / size_of(geometry_.columns)), by)) continue;
      live_.columns[c] = false;
      any = true;
    }
    return any;
  }

  bool purify_channels(const Purification& by) {
    bool any = false;
    count();
    const auto in_group = channels_ / geometry_.groups;
    for (std::int64_t channel = 0; channel < channels_; ++channel) {
      Part sum;
      std::int64_t width = 0;
      for_each_column(channel, [&](std::size_t column) {
        sum.weights += columns_[column].weights;
        sum.energy += columns_[column].energy;
        width += columns_[column].weights > 0;
      });
      if (!goes(sum, width * rows_in(size_of(channel / in_group)), by)) continue;
      any |= remove_channel(channel);
    }
    return any;
  }

  bool purify_rows(const Purification& by) {
    bool any = false;
    count();
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const auto group = row / size_of(geometry_.rows_per_group());
      if (biases_[row] || !goes(rows_[row], columns_in(group), by)) continue;
      any |= remove_row(row);
    }
    return any;
  }

  const WeightMatrix& weights_;
  pruning::Geometry geometry_;
  std::int64_t channels_;
  LiveWeights live_;
  std::vector<Part> rows_, columns_;
  std::vector<bool> biases_;  ///< by row
  Part all_;
};

// Which layers a filter's outputs come to.
class Paths {
 public:
  explicit Paths(const std::vector<PathLayer>& layers)
      : layers_(layers), consumers_(layers.size()) {
    for (std::size_t l = 0; l < layers.size(); ++l) {
      auto& matrix = matrices_.emplace_back(layers[l]);
      auto& inputs = inputs_.emplace_back();
      const auto& sources = layers[l].sources;
      if (!sources.layers.empty()) {
        inputs = inputs_from(layers[l].shape, shapes_of(l), sources.appended);
      }
      if (inputs) matrix.take_channels(inputs->channels);
      for (const auto source : sources.layers) consumers_[source].push_back(l);
    }
  }

  std::vector<LiveWeights> follow(const Purification& purification) && {
    while (round(purification)) {
    }
    std::vector<LiveWeights> live;
    for (auto& matrix : matrices_) live.push_back(std::move(matrix).live());
    return live;
  }

 private:
  std::vector<const Shape*> shapes_of(std::size_t layer) const {
    std::vector<const Shape*> shapes;
    for (const auto source : layers_[layer].sources.layers)
      shapes.push_back(&layers_[source].shape);
    return shapes;
  }

  bool round(const Purification& purification) {
    bool any = false;
    for (auto& matrix : matrices_) {
      any |= matrix.purify(purification);
      matrix.count();
    }
    for (std::size_t l = 0; l < layers_.size(); ++l) any |= remove_dead_channels(l);
    for (auto& matrix : matrices_) matrix.count();
    for (std::size_t l = 0; l < layers_.size(); ++l) any |= remove_unused_filters(l);
    return any;
  }

  // Calls with the channel of each filter of each source.
  template <class Call>
  void for_each_filter(std::size_t layer, Call call) const {
    const auto& sources = layers_[layer].sources.layers;
    for (std::size_t place = 0; place < sources.size(); ++place) {
      const auto filters = matrices_[sources[place]].filters();
      for (std::size_t f = 0; f < filters; ++f) {
        call(sources[place], f, inputs_[layer]->first[place] + static_cast<std::int64_t>(f));
      }
    }
  }

  bool remove_dead_channels(std::size_t layer) {
    if (!inputs_[layer]) return false;
    std::vector<bool> lives(size_of(inputs_[layer]->channels));
    for_each_filter(layer, [&](std::size_t source, std::size_t f, std::int64_t channel) {
      if (!matrices_[source].puts_out_zeros(f)) lives[size_of(channel)] = true;
    });
    bool any = false;
    for (std::size_t c = 0; c < lives.size(); ++c) {
      if (!lives[c]) any |= matrices_[layer].remove_channel(static_cast<std::int64_t>(c));
    }
    return any;
  }

  bool remove_unused_filters(std::size_t layer) {
    if (consumers_[layer].empty()) return false;
    std::vector<bool> needed(matrices_[layer].filters());
    for (const auto consumer : consumers_[layer]) {
      if (!inputs_[consumer]) return false;
      for_each_filter(consumer, [&](std::size_t source, std::size_t f, std::int64_t channel) {
        if (source == layer && matrices_[consumer].uses(channel)) needed[f] = true;
      });
    }
    bool any = false;
    for (std::size_t f = 0; f < needed.size(); ++f) {
      if (!needed[f]) any |= matrices_[layer].remove_row(f);
    }
    return any;
  }

  const std::vector<PathLayer>& layers_;
  std::vector<Matrix> matrices_;
  std::vector<std::optional<Inputs>> inputs_;  ///< nothing where paths are not followed
  std::vector<std::vector<std::size_t>> consumers_;
};

}  // namespace

std::vector<LiveWeights> live_weights(const std::vector<PathLayer>& layers,
                                      const Purification& purification) {
  return Paths(layers).follow(purification);
}

WeightMatrix only_live(const WeightMatrix& weights, const LiveWeights& live) {
  const auto& all = weights.matrix;
  const auto columns = size_of(weights.inputs());
  const auto rows_of_a_group = live.rows.size() * columns / live.columns.size();
  WeightMatrix left{{all.rows, all.columns, {0}, {}, {}}, weights.has_bias, weights.bias_input};
  for (std::size_t c = 0; c < size_of(all.columns); ++c) {
    for (auto k = all.start[c]; k < all.start[c + 1]; ++k) {
      const auto group = all.row[k] / rows_of_a_group;
      if (!live.rows[all.row[k]]) continue;
      if (c < columns && !live.columns[group * columns + c]) continue;
      left.matrix.row.push_back(all.row[k]);
      left.matrix.value.push_back(all.value[k]);
    }
    left.matrix.start.push_back(static_cast<std::uint32_t>(left.matrix.row.size()));
  }
  return left;
}

std::string source_problem(const Shape& layer, const std::vector<const Shape*>& sources,
                           bool appended) {
  if (inputs_from(layer, sources, appended)) return "";
  std::string filters;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (std::holds_alternative<Lstm>(*sources[i])) return "an LSTM's outputs are no channels";
    filters += i == 0 ? "" : i + 1 == sources.size() ? " and " : ", ";
    filters += std::to_string(weight_rows(*sources[i]));
  }
  const auto* conv = std::get_if<Convolution>(&layer);
  const auto* how = sources.size() == 1 ? "" : appended ? ", one behind the other," : ", added up,";
  return fmt::format("the outputs of {} filters{} are not the {} of the layer", filters, how,
                     conv ? fmt::format("{} channels", conv->channels)
                          : fmt::format("{} inputs", inputs_of(layer)));
}

void purify(Network& network) {
  if (!network.purification) return;
  Problems problems;
  std::vector<WeightMatrix> weights(network.layers.size());
  std::vector<PathLayer> layers;
  for (std::size_t l = 0; l < weights.size(); ++l) {
    const auto& layer = network.layers[l];
    problems.attempt([&] { weights[l] = load_weights(layer); });
    layers.push_back({layer.shape, weights[l], layer.sources});
    const bool flows_in = !layer.activations && l > 0;
    if (flows_in) layers.back().sources.layers = {l - 1};
  }
  problems.raise_if_any();
  auto live = live_weights(layers, *network.purification);
  for (std::size_t l = 0; l < live.size(); ++l) {
    if (live[l].removed > 0) network.layers[l].live = std::move(live[l]);
  }
}

}  // namespace sim::workload
