// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/definition.h"
#include "arch/memristor/mapper.h"

namespace arch::memristor {
namespace {

using sim::workload::Convolution;

// The input under position `column` of a group's kernel, 0 outside of the plane.
std::int32_t input_at(const Convolution& shape, std::span<const std::int16_t> image, int group,
                      std::uint32_t column, int p, int q) {
  const auto area = shape.kernel_area();
  const auto at = static_cast<int>(column);
  const int channel = group * shape.channels_per_group() + at / area;
  const int y = p * shape.stride + at % area / shape.kernel_width - shape.padding;
  const int x = q * shape.stride + at % area % shape.kernel_width - shape.padding;
  if (y < 0 || y >= shape.height || x < 0 || x >= shape.width) return 0;
  return image[(static_cast<std::size_t>(channel) * static_cast<std::size_t>(shape.height) +
                static_cast<std::size_t>(y)) *
                   static_cast<std::size_t>(shape.width) +
               static_cast<std::size_t>(x)];
}

// One group's products for one window after the other.
class Judge {
 public:
  Judge(const CrossbarDesign& design, const GroupMatrix& group, const sim::tensor::Csc& matrix,
        std::size_t first_array) {
    const auto weights = strip_of(group, matrix, 0, group.inputs.size());
    if (design.effects) {
      devices_.emplace(weights, design, first_array);
    } else {
      ideal_.emplace(weights, design);
    }
  }
  std::vector<std::int64_t> products(std::span<const std::int32_t> inputs) {
    return devices_ ? devices_->multiply(inputs) : ideal_->multiply(inputs);
  }
  std::size_t arrays() const { return devices_ ? devices_->arrays() : 0; }

 private:
  std::optional<CrossbarMatrix> devices_;
  std::optional<DefinedMatrix> ideal_;
};

void add_group(const sim::machine::LayerJob& job, const Convolution& shape,
               const GroupMatrix& group, Judge& judge, std::vector<std::int64_t>& sums) {
  const auto outputs = static_cast<std::size_t>(shape.filters);
  const auto windows = static_cast<std::size_t>(shape.output_height()) *
                       static_cast<std::size_t>(shape.output_width());
  std::vector<std::int32_t> values(group.inputs.size());
  for (std::size_t v = 0; v < job.inputs.count(); ++v) {
    std::size_t window = v * outputs * windows;
    for (int p = 0; p < shape.output_height(); ++p) {
      for (int q = 0; q < shape.output_width(); ++q, ++window) {
        for (std::size_t i = 0; i < values.size(); ++i) {
          values[i] = input_at(shape, job.inputs.vector(v), group.group, group.inputs[i], p, q);
        }
        const auto products = judge.products(values);
        for (std::size_t j = 0; j < products.size(); ++j) {
          sums[window + group.outputs[j] * windows] += products[j];
        }
      }
    }
  }
}

}  // namespace

std::vector<std::int64_t> defined_sums(const Config& config, const sim::machine::LayerJob& job) {
  const auto shape = as_convolution(job.layer.shape);
  const auto mapping = map_layer(config, job.layer.shape, job.weights);
  const auto design = config.crossbar_design();
  const auto outputs = static_cast<std::size_t>(outputs_of(job.layer.shape));
  std::vector<std::int64_t> sums(outputs * job.inputs.count());
  std::size_t first_array = 0;
  for (const auto& group : mapping.groups) {
    if (group.inputs.empty() || group.outputs.empty()) continue;
    Judge judge(design, group, job.weights.matrix, first_array);
    add_group(job, shape, group, judge, sums);
    first_array += judge.arrays();
  }
  if (!job.weights.has_bias) return sums;
  const auto bias = job.weights.matrix.decode();
  const auto plane = outputs / static_cast<std::size_t>(shape.filters);
  const auto last = static_cast<std::size_t>(job.weights.inputs());
  for (std::size_t i = 0; i < sums.size(); ++i) {
    sums[i] += std::int64_t{bias(i % outputs / plane, last)} * job.weights.bias_input;
  }
  return sums;
}

}  // namespace arch::memristor
