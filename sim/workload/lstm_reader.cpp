// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/lstm_reader.h"

#include "sim/config/reader.h"
#include "sim/workload/tensor_reader.h"

namespace sim::workload {
namespace {

using config::between;
using config::field;

Place key_below(Place place, const std::string& key) {
  place.pointer += '/' + key;
  return place;
}

void read_matrices(const config::Node& weights, const std::filesystem::path& folder,
                   const Lstm& shape, LstmSources& sources, Problems& problems) {
  std::vector<std::string> names;
  for (std::size_t m = 0; m < lstm_matrices; ++m) names.push_back(lstm_matrix_name(m));
  const bool projects = shape.projection > 0;
  if (!projects) names.pop_back();
  config::read(weights, {}, problems, names);
  if (weights.kind() != config::Kind::object) return;
  for (std::size_t m = 0; m < names.size(); ++m) {
    if (const auto matrix = weights.find(names[m])) {
      sources.matrices[m] = read_scaled_matrix(*matrix, size_of_matrix(shape, m), folder, problems);
    } else {
      problems.add(key_below(weights.place(), names[m]), "missing (a matrix of the LSTM)");
    }
  }
}

}  // namespace

config::Fields format_fields(LstmFormats& formats) {
  const auto fraction = [](const char* key, int& bits, const char* what) {
    return field(std::string("formats/") + key, bits,
                 std::string("bits behind the binary point of ") + what, "bits", between(0, 15));
  };
  const auto range = [](const char* key, int& bound, const char* what) {
    return field(std::string("formats/") + key, bound,
                 std::string("arguments of ") + what + " from minus to plus this have samples", "",
                 between(1, 1 << 14) && config::power_of_two());
  };
  return {fraction("input_fraction", formats.input_fraction, "an input"),
          fraction("output_fraction", formats.output_fraction, "an output"),
          fraction("cell_fraction", formats.cell_fraction, "a cell's state"),
          field("formats/sum_fraction", formats.sum_fraction,
                "bits behind the binary point of a term of a gate's sum", "bits", between(0, 24)),
          fraction("gate_fraction", formats.gate_fraction, "a gate's sum, the function's argument"),
          field("formats/table_samples", formats.table_samples,
                "samples of the sigmoid table, and of the tanh table", "",
                between(2, 65536) && config::power_of_two()),
          range("sigmoid_range", formats.sigmoid_range, "the sigmoid"),
          range("tanh_range", formats.tanh_range, "tanh")};
}

void read_lstm_tensors(const config::Node& node, const std::filesystem::path& folder,
                       const Lstm& shape, LstmSources& sources, Problems& problems) {
  if (const auto weights = node.find("weights")) {
    read_matrices(*weights, folder, shape, sources, problems);
  } else {
    problems.add(key_below(node.place(), "weights"), "missing (the matrices of the LSTM)");
  }
  if (const auto peepholes = node.find("peepholes")) {
    sources.peepholes = read_scaled_vectors(*peepholes, folder, problems);
  }
  if (const auto biases = node.find("biases")) {
    sources.biases = read_scaled_vectors(*biases, folder, problems);
  }
}

}  // namespace sim::workload
