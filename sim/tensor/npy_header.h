// SPDX-License-Identifier: Apache-2.0
// The header of a .npy file: the type, order and shape of the array that follows it. Format
// versions 1 to 3 (numpy.lib.format).
#pragma once

#include <string>

#include "sim/tensor/dense.h"
#include "sim/tensor/file_bytes.h"

namespace sim::tensor {

struct NpyHeader {
  std::string descr;           ///< the type as numpy spells it, such as "<i2"
  bool fortran_order = false;  ///< the first index runs fastest
  Shape shape;
  std::size_t elements = 0;  ///< the product of the shape
  std::size_t data = 0;      ///< where the elements begin in the file
};

inline constexpr std::size_t most_dimensions = 32;
inline constexpr std::uint64_t most_elements = std::uint64_t{1} << 31;

/// Whether the bytes begin as a .npy file does.
bool is_npy(const FileBytes& file);

/// Reads the header of a file that begins as a .npy file does. A UserError if it is truncated or
/// malformed, or if the array has more than most_dimensions or most_elements.
NpyHeader read_npy_header(const FileBytes& file);

}  // namespace sim::tensor
