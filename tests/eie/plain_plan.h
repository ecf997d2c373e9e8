// SPDX-License-Identifier: Apache-2.0
// What the paper says about storage and batches, written down a second time and as plainly as
// possible: the tests' models of time and counts stand on it, and on nothing of arch/eie but its
// parameters.
#pragma once

#include <vector>

#include "tests/eie/layer_case.h"

namespace arch::eie::test {

/// One stored entry of a PE's part of a column.
struct StoredEntry {
  int local_row = 0;
  bool filler = false;
};

/// Inputs (and perhaps the bias) that are broadcast in one go, for some rows.
struct Batch {
  int group = 0;
  int first_row = 0, end_row = 0;
  int first_column = 0, end_column = 0;
  bool last_of_rows = false;
  bool begins_load = false;
  std::int64_t load_bits = 0;
};

struct Plan {
  std::vector<Batch> batches;
  int loads = 0;
};

Plan plan_of(const LayerCase& layer);

/// One product of matrix and vector: of a convolution, the window of a pixel.
struct Product {
  int group = 0;
  std::vector<std::int16_t> vector;
  bool last_of_image = true;
};

/// In the order of execution: image, group, output row, output column.
std::vector<Product> products_of(const LayerCase& layer);

/// Local rows count from the first row of the batch.
std::vector<StoredEntry> stored_entries(const LayerCase& layer, const Batch& batch, int pe,
                                        int column);

/// Rows (or inputs) `first` to `end` that belong to a PE; `first` belongs to PE 0.
int share_of(const Config& config, int first, int end, int pe);

/// Accesses of the activation SRAM for so many activations of one PE.
int accesses(const Config& config, int activations);

/// Whether a column is broadcast: the bias always is.
bool is_active(const LayerCase& layer, const Product& product, int column);

}  // namespace arch::eie::test
