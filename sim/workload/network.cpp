// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/network.h"

namespace sim::workload {

std::vector<std::filesystem::path> Layer::files() const {
  std::vector<std::filesystem::path> files;
  const auto add = [&](const TensorSource& source) {
    const auto* from = std::get_if<FromFile>(&source.from);
    if (from != nullptr && !from->file.empty()) files.push_back(from->file);
  };
  add(weights);
  if (bias) add(bias->source);
  for (const auto& matrix : lstm.matrices) add(matrix.source);
  if (lstm.peepholes) add(lstm.peepholes->source);
  if (lstm.biases) add(lstm.biases->source);
  if (activations) add(*activations);
  return files;
}

std::vector<std::string> Network::layer_names() const {
  std::vector<std::string> names;
  for (const auto& layer : layers) names.push_back(layer.name);
  return names;
}

}  // namespace sim::workload
