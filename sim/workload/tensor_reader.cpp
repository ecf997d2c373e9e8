// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/tensor_reader.h"

#include "sim/config/reader.h"
#include "sim/workload/pruning/structure_reader.h"

namespace sim::workload {
namespace {

using config::above;
using config::at_most;
using config::between;
using config::field;

config::Field density_field(Synthesis& synthesis) {
  const auto density = field("synthesise/density", synthesis.density, "share of non-zeros", "",
                             above(0) && at_most(1));
  return decides_density(synthesis.structure) ? density.optional() : density;
}

config::Fields synthesis_fields(Synthesis& synthesis) {
  return {density_field(synthesis),
          field("synthesise/row_spread", synthesis.row_spread,
                "coefficient of variation of the density over rows (outputs)", "", between(0, 1))
              .optional(),
          field("synthesise/column_spread", synthesis.column_spread,
                "coefficient of variation of the density over columns (inputs)", "", between(0, 1))
              .optional(),
          field("synthesise/clustering", synthesis.clustering,
                "share of an image's variance that is smooth over the plane", "", between(0, 1))
              .optional(),
          field("synthesise/one_sign", synthesis.one_sign,
                "consecutive inputs whose weights have one sign in each output; 0: no such rule",
                "", between(0, 1 << 20))
              .optional(),
          field("synthesise/vectors", synthesis.vectors, "number of input vectors", "",
                between(1, 1 << 20))
              .optional(),
          field("synthesise/seed", synthesis.seed, "seed of the random numbers").optional(),
          field("synthesise/source", synthesis.source, "where the density comes from").optional()};
}

config::Fields quantisation_fields(Quantisation& quantisation, double& scale) {
  return {
      field("quantise/bits", quantisation.bits, "width of the integers", "bits", between(2, 16))
          .optional(),
      field("quantise/codebook_bits", quantisation.codebook_bits,
            "above 0: the values besides 0 are shared ones, 2^n - 1 at most", "bits", between(0, 8))
          .optional(),
      field("quantise/scale", scale, "integer that stands for 1.0", "", above(0)).optional()};
}

std::optional<config::Node> structure_in(const config::Node& tensor) {
  const auto synthesise = tensor.find("synthesise");
  return synthesise ? synthesise->find("structure") : std::nullopt;
}

TensorSource read_tensor(const config::Node& node, const std::filesystem::path& folder,
                         Problems& problems, config::Fields fields = {},
                         const pruning::Structure& structure = {}) {
  TensorSource source;
  source.place = node.place();
  source.quantised = node.find("quantise").has_value();
  const bool synthesised = node.find("synthesise").has_value();
  const bool from_file = node.find("file").has_value();
  Synthesis synthesis;
  synthesis.structure = structure;
  std::string file, array;
  double scale = 0;
  for (auto& one : quantisation_fields(source.quantisation, scale)) fields.push_back(one);
  fields.push_back(field("file", file, ".npy or .npz file", "", config::non_empty()).optional());
  fields.push_back(field("array", array, "name of the array in an .npz file").optional());
  if (synthesised) {
    for (auto& one : synthesis_fields(synthesis)) fields.push_back(one);
    config::read(node, fields, problems, {"synthesise/structure"});
  } else {
    // Its density is required only if it is there.
    config::read(node, fields, problems, {"synthesise"});
  }
  if (node.kind() == config::Kind::object && synthesised == from_file) {
    problems.add(node.place(), from_file
                                   ? "a tensor is either synthesised or read from a file, not both"
                                   : "needs either \"synthesise\" or \"file\"");
  } else if (synthesised && node.find("array")) {
    problems.add(node.find("array")->key_place(), "only a file has arrays with names");
  }
  if (scale > 0) source.quantisation.scale = scale;
  if (synthesised) {
    source.from = synthesis;
  } else {
    source.from = FromFile{folder / file, array};
  }
  return source;
}

void refuse(const config::Node& tensor, const std::string& key, const std::string& why,
            Problems& problems) {
  if (const auto node = tensor.find(key)) problems.add(node->key_place(), why);
}

// A number that is said to be 0 does no harm.
void refuse_number(const config::Node& tensor, const std::string& object, const std::string& key,
                   const std::string& why, Problems& problems) {
  const auto outer = tensor.find(object);
  const auto node = outer ? outer->find(key) : std::nullopt;
  if (!node) return;
  const bool is_zero = node->kind() == config::Kind::integer && node->as_integer() == 0;
  if (!is_zero) problems.add(node->key_place(), why);
}

void refuse_spread(const config::Node& tensor, const std::string& what, Problems& problems) {
  for (const auto* key : {"row_spread", "column_spread"}) {
    refuse_number(tensor, "synthesise", key, "the density of " + what + " has no spread", problems);
  }
}

void refuse_structure(const config::Node& tensor, const std::string& what, Problems& problems) {
  if (const auto node = structure_in(tensor)) {
    problems.add(node->key_place(), what + " is not pruned in a structure");
  }
}

// What a structure says itself, or leaves no room for.
void refuse_with_structure(const config::Node& tensor, const pruning::Structure& structure,
                           Problems& problems) {
  const auto in_structure = " in the structure \"" + name_of(structure) + '"';
  if (const auto density = tensor.find("synthesise")->find("density");
      density && decides_density(structure)) {
    problems.add(density->key_place(),
                 "the density is decided by the structure \"" + name_of(structure) + '"');
  }
  if (!has_row_spread(structure)) {
    refuse_number(tensor, "synthesise", "row_spread",
                  "the density of rows has no spread" + in_structure, problems);
  }
  if (!has_column_spread(structure)) {
    refuse_number(tensor, "synthesise", "column_spread",
                  "the density of columns has no spread" + in_structure, problems);
  }
  if (std::holds_alternative<pruning::Ternary>(structure)) {
    refuse_number(tensor, "quantise", "codebook_bits", "ternary weights have two values besides 0",
                  problems);
  }
}

void refuse_clustering(const config::Node& tensor, Problems& problems) {
  refuse_number(tensor, "synthesise", "clustering", "only the activations of a convolution cluster",
                problems);
}

void refuse_one_sign(const config::Node& tensor, const std::string& what, Problems& problems) {
  refuse_number(tensor, "synthesise", "one_sign", what + " do not share a sign", problems);
}

void refuse_vectors(const config::Node& tensor, const std::string& why, Problems& problems) {
  const auto outer = tensor.find("synthesise");
  const auto node = outer ? outer->find("vectors") : std::nullopt;
  if (node) problems.add(node->key_place(), why);
}

constexpr const char* no_vectors = "only activations have a number of vectors";

// Weights in a structure, if they say one; `fields` are read besides.
TensorSource read_pruned(const config::Node& node, const std::optional<Shape>& shape,
                         const std::filesystem::path& folder, Problems& problems,
                         const config::Fields& fields = {}) {
  refuse_clustering(node, problems);
  refuse_vectors(node, no_vectors, problems);
  const auto structure_node = structure_in(node);
  if (!structure_node) return read_tensor(node, folder, problems, fields);
  const auto before = problems.count();
  const auto structure = pruning::read_structure(*structure_node, problems);
  auto source = read_tensor(node, folder, problems, fields, structure);
  refuse_with_structure(node, structure, problems);
  if (shape && problems.count() == before) {
    pruning::check_structure(structure, *node.find("synthesise"), geometry_of(*shape),
                             std::holds_alternative<Convolution>(*shape), problems);
  }
  return source;
}

config::Field fraction_field(int& bits) {
  return field("fraction_bits", bits, "an integer v stands for v / 2^fraction_bits", "bits",
               between(0, 24));
}

}  // namespace

TensorSource read_weights(const config::Node& node, const std::optional<Shape>& shape,
                          const std::filesystem::path& folder, Problems& problems) {
  return read_pruned(node, shape, folder, problems);
}

ScaledSource read_scaled_matrix(const config::Node& node, const MatrixSize& size,
                                const std::filesystem::path& folder, Problems& problems) {
  const bool known = size.rows > 0 && size.columns > 0;
  const std::optional<Shape> shape(FullyConnected{size.columns, size.rows});
  ScaledSource scaled;
  refuse_one_sign(node, "the matrices of an LSTM", problems);
  scaled.source = read_pruned(node, known ? shape : std::nullopt, folder, problems,
                              {fraction_field(scaled.fraction_bits)});
  return scaled;
}

ScaledSource read_scaled_vectors(const config::Node& node, const std::filesystem::path& folder,
                                 Problems& problems) {
  ScaledSource scaled;
  refuse_structure(node, "a vector", problems);
  refuse_one_sign(node, "vectors", problems);
  refuse_spread(node, "a vector", problems);
  refuse_clustering(node, problems);
  refuse_vectors(node, no_vectors, problems);
  scaled.source = read_tensor(node, folder, problems, {fraction_field(scaled.fraction_bits)});
  return scaled;
}

Bias read_bias(const config::Node& node, const std::filesystem::path& folder, Problems& problems) {
  Bias bias;
  bias.source = read_tensor(
      node, folder, problems,
      {field("input", bias.input, "input that the bias is multiplied by: stands for 1.0", "",
             between(1, 32767))});
  refuse(node, "quantise", "a bias is quantised together with its layer's weights", problems);
  refuse_structure(node, "a bias", problems);
  refuse_one_sign(node, "biases", problems);
  refuse_spread(node, "a bias", problems);
  refuse_clustering(node, problems);
  refuse_vectors(node, no_vectors, problems);
  return bias;
}

TensorSource read_activations(const config::Node& node, const std::filesystem::path& folder,
                              bool is_image, Problems& problems) {
  if (is_image) {
    refuse_vectors(node, "images are synthesised one at a time", problems);
  } else {
    refuse_clustering(node, problems);
  }
  auto source = read_tensor(node, folder, problems);
  refuse_structure(node, "an activation", problems);
  refuse_one_sign(node, "activations", problems);
  refuse_spread(node, "activations", problems);
  refuse_number(node, "quantise", "codebook_bits", "activations have no codebook", problems);
  return source;
}

TensorSource read_labels(const config::Node& node, const std::filesystem::path& folder,
                         Problems& problems) {
  auto source = read_tensor(node, folder, problems);
  refuse(node, "synthesise", "labels come from a file", problems);
  refuse(node, "quantise", "labels are not quantised", problems);
  return source;
}

}  // namespace sim::workload
