// SPDX-License-Identifier: Apache-2.0
// Writes .npy and .npz files in memory, valid ones and, by choice, wrong ones.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/tensor/dense.h"

namespace sim::tensor {

using Bytes = std::vector<std::uint8_t>;

/// A .npy file of the given format version with this header dictionary and data.
Bytes npy_file(const std::string& dictionary, const Bytes& data, int version = 1);

/// The dictionary of an array: "<i2", "(3, 4)".
std::string npy_dictionary(const std::string& descr, const std::string& shape,
                           bool fortran_order = false);

/// The bytes of numbers as they stand in memory.
template <class T>
Bytes bytes_of(const std::vector<T>& values) {
  const auto* begin = reinterpret_cast<const std::uint8_t*>(values.data());
  return {begin, begin + values.size() * sizeof(T)};
}

struct NpzMember {
  std::string name;
  Bytes bytes;
  bool deflated = false;
  /// The local header as numpy.savez writes it: sizes in a zip64 field, although they are small.
  bool zip64_field = false;
};

/// A zip archive of these members, with a comment at its end.
Bytes npz_file(const std::vector<NpzMember>& members, const std::string& comment = "");

}  // namespace sim::tensor
