// SPDX-License-Identifier: Apache-2.0
// Arrays that numpy wrote: .npy (numpy.save) and .npz (numpy.savez, savez_compressed). Booleans,
// integers of 8 to 64 bits and floats of 32 and 64 bits; little-endian, in C or Fortran order.
// Not read: other types, records, pickled objects, big-endian numbers, zip64 archives.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sim/tensor/dense.h"

namespace sim::tensor {

struct NumpyArray {
  Shape shape;  ///< empty for a scalar
  /// In row-major order whatever the file's order; integers for booleans and integers.
  std::variant<std::vector<std::int64_t>, std::vector<double>> values;
  std::string dtype;  ///< numpy's name, such as "int16"
};

/// One array of a file: `array` names it in a .npz and is empty for a .npy. Whatever is wrong with
/// the file is a UserError at the file; at most 2^31 elements are read, and no more memory is
/// taken than the file's own bytes justify.
NumpyArray read_numpy(const std::filesystem::path& file, const std::string& array = "");

/// The same for a file that is in memory already; `file` is its name in messages.
NumpyArray parse_numpy(std::span<const std::uint8_t> bytes, const std::string& file,
                       const std::string& array);

/// The names of a .npz's arrays, in the file's order; one empty name for a .npy.
std::vector<std::string> list_arrays(const std::filesystem::path& file);

}  // namespace sim::tensor
