// SPDX-License-Identifier: Apache-2.0
#include "tests/tensor/numpy_files.h"

#include <zlib.h>

#include <stdexcept>

namespace sim::tensor {
namespace {

void append(Bytes& to, std::uint64_t number, int width) {
  for (; width > 0; --width, number >>= 8) to.push_back(static_cast<std::uint8_t>(number));
}

template <class Range>
void append(Bytes& to, const Range& bytes) {
  to.insert(to.end(), bytes.begin(), bytes.end());
}

Bytes deflated(const Bytes& bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib");
  }
  Bytes packed(deflateBound(&stream, bytes.size()));
  Bytes input = bytes;
  stream.next_in = input.data();
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

/// What a member's own header and its directory entry have in common.
Bytes shared_fields(const NpzMember& member, std::size_t packed, bool sizes_elsewhere) {
  Bytes fields;
  append(fields, 20, 2);  // version needed
  append(fields, 0, 2);   // flags
  append(fields, member.deflated ? 8 : 0, 2);
  append(fields, 0, 4);  // date and time
  append(fields, crc32_z(0, member.bytes.data(), member.bytes.size()), 4);
  append(fields, sizes_elsewhere ? 0xFFFFFFFF : packed, 4);
  append(fields, sizes_elsewhere ? 0xFFFFFFFF : member.bytes.size(), 4);
  append(fields, member.name.size(), 2);
  return fields;
}

}  // namespace

Bytes npy_file(const std::string& dictionary, const Bytes& data, int version) {
  Bytes file = {0x93, 'N', 'U', 'M', 'P', 'Y', static_cast<std::uint8_t>(version), 0};
  append(file, dictionary.size(), version == 1 ? 2 : 4);
  append(file, dictionary);
  append(file, data);
  return file;
}

std::string npy_dictionary(const std::string& descr, const std::string& shape, bool fortran_order) {
  return "{'descr': '" + descr + "', 'fortran_order': " + (fortran_order ? "True" : "False") +
         ", 'shape': " + shape + ", }   \n";
}

Bytes npz_file(const std::vector<NpzMember>& members, const std::string& comment) {
  Bytes file, directory;
  for (const auto& member : members) {
    const auto packed = member.deflated ? deflated(member.bytes) : member.bytes;
    append(directory, 0x02014b50, 4);
    append(directory, 20, 2);  // version made by
    append(directory, shared_fields(member, packed.size(), false));
    append(directory, 0, 12);  // extra field, comment, disk, attributes
    append(directory, file.size(), 4);
    append(directory, member.name);

    append(file, 0x04034b50, 4);
    append(file, shared_fields(member, packed.size(), member.zip64_field));
    append(file, member.zip64_field ? 20 : 0, 2);
    append(file, member.name);
    if (member.zip64_field) {
      append(file, 1, 2);
      append(file, 16, 2);
      append(file, member.bytes.size(), 8);
      append(file, packed.size(), 8);
    }
    append(file, packed);
  }
  const auto begin = file.size();
  append(file, directory);
  append(file, 0x06054b50, 4);
  append(file, 0, 4);
  append(file, members.size(), 2);
  append(file, members.size(), 2);
  append(file, directory.size(), 4);
  append(file, begin, 4);
  append(file, comment.size(), 2);
  append(file, comment);
  return file;
}

}  // namespace sim::tensor
