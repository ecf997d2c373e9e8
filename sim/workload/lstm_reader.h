// SPDX-License-Identifier: Apache-2.0
// Reads what an LSTM has beside its name and its numbers of inputs, cells and steps.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sim/base/errors.h"
#include "sim/config/document.h"
#include "sim/config/field.h"
#include "sim/workload/network.h"

namespace sim::workload {

/// "formats/input_fraction" and so on.
config::Fields format_fields(LstmFormats& formats);

/// Reads "weights" (an object with one tensor for each matrix of the shape), "peepholes" and
/// "biases". What is wrong is reported and keeps its default.
void read_lstm_tensors(const config::Node& node, const std::filesystem::path& folder,
                       const Lstm& shape, LstmSources& sources, Problems& problems);

}  // namespace sim::workload
