// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/pruned_variants.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sim::explore {
namespace {

using workload::Convolution;
using workload::Layer;
using workload::Network;
using Layers = std::vector<std::size_t>;

// Values that structures need and the density does not say.
constexpr int patterns = 8;
constexpr int smallest_group = 4, largest_group = 64;
constexpr int block_side = 4;
constexpr int processing_elements = 32;

std::int64_t seed_of(const Layer& layer, const workload::TensorSource& weights) {
  const auto* synthesis = std::get_if<workload::Synthesis>(&weights.from);
  if (synthesis) return synthesis->seed;
  throw UserError({{weights.place, "layer \"" + layer.name +
                                       "\" takes its weights from a file: a study prunes "
                                       "synthesised weights"}});
}

/// Where a layer says how a matrix of weights is synthesised.
struct Prunable {
  std::string pointer;
  std::int64_t seed = 1;
};

std::vector<Prunable> prunable_matrices(const Network& network, std::size_t index) {
  const auto& layer = network.layers[index];
  const auto weights = fmt::format("/layers/{}/weights", index);
  const auto* lstm = std::get_if<workload::Lstm>(&layer.shape);
  if (lstm == nullptr) return {{weights + "/synthesise", seed_of(layer, layer.weights)}};
  std::vector<Prunable> matrices;
  for (std::size_t m = 0; m < workload::lstm_matrices; ++m) {
    if (size_of_matrix(*lstm, m).rows == 0) continue;
    matrices.push_back({weights + '/' + workload::lstm_matrix_name(m) + "/synthesise",
                        seed_of(layer, layer.lstm.matrices[m].source)});
  }
  return matrices;
}

int kernel_area(const Layer& layer) {
  const auto* convolution = std::get_if<Convolution>(&layer.shape);
  return convolution ? convolution->kernel_area() : 1;
}

int share_of(double density, int whole) {
  return std::clamp(static_cast<int>(std::lround(density * whole)), 1, whole);
}

int groups_of(const Layer& layer) {
  const auto* convolution = std::get_if<Convolution>(&layer.shape);
  return convolution ? convolution->groups : 1;
}

// The key of the layer's shape that counts its inputs or its outputs, and its value.
std::pair<std::string, int> side_of(const Layer& layer, bool of_inputs) {
  if (const auto* convolution = std::get_if<Convolution>(&layer.shape)) {
    if (of_inputs) return {"channels", convolution->channels};
    return {"filters", convolution->filters};
  }
  const auto& shape = std::get<workload::FullyConnected>(layer.shape);
  if (of_inputs) return {"inputs", shape.inputs};
  return {"outputs", shape.outputs};
}

/// Builds the variants of one workload.
class Variants {
 public:
  Variants(const Network& network, const Layers& layers, double density)
      : network_(network), layers_(layers), density_(density) {}

  // `rest` begins with a comma, or is empty.
  void add(const std::string& kind, const std::string& rest = "", const std::string& detail = "") {
    PrunedVariant variant{kind, detail, {}};
    for (const auto i : layers_) {
      set(variant, i, fmt::format(R"("density": {}, )", density_),
          fmt::format(R"({{"kind": "{}"{}}})", kind, rest));
    }
    all.push_back(std::move(variant));
  }

  void add_of_m() {
    int m = smallest_group;
    while (density_ * m < 0.75 && m < largest_group) m *= 2;  // one of m would be too many
    const int n = share_of(density_, m);
    PrunedVariant variant{"n_of_m", fmt::format("{}:{}", n, m), {}, {}};
    for (const auto i : layers_) {
      set(variant, i, "", fmt::format(R"({{"kind": "n_of_m", "n": {}, "m": {}}})", n, m));
    }
    all.push_back(std::move(variant));
  }

