// SPDX-License-Identifier: Apache-2.0
// What a storage format of a matrix is: something that a dense matrix can be encoded to, that
// gives the same matrix back, and that knows how many bits it occupies.
#pragma once

#include <bit>
#include <concepts>
#include <cstdint>

#include "sim/tensor/dense.h"

namespace sim::tensor {

/// The storage of an encoded matrix, in bits, by what it is spent on.
struct FormatBits {
  std::int64_t values = 0;   ///< the elements, padding included
  std::int64_t indices = 0;  ///< where each element stands
  std::int64_t tables = 0;   ///< pointers and codebooks: all that is not per element

  std::int64_t total() const { return values + indices + tables; }
  bool operator==(const FormatBits&) const = default;
};

/// The width of an index that tells n things apart: the logarithm, rounded up.
constexpr int index_width(std::uint64_t n) {
  return n < 2 ? 0 : static_cast<int>(std::bit_width(n - 1));
}

struct Csc;

/// A concept instead of a base class: formats differ in everything but this. Most encode the
/// non-zeros of a Csc, as large matrices are never held dense. `Options` are the parameters of the
/// format, such as the number of processing elements. A format that cannot hold every matrix also
/// has `refusal(matrix, options...)`, which says why not, if so; to encode it then is a Fault.
template <class F, class... Options>
concept Format = requires(const F& format) {
  { format.decode() } -> std::same_as<Dense<std::int16_t>>;
  { format.bits() } -> std::same_as<FormatBits>;
}
&&(
    requires(const Dense<std::int16_t>& matrix, Options... options) {
      { F::encode(matrix, options...) } -> std::same_as<F>;
    } ||
    requires(const Csc& matrix, Options... options) {
      { F::encode(matrix, options...) } -> std::same_as<F>;
    });

}  // namespace sim::tensor
