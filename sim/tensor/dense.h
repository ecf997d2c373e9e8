// SPDX-License-Identifier: Apache-2.0
// A dense tensor: a shape and its elements in row-major order (the last index runs fastest).
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <functional>
#include <numeric>
#include <utility>
#include <vector>

#include "sim/base/errors.h"

namespace sim::tensor {

using Shape = std::vector<std::size_t>;

/// The number of elements of a tensor of this shape; a scalar (no dimensions) has one.
inline std::size_t element_count(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>{});
}

template <class T>
class Dense {
 public:
  /// No elements, shape (0).
  Dense() : shape_{0} {}
  /// Every element is `fill`.
  explicit Dense(Shape shape, T fill = T{})
      : shape_(std::move(shape)), values_(element_count(shape_), fill) {}
  /// The elements are `values` in row-major order; a Fault if their number does not fit.
  Dense(Shape shape, std::vector<T> values) : shape_(std::move(shape)), values_(std::move(values)) {
    if (values_.size() != element_count(shape_))
      throw Fault("a dense tensor does not fit its shape");
  }

  const Shape& shape() const { return shape_; }
  std::size_t rank() const { return shape_.size(); }
  std::size_t size() const { return values_.size(); }
  const std::vector<T>& values() const { return values_; }
  std::vector<T>& values() { return values_; }

  /// The element at an index list as long as the rank: `tensor(channel, y, x)`.
  template <class... Index>
  const T& operator()(Index... index) const {
    return values_[offset(index...)];
  }
  template <class... Index>
  T& operator()(Index... index) {
    return values_[offset(index...)];
  }

  bool operator==(const Dense&) const = default;

 private:
  template <class... Index>
  std::size_t offset(Index... index) const {
    assert(sizeof...(index) == shape_.size());
    [[maybe_unused]] std::size_t dimension = 0;
    std::size_t at = 0;
    [[maybe_unused]] const auto step = [&](std::size_t i) {
      assert(i < shape_[dimension]);
      at = at * shape_[dimension++] + i;
    };
    (step(static_cast<std::size_t>(index)), ...);
    return at;
  }

  Shape shape_;
  std::vector<T> values_;
};

}  // namespace sim::tensor
