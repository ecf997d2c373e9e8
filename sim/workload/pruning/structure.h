// SPDX-License-Identifier: Apache-2.0
// The structures in which a weight matrix can be pruned: one row for every output or filter, one
// column for every weight of it (channels, kernel height, kernel width). Plain data; what a
// structure keeps stands in the files beside this one, and docs/pruning.md has the sources.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace sim::workload::pruning {

/// Each weight by its own magnitude, with densities that vary by chance (synthesis.h).
struct Unstructured {};

/// Each weight by its own magnitude; what is kept has two values, one for each sign.
struct Ternary {};

/// The rows k mod `processing_elements` of each processing element have the same density.
struct Balanced {
  int processing_elements = 1;
};

/// The `n` largest of every `m` weights that follow each other along the input channels.
struct NOfM {
  int n = 2;
  int m = 4;
};

/// Every kernel keeps `weights_per_kernel` weights at the positions of one of `patterns` patterns.
struct Pattern {
  int weights_per_kernel = 4;
  int patterns = 8;
};

/// The same, but whole kernels are pruned besides, until the density is reached.
struct PatternConnectivity : Pattern {};

/// The largest of every B weights that follow each other in a row; each row has a B, a power of two
/// from 1 to `largest_block`, by its density.
struct Darb {
  int largest_block = 64;
};

/// Whole blocks of the matrix.
struct Block {
  int rows = 4;
  int columns = 4;
};

/// So many rows or columns are kept that they fill arrays of a crossbar: a multiple of this, the
/// one next to the density's share, but not none.
struct Lines {
  int multiple_of = 1;
};

struct Row : Lines {};     ///< whole rows
struct Column : Lines {};  ///< whole columns; with groups, of one group's filters
struct Filter : Lines {};  ///< whole filters: a convolution's rows
struct Channel {};         ///< all of an input channel's kernels
struct Kernel {};          ///< whole kernels
struct Vector {};          ///< whole rows of kernels

using Structure = std::variant<Unstructured, Pattern, PatternConnectivity, Block, Darb, Row, Column,
                               Filter, Channel, NOfM, Vector, Kernel, Ternary, Balanced>;

/// The name in workload files: "n_of_m".
std::string name_of(const Structure& structure);

/// One of each kind, with the default values of its parameters.
const std::vector<Structure>& all_structures();

/// Whether it only makes sense for the kernels of a convolution.
bool needs_kernels(const Structure& structure);
/// Whether the structure alone says how many weights are kept.
bool decides_density(const Structure& structure);
/// Whether densities may differ from row to row, and from column to column.
bool has_row_spread(const Structure& structure);
bool has_column_spread(const Structure& structure);

}  // namespace sim::workload::pruning
