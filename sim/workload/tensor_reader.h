// SPDX-License-Identifier: Apache-2.0
// Reads where a tensor comes from: {"synthesise": {...}} or {"file": ..., "array": ...}, and how it
// is quantised. Keys that would mean nothing for the tensor in question are problems, too.
#pragma once

#include <filesystem>
#include <optional>

#include "sim/base/errors.h"
#include "sim/config/document.h"
#include "sim/workload/network.h"

namespace sim::workload {

// What is wrong is reported and keeps its default. `folder` is where relative paths begin.

/// `shape` is nothing if it is wrong itself; weights are then not checked against it.
TensorSource read_weights(const config::Node& node, const std::optional<Shape>& shape,
                          const std::filesystem::path& folder, Problems& problems);

/// A bias has no "quantise": it shares its layer's weights' quantisation.
Bias read_bias(const config::Node& node, const std::filesystem::path& folder, Problems& problems);

/// A matrix of an LSTM or a vector of each of its gates, with "fraction_bits" beside where it comes
/// from. A size of 0 is not known. Vectors have neither structure nor spread.
ScaledSource read_scaled_matrix(const config::Node& node, const MatrixSize& size,
                                const std::filesystem::path& folder, Problems& problems);
ScaledSource read_scaled_vectors(const config::Node& node, const std::filesystem::path& folder,
                                 Problems& problems);

/// Synthesised activations have neither structure, spread nor codebook; only those of an image
/// cluster.
TensorSource read_activations(const config::Node& node, const std::filesystem::path& folder,
                              bool is_image, Problems& problems);

/// Labels come from a file.
TensorSource read_labels(const config::Node& node, const std::filesystem::path& folder,
                         Problems& problems);

}  // namespace sim::workload
