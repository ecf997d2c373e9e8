// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/products.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "sim/workload/patches.h"

namespace arch::memristor {
namespace {

void check_inputs(const Config& config, const sim::workload::Vectors& inputs,
                  const sim::Place& place) {
  if (inputs.values.empty()) return;
  const auto& format = config.design.input;
  const int low = format.is_signed ? -(1 << (format.bits - 1)) : 0;
  const int high = low + (1 << format.bits) - 1;
  const auto [least, most] = std::minmax_element(inputs.values.begin(), inputs.values.end());
  const int worst = *least < low ? *least : *most;
  if (*least >= low && *most <= high) return;
  throw sim::UserError({{place, fmt::format("input {} is not from {} to {} (inputs/bits {}, "
                                            "inputs/signed {})",
                                            worst, low, high, format.bits, format.is_signed)}});
}

// Of a copy's arrays: how many reads a window takes.
class WindowReads {
 public:
  WindowReads(const Config& config, const LayerMapping& mapping, std::size_t windows)
      : active_(config.active_rows()),
        groups_(static_cast<std::size_t>((mapping.most_rows + active_ - 1) / active_)),
        synchronised_(config.synchronised),
        skips_(config.design.skip_zeros) {
    if (skips_) slowest_.resize(windows * (synchronised_ ? groups_ : 1));
  }

  // A strip's inputs in a window.
  void take(std::size_t window, const InputSlices& inputs) {
    if (!skips_) return;
    std::uint32_t all = 0;
    for (int first = 0, g = 0; first < inputs.rows(); first += active_, ++g) {
      const auto rows = std::min(active_, inputs.rows() - first);
      const auto slices = static_cast<std::uint32_t>(inputs.effective_slices({first, rows}));
      if (synchronised_) raise(window * groups_ + static_cast<std::size_t>(g), slices);
      all += slices;
    }
    if (!synchronised_) raise(window, all);
  }

  std::vector<std::uint32_t> reads() && {
    if (!synchronised_ || groups_ == 0) return std::move(slowest_);
    std::vector<std::uint32_t> sums;
    for (auto at = slowest_.begin(); at != slowest_.end();) {
      const auto end = at + static_cast<std::ptrdiff_t>(groups_);
      sums.push_back(std::accumulate(at, end, std::uint32_t{0}));
      at = end;
    }
    return sums;
  }

  std::int64_t all(const InputFormat& format) const {
    return static_cast<std::int64_t>(groups_) * format.slices();
  }

 private:
  void raise(std::size_t at, std::uint32_t reads) { slowest_[at] = std::max(slowest_[at], reads); }

  int active_;
  std::size_t groups_;
  bool synchronised_;
  bool skips_;
  std::vector<std::uint32_t> slowest_;
};

// One group's outputs, by window.
class GroupProducts {
 public:
  GroupProducts(const Config& config, const GroupMatrix& group, std::size_t windows,
                const sim::Place& place, bool values)
      : config_(config),
        group_(group),
        place_(place),
        values_(values),
        design_(config.crossbar_design()),
        outputs_(group.outputs.size()),
        products_(values ? outputs_ * windows : 0) {}

  // `patches` has the inputs of the group's kernels, a vector for every window.
  void multiply_strip(const sim::workload::WeightMatrix& weights,
                      const sim::workload::Vectors& patches, std::size_t first, std::size_t rows,
                      std::size_t first_array, WindowReads& reads, Products& total) {
    auto matrix = arrays_of(weights, first, rows, first_array);
    const auto chosen = std::span(group_.inputs).subspan(first, rows);
    std::vector<std::int32_t> values(rows);
    for (std::size_t w = 0; w < patches.count(); ++w) {
      const auto patch = patches.vector(w);
      for (std::size_t r = 0; r < rows; ++r) values[r] = patch[chosen[r]];
      if (values_) {
        matrix.multiply(values, std::span(products_).subspan(w * outputs_, outputs_));
      } else {
        matrix.count(values);
      }
      reads.take(w, matrix.block(0));
    }
    const auto counts = matrix.counts();
    const auto active =
        std::min<std::int64_t>(static_cast<std::int64_t>(rows), config_.active_rows());
    total.counts += counts;
    total.cells += counts.conversions * active;
    total.drives += counts.reads * active;
  }

  CrossbarMatrix arrays_of(const sim::workload::WeightMatrix& weights, std::size_t first,
                           std::size_t rows, std::size_t first_array) const {
    try {
      return {strip_of(group_, weights.matrix, first, rows), design_, first_array};
    } catch (const sim::UserError& error) {
      throw sim::UserError({{place_, fmt::format("rows {} to {} of the arrays ({}): {}", first,
                                                 first + rows - 1, knobs(), error.what())}});
    }
  }

  void gather(std::size_t vectors, std::size_t outputs, std::size_t windows,
              std::vector<std::int64_t>& sums) const {
    for (std::size_t v = 0; v < vectors; ++v) {
      for (std::size_t w = 0; w < windows; ++w) {
        const auto* const from = products_.data() + (v * windows + w) * outputs_;
        auto* const to = sums.data() + v * outputs * windows + w;
        for (std::size_t j = 0; j < outputs_; ++j) to[group_.outputs[j] * windows] = from[j];
      }
    }
  }

 private:
  // What weights have to fit.
  std::string knobs() const {
    auto text = fmt::format("weights/bits {}", design_.weight.bits);
    if (design_.encoding == Encoding::fragments) {
      text += fmt::format(", encoding/fragment_rows {}", design_.fragment_rows);
    }
    return text;
  }

  const Config& config_;
  const GroupMatrix& group_;
  const sim::Place& place_;
  bool values_;
  CrossbarDesign design_;
  std::size_t outputs_;
  std::vector<std::int64_t> products_;  ///< by window, output
};

}  // namespace

Products multiply(const Config& config, const LayerMapping& mapping,
                  const sim::workload::WeightMatrix& weights, const sim::workload::Vectors& inputs,
                  const sim::Place& place, bool values) {
  check_inputs(config, inputs, place);
  const auto windows = static_cast<std::size_t>(mapping.windows());
  const auto all = inputs.count() * windows;
  const auto outputs = static_cast<std::size_t>(mapping.shape.filters);
  const auto height = static_cast<std::size_t>(config.design.rows);
  Products total;
  if (values) total.sums.resize(outputs * all);
  WindowReads reads(config, mapping, all);
  std::size_t first_array = 0;
  for (const auto& group : mapping.groups) {
    GroupProducts products(config, group, all, place, values);
    const auto patches = sim::workload::gather_patches(mapping.shape, inputs, group.group);
    const auto blocks = static_cast<std::size_t>(
        ceiling(static_cast<std::int64_t>(group.outputs.size()), config.weights_per_row()) *
        config.arrays_per_block());
    for (std::size_t first = 0; first < group.inputs.size(); first += height) {
      const auto rows = std::min(height, group.inputs.size() - first);
      products.multiply_strip(weights, patches, first, rows, first_array, reads, total);
      first_array += blocks;
    }
    if (values) products.gather(inputs.count(), outputs, windows, total.sums);
  }
  total.reads = reads.all(config.design.input);
  total.window_reads = std::move(reads).reads();
  return total;
}

}  // namespace arch::memristor
