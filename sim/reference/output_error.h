// SPDX-License-Identifier: Apache-2.0
// How far a layer's outputs are from the ideal ones, over all vectors.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace sim::reference {

class OutputError {
 public:
  /// Takes one vector of outputs; a Fault if the sizes differ.
  void add(std::span<const std::int64_t> ideal, std::span<const std::int64_t> actual);

  std::int64_t outputs() const { return outputs_; }
  /// Outputs that differ at all.
  std::int64_t different() const { return different_; }
  /// The largest difference in magnitude.
  std::int64_t largest() const { return largest_; }
  /// Square root of the mean squared difference; 0 without outputs.
  double root_mean_square() const;
  /// Square root of (sum of squared differences over sum of squared ideal outputs); nothing where
  /// all ideal outputs are 0 and others came out.
  std::optional<double> relative() const;

 private:
  std::int64_t outputs_ = 0;
  std::int64_t different_ = 0;
  std::int64_t largest_ = 0;
  double squared_differences_ = 0;
  double squared_ideals_ = 0;
};

}  // namespace sim::reference
