// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/file_array.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sim::workload {
namespace {

std::string text_of(const tensor::Shape& numbers) {
  return fmt::format("[{}]", fmt::join(numbers, ", "));
}

// The index list of the element at a position in row-major order.
std::string index_of(std::size_t position, const tensor::Shape& shape) {
  tensor::Shape index(shape.size());
  for (auto d = shape.size(); d-- > 0; position /= shape[d]) index[d] = position % shape[d];
  return text_of(index);
}

bool fits(const tensor::Shape& shape, const tensor::Shape& expected) {
  return std::equal(shape.begin(), shape.end(), expected.begin(), expected.end(),
                    [](std::size_t a, std::size_t b) { return b == 0 ? a > 0 : a == b; });
}

// Wider numbers would overflow on the way to their cluster, and no network has them.
bool is_finite(double value) { return std::abs(value) <= std::numeric_limits<float>::max(); }

void check_reals(const TensorSource& source, const tensor::NumpyArray& array,
                 const std::vector<double>& values, Problems& problems) {
  const auto wrong = std::find_if_not(values.begin(), values.end(), is_finite);
  if (wrong == values.end()) return;
  const auto position = static_cast<std::size_t>(wrong - values.begin());
  problems.add(source.place, fmt::format("{}: element {} is {}, not a finite number of 32 bits",
                                         name_of(source), index_of(position, array.shape), *wrong));
}

// The distinct values besides 0, ascending.
std::vector<Weighted> nonzeros_of(const std::vector<const tensor::NumpyArray*>& arrays) {
  std::vector<double> all;
  for (const auto* array : arrays) {
    std::visit(
        [&](const auto& values) {
          for (const auto value : values) {
            if (value != 0) all.push_back(static_cast<double>(value));
          }
        },
        array->values);
  }
  std::sort(all.begin(), all.end());
  std::vector<Weighted> distinct;
  for (const auto value : all) {
    if (distinct.empty() || distinct.back().value != value) distinct.push_back({value, 0});
    distinct.back().count += 1;
  }
  return distinct;
}

}  // namespace

std::string name_of(const TensorSource& source) {
  const auto& from = std::get<FromFile>(source.from);
  return from.file.string() + (from.array.empty() ? "" : ":" + from.array);
}

std::optional<tensor::NumpyArray> read_array(const TensorSource& source,
                                             const ExpectedShape& expected, Problems& problems) {
  const auto* from = std::get_if<FromFile>(&source.from);
  if (from == nullptr) throw Fault("a synthesised tensor is not in a file");
  try {
    auto array = tensor::read_numpy(from->file, from->array);
    const bool good = std::any_of(expected.any_of.begin(), expected.any_of.end(),
                                  [&](const auto& shape) { return fits(array.shape, shape); });
    if (!good) {
      problems.add(source.place, fmt::format("{}: has the shape {}, needs {}", name_of(source),
                                             text_of(array.shape), expected.text));
    }
    return array;
  } catch (const UserError& error) {
    for (const auto& problem : error.problems()) problems.add(source.place, to_string(problem));
    return std::nullopt;
  }
}

void check_integers(const TensorSource& source, const tensor::NumpyArray& array,
                    std::int64_t lowest, std::int64_t highest, const std::string& needed,
                    Problems& problems) {
  const auto& values = std::get<std::vector<std::int64_t>>(array.values);
  const auto wrong = std::find_if(values.begin(), values.end(), [&](std::int64_t value) {
    return value < lowest || value > highest;
  });
  if (wrong == values.end()) return;
  const auto position = static_cast<std::size_t>(wrong - values.begin());
  problems.add(source.place, fmt::format("{}: element {} is {}, but {}", name_of(source),
                                         index_of(position, array.shape), *wrong, needed));
}

void check_values(const TensorSource& source, const tensor::NumpyArray& array,
                  const TensorSource& quantised, Problems& problems) {
  if (const auto* reals = std::get_if<std::vector<double>>(&array.values)) {
    if (!quantised.quantised) {
      problems.add(source.place, name_of(source) + ": floating point values need \"quantise\"");
    }
    return check_reals(source, array, *reals, problems);
  }
  // A scale may bring what is wider into the range.
  const int bits = quantised.quantisation.scale ? 16 : quantised.quantisation.bits;
  const auto end = std::int64_t{1} << (bits - 1);
  check_integers(source, array, -end, end - 1,
                 fmt::format("{} bits hold {} to {}", bits, -end, end - 1), problems);
}

std::optional<Quantiser> quantiser_of(const std::vector<const tensor::NumpyArray*>& arrays,
                                      const TensorSource& quantised) {
  const bool real = std::any_of(arrays.begin(), arrays.end(), [](const auto* array) {
    return std::holds_alternative<std::vector<double>>(array->values);
  });
  auto quantisation = quantised.quantisation;
  if (!real && quantisation.codebook_bits == 0 && !quantisation.scale) return std::nullopt;
  if (!real && !quantisation.scale) quantisation.scale = 1;
  return Quantiser(nonzeros_of(arrays), quantisation);
}

std::vector<std::int16_t> integers_of(const tensor::NumpyArray& array,
                                      const std::optional<Quantiser>& quantiser) {
  std::vector<std::int16_t> integers(tensor::element_count(array.shape));
  std::visit(
      [&](const auto& values) {
        std::transform(values.begin(), values.end(), integers.begin(), [&](auto value) {
          return quantiser ? quantiser->integer(static_cast<double>(value))
                           : static_cast<std::int16_t>(value);
        });
      },
      array.values);
  return integers;
}

}  // namespace sim::workload
