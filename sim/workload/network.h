// SPDX-License-Identifier: Apache-2.0
// A workload: the layers of a network, where their weights and activations come from, and how
// outputs are narrowed. Plain data; reading it from JSON, and making the tensors, stand beside it.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/base/errors.h"
#include "sim/workload/lstm_matrices.h"
#include "sim/workload/pruning/structure.h"
#include "sim/workload/shape.h"

namespace sim::workload {

/// An array in a .npy or .npz file.
struct FromFile {
  std::filesystem::path file;
  std::string array;  ///< name inside an .npz
};

/// Random values like a trained and pruned network's: see synthesis.h and image.h.
struct Synthesis {
  double density = 1;
  double row_spread = 0;     ///< coefficient of variation of the density over rows (outputs)
  double column_spread = 0;  ///< and over columns (inputs)
  double clustering = 0;     ///< of an image's non-zeros: variance that neighbours share (image.h)
  std::int64_t seed = 1;
  int vectors = 1;               ///< of activations: so many inputs
  std::string source;            ///< where the density comes from
  pruning::Structure structure;  ///< of weights
  int one_sign = 0;  ///< of weights: so many inputs of an output share a sign; 0: each has its own
};

/// How real values become integers.
struct Quantisation {
  int bits = 16;                ///< signed width of the integer
  int codebook_bits = 0;        ///< above 0: weights share 2^n - 1 values besides 0
  std::optional<double> scale;  ///< integer per unit; by default the largest value fits just
};

struct TensorSource {
  std::variant<FromFile, Synthesis> from;
  Quantisation quantisation;
  Place place;
  bool quantised = false;  ///< whether the file says how; real values of a file need it
};

/// A bias is one more column of the weights, multiplied by an input that stands for 1.
struct Bias {
  TensorSource source;
  int input = 1;
};

/// out = saturate((sum + half) >> shift), then max(out, 0) with ReLU; half rounds to nearest.
struct OutputStage {
  int shift = 0;
  bool relu = true;
  int bits = 16;
};

/// A tensor whose integer v stands for v / 2^fraction_bits.
struct ScaledSource {
  TensorSource source;
  int fraction_bits = 0;
};

/// The number formats of an LSTM's values: 16 bits, of which so many are behind the binary point,
/// except for the sums, which are as wide as need be. The function tables have `samples` samples of
/// the range from -range to +range.
struct LstmFormats {
  int input_fraction = 0;
  int output_fraction = 0;
  int cell_fraction = 0;
  int sum_fraction = 0;
  int gate_fraction = 0;
  int table_samples = 0;
  int sigmoid_range = 0;
  int tanh_range = 0;
};

/// What an LSTM has instead of one weight matrix.
struct LstmSources {
  std::array<ScaledSource, lstm_matrices> matrices;
  std::optional<ScaledSource> peepholes;
  std::optional<ScaledSource> biases;
  LstmFormats formats;
};

/// The weights that are left of a matrix: those whose row, and whose column in the group of the
/// row, are live.
struct LiveWeights {
  std::vector<bool> rows;
  std::vector<bool> columns;  ///< by group, column
  std::int64_t removed = 0;   ///< non-zeros that are not left, biases among them
};

/// Layers whose outputs, pooled perhaps, stand at a layer's inputs; none: not known.
struct Sources {
  std::vector<std::size_t> layers;  ///< positions in the network
  bool appended = false;            ///< one behind the other; else added up
};

struct Layer {
  std::string name;
  Shape shape;
  TensorSource weights;      ///< of a layer that is no LSTM
  std::optional<Bias> bias;  ///< the same
  LstmSources lstm;
  std::optional<TensorSource> activations;  ///< empty: the outputs of the layer before
  Sources sources;
  std::optional<LiveWeights> live;  ///< what purification leaves; empty: all
  int input_bits = 16;              ///< signed width of the inputs, as their source states it
  OutputStage output;
  std::string canonical;  ///< what the file says of it, as canonical JSON
  Place place;

  /// The files that its tensors are read from.
  std::vector<std::filesystem::path> files() const;
};

/// Removes what no output of a network needs (arXiv:1908.10017): see purification.h.
struct Purification {
  double emptiness = 1;   ///< share of zeros above which a filter, channel or column ...
  double importance = 0;  ///< ... whose mean square is below this, relative to the layer's, goes
};

struct Network {
  std::string name;
  std::string title;
  std::string source;
  std::vector<Layer> layers;
  std::optional<Purification> purification;
  std::optional<TensorSource> labels;  ///< the right class of each input vector of the first layer

  std::vector<std::string> layer_names() const;
};

}  // namespace sim::workload
