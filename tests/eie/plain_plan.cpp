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

std::vector<Batch> batches_of(const LayerCase& layer, int group) {
  const auto length = layer.config.processing_elements * layer.config.activation_registers;
  const auto inputs = layer.input_count();
  const auto end = (group + 1) * layer.rows() / layer.groups();
  std::vector<Batch> batches;
  for (int row = group * layer.rows() / layer.groups(); row < end; row += length) {
    for (int column = 0; column < inputs; column += length) {
      const bool last = column + length >= inputs;
      batches.push_back({group, row, std::min(row + length, end), column,
                         last ? layer.columns() : column + length, last});
    }
  }
  return batches;
}

// The memories are filled with one batch after the other until the next one does not fit.
int fill(std::vector<Batch>& batches, const std::vector<Need>& needs, const Need& room) {
  int loads = 0;
  Need used;
  Batch* load = nullptr;
  for (std::size_t i = 0; i < batches.size(); ++i) {
    auto& batch = batches[i];
    if (load == nullptr || used.pointers + needs[i].pointers > room.pointers ||
        used.entries + needs[i].entries > room.entries) {
      ++loads;
      used = {};
      load = &batch;
      batch.begins_load = true;
    } else {
      load->load_bits += batch.load_bits;
    }
    used = {used.pointers + needs[i].pointers, used.entries + needs[i].entries};
  }
  return loads;
}

// Of all groups the next few that fit together; of one that does not even fit alone, its batches.
int fill_with_groups(std::vector<std::vector<Batch>>& groups,
                     const std::vector<std::vector<Need>>& needs, const Need& room) {
  int loads = 0;
  for (std::size_t g = 0; g < groups.size();) {
    Need used;
    std::size_t end = g;
    for (; end < groups.size(); ++end) {
      auto with = used;
      for (const auto& need : needs[end]) {
        with = {with.pointers + need.pointers, with.entries + need.entries};
      }
      if (with.pointers > room.pointers || with.entries > room.entries) break;
      used = with;
    }
    if (end == g) {
      loads += fill(groups[g], needs[g], room);
      ++g;
      continue;
    }
    ++loads;
    auto& load = groups[g].front();
    load.begins_load = true;
    for (const auto first = g; g < end; ++g) {
      for (auto& batch : groups[g]) {
        if (g > first || &batch != &load) load.load_bits += batch.load_bits;
      }
    }
  }
  return loads;
}

}  // namespace

Plan plan_of(const LayerCase& layer) {
  const auto& config = layer.config;
  const auto entry_bits = config.code_bits + config.index_bits;
  const Need room{
      config.pointer_bytes * 8 / config.pointer_bits,
      config.matrix_bytes * 8 / config.matrix_width_bits * (config.matrix_width_bits / entry_bits)};
  std::vector<std::vector<Batch>> groups;
  std::vector<std::vector<Need>> needs;
  for (int group = 0; group < layer.groups(); ++group) {
    auto& batches = groups.emplace_back(batches_of(layer, group));
    auto& of_group = needs.emplace_back();
    for (auto& batch : batches) of_group.push_back(need_of(layer, batch));
  }
  Plan plan;
  plan.loads = fill_with_groups(groups, needs, room);
  for (const auto& batches : groups) {
    plan.batches.insert(plan.batches.end(), batches.begin(), batches.end());
  }
  return plan;
}

namespace {

std::vector<std::int16_t> window(const sim::workload::Convolution& shape,
                                 std::span<const std::int16_t> image, int group, int row,
                                 int column) {
  std::vector<std::int16_t> values;
  const int channels = shape.channels / shape.groups;
  for (int c = group * channels; c < (group + 1) * channels; ++c) {
    for (int r = 0; r < shape.kernel_height; ++r) {
      for (int s = 0; s < shape.kernel_width; ++s) {
        const int y = row * shape.stride + r - shape.padding;
        const int x = column * shape.stride + s - shape.padding;
        const bool inside = y >= 0 && y < shape.height && x >= 0 && x < shape.width;
        const auto at = static_cast<std::size_t>((c * shape.height + y) * shape.width + x);
        values.push_back(inside ? image[at] : std::int16_t{0});
      }
    }
  }
  return values;
}

}  // namespace

std::vector<Product> products_of(const LayerCase& layer) {
  std::vector<Product> products;
  for (std::size_t i = 0; i < layer.inputs.count(); ++i) {
    const auto image = layer.inputs.vector(i);
    if (!layer.convolution) {
      products.push_back({0, {image.begin(), image.end()}});
      continue;
    }
    const auto& shape = *layer.convolution;
    for (int group = 0; group < shape.groups; ++group) {
      for (int row = 0; row < shape.output_height(); ++row) {
        for (int column = 0; column < shape.output_width(); ++column) {
          products.push_back({group, window(shape, image, group, row, column), false});
        }
      }
    }
    products.back().last_of_image = true;
  }
  return products;
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

bool is_active(const LayerCase& layer, const Product& product, int column) {
  return column == layer.input_count() || product.vector[static_cast<std::size_t>(column)] != 0;
}

}  // namespace arch::eie::test