  void add_patterns(const std::string& kind, bool says_density) {
    PrunedVariant variant{kind, "", {}};
    for (const auto i : layers_) {
      const int area = kernel_area(network_.layers[i]);
      // With connectivity pruning kernels may be fuller than the matrix.
      const int n = says_density ? share_of(std::sqrt(density_), area) : share_of(density_, area);
      if (i == layers_.front()) {
        variant.detail = fmt::format("{} of {}, {} patterns", n, area, patterns);
      }
      set(variant, i, says_density ? fmt::format(R"("density": {}, )", density_) : "",
          fmt::format(R"({{"kind": "{}", "weights_per_kernel": {}, "patterns": {}}})", kind, n,
                      patterns));
    }
    all.push_back(std::move(variant));
  }

  // Whole rows (filters, outputs) or input channels (inputs): they leave the layer. An LSTM's rows
  // stay, as others than its matrices need their places.
  void add_removable(const std::string& kind, bool of_inputs) {
    add(kind);
    auto& variant = all.back();
    const bool any_lstm = std::any_of(layers_.begin(), layers_.end(), [&](std::size_t i) {
      return std::holds_alternative<workload::Lstm>(network_.layers[i].shape);
    });
    if (any_lstm) return;
    for (const auto i : layers_) {
      const auto& layer = network_.layers[i];
      const auto [key, whole] = side_of(layer, of_inputs);
      const int groups = groups_of(layer);
      const int kept = groups * share_of(density_, whole / groups);
      if (i == layers_.front()) variant.detail = fmt::format("{} of {} {}", kept, whole, key);
      variant.smaller.emplace_back(fmt::format("/layers/{}/{}", i, key), std::to_string(kept));
      variant.smaller.emplace_back(
          fmt::format("/layers/{}/weights/synthesise", i),
          fmt::format(R"({{"density": 1, "seed": {}}})", seed_of(layer, layer.weights)));
    }
  }

  std::vector<PrunedVariant> all;

 private:
  void set(PrunedVariant& variant, std::size_t layer, const std::string& density,
           const std::string& structure) const {
    for (const auto& matrix : prunable_matrices(network_, layer)) {
      variant.settings.emplace_back(
          matrix.pointer,
          fmt::format(R"({{{}"seed": {}, "structure": {}}})", density, matrix.seed, structure));
    }
  }

  const Network& network_;
  const Layers& layers_;
  double density_;
};

}  // namespace

std::string whole_rows(const Network& network, const Layers& layers) {
  const bool all = std::all_of(layers.begin(), layers.end(), [&](std::size_t i) {
    return std::holds_alternative<Convolution>(network.layers[i].shape);
  });
  return all ? "filter" : "row";
}

config::Settings unstructured_settings(const Network& network, const Layers& layers,
                                       double density) {
  Variants variants(network, layers, density);
  variants.add("unstructured");
  return variants.all.front().settings;
}

std::vector<PrunedVariant> pruned_variants(const Network& network, const Layers& layers,
                                           double density) {
  Variants variants(network, layers, density);
  variants.all.push_back({"dense", "", unstructured_settings(network, layers, 1)});
  variants.add("unstructured");
  variants.add("balanced", fmt::format(R"(, "processing_elements": {})", processing_elements),
               fmt::format("{} PEs", processing_elements));
  variants.add("ternary");
  variants.add_of_m();
  variants.add_patterns("pattern", false);
  variants.add_patterns("pattern_connectivity", true);
  variants.add("vector");
  variants.add("kernel");
  variants.add("block", fmt::format(R"(, "rows": {0}, "columns": {0})", block_side),
               fmt::format("{0} x {0}", block_side));
  variants.add("darb", R"(, "largest_block": 64)");
  const auto rows = whole_rows(network, layers);
  variants.add_removable(rows, false);
  if (rows == "filter") {
    variants.add("column");
    variants.add_removable("channel", true);
  } else {
    variants.add_removable("column", true);
  }
  return variants.all;
}

}  // namespace sim::explore
