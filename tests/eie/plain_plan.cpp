// SPDX-License-Identifier: Apache-2.0
#include "tests/eie/plain_plan.h"

#include <algorithm>

namespace arch::eie::test {
namespace {

struct Need {
  int pointers = 0;
  int entries = 0;  ///< of the PE that stores most
};

Need need_of(const LayerCase& layer, Batch& batch) {
  const auto& config = layer.config;
  Need need{batch.end_column - batch.first_column + 1, 0};
  std::int64_t entries_of_all = 0;
  for (int pe = 0; pe < config.processing_elements; ++pe) {
    int entries = 0;
    for (int column = batch.first_column; column < batch.end_column; ++column) {
      entries += static_cast<int>(stored_entries(layer, batch, pe, column).size());
    }
    need.entries = std::max(need.entries, entries);
    entries_of_all += entries;
  }
  batch.load_bits = entries_of_all * (config.code_bits + config.index_bits) +
                    std::int64_t{need.pointers} * config.pointer_bits * config.processing_elements;
  return need;
}

std::vector<Batch> batches_of(const LayerCase& layer) {
  const auto length = layer.config.processing_elements * layer.config.activation_registers;
  const auto inputs = layer.input_count();
  std::vector<Batch> batches;
  for (int row = 0; row < layer.rows(); row += length) {
    for (int column = 0; column < inputs; column += length) {
      const bool last = column + length >= inputs;
      batches.push_back({row, std::min(row + length, layer.rows()), column,
                         last ? layer.columns() : column + length, last});
    }
  }
  return batches;
}

}  // namespace

// The memories are filled with one batch after the other until the next one does not fit.
Plan plan_of(const LayerCase& layer) {
  const auto& config = layer.config;
  const auto pointers = config.pointer_bytes * 8 / config.pointer_bits;
  const auto entry_bits = config.code_bits + config.index_bits;
  const auto entries =
      config.matrix_bytes * 8 / config.matrix_width_bits * (config.matrix_width_bits / entry_bits);
  Plan plan{batches_of(layer), 0};
  Need used;
  Batch* load = nullptr;
  for (auto& batch : plan.batches) {
    const auto need = need_of(layer, batch);
    if (load == nullptr || used.pointers + need.pointers > pointers ||
        used.entries + need.entries > entries) {
      ++plan.loads;
      used = {};
      load = &batch;
      batch.begins_load = true;
    } else {
      load->load_bits += batch.load_bits;
    }
    used = {used.pointers + need.pointers, used.entries + need.entries};
  }
  return plan;
}

std::vector<StoredEntry> stored_entries(const LayerCase& layer, const Batch& batch, int pe,
                                        int column) {
  const int reach = 1 << layer.config.index_bits;
  std::vector<StoredEntry> entries;
  int zeros = 0;
  for (int row = batch.first_row + pe, local = 0; row < batch.end_row;
       row += layer.config.processing_elements, ++local) {
    if (layer.weight(row, column) == 0) {
      ++zeros;
      continue;
    }
    for (; zeros >= reach; zeros -= reach) entries.push_back({local - zeros + reach - 1, true});
    entries.push_back({local, false});
    zeros = 0;
  }
  return entries;
}

int share_of(const Config& config, int first, int end, int pe) {
  int count = 0;
  for (int i = first + pe; i < end; i += config.processing_elements) ++count;
  return count;
}

int accesses(const Config& config, int activations) {
  const int at_once = config.activation_width_bits / config.value_bits;
  int count = 0;
  for (; activations > 0; activations -= at_once) ++count;
  return count;
}

bool is_active(const LayerCase& layer, std::size_t vector, int column) {
  return column == layer.input_count() ||
         layer.inputs.vector(vector)[static_cast<std::size_t>(column)] != 0;
}

}  // namespace arch::eie::test
