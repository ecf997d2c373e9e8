// SPDX-License-Identifier: Apache-2.0
// A zip archive as numpy.savez and savez_compressed write it: members stored or deflated, found
// through the central directory. Not read: zip64, encryption, several disks, other methods.
// Format: PKWARE APPNOTE 6.3.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/tensor/file_bytes.h"

namespace sim::tensor {

struct ZipMember {
  std::string name;
  unsigned flags = 0;
  unsigned method = 0;  ///< 0 stored, 8 deflated
  std::uint32_t crc = 0;
  std::uint64_t packed = 0;  ///< bytes in the archive
  std::uint64_t size = 0;    ///< bytes when unpacked
  std::uint64_t offset = 0;  ///< of the member's own header in the archive
};

/// All members, in the directory's order; a UserError if the archive is broken or not plain.
std::vector<ZipMember> zip_members(const FileBytes& archive);

/// A member's unpacked bytes, whose checksum is right; a UserError otherwise. Never holds more
/// memory than the packed bytes can really unpack to.
std::vector<std::uint8_t> unzip(const FileBytes& archive, const ZipMember& member);

}  // namespace sim::tensor
