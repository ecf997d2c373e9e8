// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/numpy.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstring>
#include <limits>

#include "sim/base/nearest.h"
#include "sim/tensor/npy_header.h"
#include "sim/tensor/zip.h"

namespace sim::tensor {
namespace {

static_assert(std::endian::native == std::endian::little);

using Values = decltype(NumpyArray::values);

/// The elements as they stand in the file; fails only for an unsigned number beyond int64.
template <class Stored, class Held>
Values load(const FileBytes& file, const NpyHeader& header) {
  std::vector<Held> values(header.elements);
  const auto* from = file.bytes.data() + header.data;
  for (auto& value : values) {
    Stored stored;
    std::memcpy(&stored, from, sizeof(Stored));
    from += sizeof(Stored);
    if constexpr (std::is_same_v<Stored, std::uint64_t>) {
      constexpr auto largest = std::numeric_limits<std::int64_t>::max();
      if (stored > static_cast<std::uint64_t>(largest)) {
        file.refuse(fmt::format("element {} is {}, but numbers end at {}", &value - values.data(),
                                stored, largest));
      }
    }
    value = static_cast<Held>(stored);
  }
  return values;
}

/// A boolean is a byte, and true if it is not 0.
Values load_booleans(const FileBytes& file, const NpyHeader& header) {
  const auto bytes = file.bytes.subspan(header.data, header.elements);
  std::vector<std::int64_t> values;
  values.reserve(bytes.size());
  for (const auto byte : bytes) values.push_back(byte != 0);
  return values;
}

struct Dtype {
  std::string_view code;  ///< numpy's spelling without the byte order
  std::string_view name;
  std::size_t bytes;
  Values (*load)(const FileBytes&, const NpyHeader&);
};

constexpr std::array dtypes = {
    Dtype{"b1", "bool", 1, load_booleans},
    Dtype{"i1", "int8", 1, load<std::int8_t, std::int64_t>},
    Dtype{"i2", "int16", 2, load<std::int16_t, std::int64_t>},
    Dtype{"i4", "int32", 4, load<std::int32_t, std::int64_t>},
    Dtype{"i8", "int64", 8, load<std::int64_t, std::int64_t>},
    Dtype{"u1", "uint8", 1, load<std::uint8_t, std::int64_t>},
    Dtype{"u2", "uint16", 2, load<std::uint16_t, std::int64_t>},
    Dtype{"u4", "uint32", 4, load<std::uint32_t, std::int64_t>},
    Dtype{"u8", "uint64", 8, load<std::uint64_t, std::int64_t>},
    Dtype{"f4", "float32", 4, load<float, double>},
    Dtype{"f8", "float64", 8, load<double, double>},
};

const Dtype& find_dtype(const FileBytes& file, const std::string& descr) {
  for (const auto& dtype : dtypes) {
    if (descr.empty() || descr.substr(1) != dtype.code) continue;
    if (descr[0] == '<' || (descr[0] == '|' && dtype.bytes == 1)) return dtype;
    if (descr[0] == '>') {
      file.refuse(fmt::format("holds big-endian {}, but only little-endian arrays can be read",
                              dtype.name));
    }
  }
  file.refuse(
      fmt::format("holds elements of the type \"{}\", but only bool, int8 to int64, uint8 "
                  "to uint64, float32 and float64 can be read",
                  descr));
}

/// From Fortran to C order: the C order is walked, and the stride of each index in the file known.
template <class T>
std::vector<T> to_c_order(const std::vector<T>& from, const Shape& shape) {
  Shape stride(shape.size(), 1), index(shape.size(), 0);
  for (std::size_t d = 1; d < shape.size(); ++d) stride[d] = stride[d - 1] * shape[d - 1];
  std::vector<T> to;
  to.reserve(from.size());
  std::size_t at = 0;
  while (to.size() < from.size()) {
    to.push_back(from[at]);
    for (auto d = shape.size(); d-- > 0;) {
      at += stride[d];
      if (++index[d] < shape[d]) break;
      at -= stride[d] * shape[d];
      index[d] = 0;
    }
  }
  return to;
}

NumpyArray read_npy(const FileBytes& file) {
  const auto header = read_npy_header(file);
  const auto& dtype = find_dtype(file, header.descr);
  const auto needed = header.elements * dtype.bytes, there = file.size() - header.data;
  if (there != needed) {
    file.refuse(fmt::format("{}: {} elements of {} need {} bytes, but there are {}",
                            there < needed ? "is truncated" : "is too long", header.elements,
                            dtype.name, needed, there));
  }
  NumpyArray array{header.shape, dtype.load(file, header), std::string(dtype.name)};
  if (header.fortran_order) {
    std::visit([&](auto& values) { values = to_c_order(values, array.shape); }, array.values);
  }
  return array;
}

bool is_zip(const FileBytes& file) { return file.has(0, "PK\3\4") || file.has(0, "PK\5\6"); }

[[noreturn]] void refuse_kind(const FileBytes& file) {
  file.refuse("is neither a .npy nor a .npz file: it begins like none of them");
}

/// A member "weight.npy" is the array "weight"; other members are no arrays.
std::string array_name(const ZipMember& member) {
  constexpr std::string_view ending = ".npy";
  const std::string_view name = member.name;
  return std::string(name.ends_with(ending) ? name.substr(0, name.size() - ending.size()) : "");
}

std::vector<std::string> list(const FileBytes& file) {
  if (is_npy(file)) return {""};
  if (!is_zip(file)) refuse_kind(file);
  std::vector<std::string> names;
  for (const auto& member : zip_members(file)) {
    if (auto name = array_name(member); !name.empty()) names.push_back(std::move(name));
  }
  return names;
}

[[noreturn]] void refuse_name(const FileBytes& file, const std::string& array) {
  const auto names = list(file);
  if (names.empty()) file.refuse("holds no arrays");
  const auto known = fmt::format("\"{}\"", fmt::join(names, "\", \""));
  if (array.empty()) file.refuse("is a .npz file: say which of its arrays is meant: " + known);
  file.refuse(
      fmt::format("holds no array \"{}\", only {}{}", array, known, did_you_mean(array, names)));
}

NumpyArray read_npz(const FileBytes& file, const std::string& array) {
  for (const auto& member : zip_members(file)) {
    if (array.empty() || array_name(member) != array) continue;
    const auto bytes = unzip(file, member);
    const FileBytes inner{file.file + ":" + member.name, bytes};
    if (!is_npy(inner)) inner.refuse("is not a .npy file: it does not begin like one");
    return read_npy(inner);
  }
  refuse_name(file, array);
}

}  // namespace

NumpyArray parse_numpy(std::span<const std::uint8_t> bytes, const std::string& file,
                       const std::string& array) {
  const FileBytes whole{file, bytes};
  if (is_zip(whole)) return read_npz(whole, array);
  if (!is_npy(whole)) refuse_kind(whole);
  if (!array.empty()) {
    whole.refuse(
        fmt::format("is a .npy file, whose one array has no name, but \"{}\" is asked for", array));
  }
  return read_npy(whole);
}

NumpyArray read_numpy(const std::filesystem::path& file, const std::string& array) {
  return parse_numpy(read_bytes(file), file.string(), array);
}

std::vector<std::string> list_arrays(const std::filesystem::path& file) {
  const auto bytes = read_bytes(file);
  return list({file.string(), bytes});
}

}  // namespace sim::tensor
