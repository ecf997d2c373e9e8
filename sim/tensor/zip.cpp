// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/zip.h"

#define ZLIB_CONST  // zlib then promises not to write its input
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <memory>

namespace sim::tensor {
namespace {

using namespace std::string_view_literals;

// Lengths of the fixed parts, and the marks that they begin with.
constexpr std::size_t end_length = 22, entry_length = 46, local_length = 30, locator_length = 20;
constexpr auto end_magic = "PK\5\6"sv, entry_magic = "PK\1\2"sv, local_magic = "PK\3\4"sv,
               locator_magic = "PK\6\7"sv;
constexpr std::size_t longest_comment = 0xFFFF;
constexpr std::uint64_t in_zip64_field = 0xFFFFFFFF;
constexpr unsigned stored = 0, deflated = 8;
// A deflate stream spends at least two bits on 258 bytes.
constexpr std::uint64_t largest_ratio = 1032;
constexpr std::size_t first_chunk = 1 << 16;

[[noreturn]] void refuse_zip64(const FileBytes& archive) {
  archive.refuse("is a zip64 archive, but only plain zip archives (below 4 GiB) can be read");
}

/// The end record stands at the end of the file, before a comment whose length it knows.
std::size_t find_end(const FileBytes& archive) {
  for (std::size_t comment = 0; comment <= longest_comment; ++comment) {
    if (archive.size() < end_length + comment) break;
    const auto at = archive.size() - end_length - comment;
    if (archive.has(at, end_magic) && archive.number(at + 20, 2) == comment) return at;
  }
  archive.refuse(
      fmt::format("is a zip archive of {} bytes that does not end with a directory: it "
                  "is truncated or damaged",
                  archive.size()));
}

ZipMember read_entry(const FileBytes& archive, std::size_t at, std::size_t name_length) {
  ZipMember member;
  member.flags = static_cast<unsigned>(archive.number(at + 8, 2));
  member.method = static_cast<unsigned>(archive.number(at + 10, 2));
  member.crc = static_cast<std::uint32_t>(archive.number(at + 16, 4));
  member.packed = archive.number(at + 20, 4);
  member.size = archive.number(at + 24, 4);
  member.offset = archive.number(at + 42, 4);
  member.name = archive.text(at + entry_length, name_length);
  for (const auto field : {member.packed, member.size, member.offset}) {
    if (field == in_zip64_field) refuse_zip64(archive);
  }
  return member;
}

/// The member's packed bytes. Its own header repeats the directory; only its length matters.
std::span<const std::uint8_t> packed_bytes(const FileBytes& archive, const ZipMember& member) {
  if (!archive.has(member.offset, local_magic) || archive.size() - member.offset < local_length) {
    archive.refuse(fmt::format("member \"{}\" is said to begin at byte {}, but no member does",
                               member.name, member.offset));
  }
  const auto begin = member.offset + local_length + archive.number(member.offset + 26, 2) +
                     archive.number(member.offset + 28, 2);
  if (begin > archive.size() || archive.size() - begin < member.packed) {
    archive.refuse(
        fmt::format("member \"{}\" needs {} bytes from byte {} on, but the file has {} "
                    "bytes",
                    member.name, member.packed, begin, archive.size()));
  }
  return archive.bytes.subspan(begin, member.packed);
}

/// Unpacks up to `size` bytes; fewer or more in the stream show as a result of another size. The
/// buffer grows with what really arrives, so a false size costs no memory.
std::vector<std::uint8_t> inflate_all(std::span<const std::uint8_t> packed, std::size_t size) {
  z_stream stream{};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
  const std::unique_ptr<z_stream, int (*)(z_stream*)> guard(&stream, inflateEnd);
  stream.next_in = packed.data();
  stream.avail_in = static_cast<uInt>(packed.size());
  std::vector<std::uint8_t> bytes;
  std::size_t used = 0;
  for (int state = Z_OK; state == Z_OK && used <= size;) {
    // One byte more than promised, to notice a stream that does not stop.
    if (used == bytes.size()) {
      bytes.resize(std::min(size + 1, std::max(first_chunk, 2 * bytes.size())));
    }
    stream.next_out = bytes.data() + used;
    stream.avail_out = static_cast<uInt>(bytes.size() - used);
    state = inflate(&stream, Z_NO_FLUSH);
    used = bytes.size() - stream.avail_out;
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

std::vector<ZipMember> zip_members(const FileBytes& archive) {
  const auto end = find_end(archive);
  const auto count = archive.number(end + 10, 2);
  const auto begin = archive.number(end + 16, 4);
  const bool located = end >= locator_length && archive.has(end - locator_length, locator_magic);
  if (located || count == 0xFFFF || begin == in_zip64_field) refuse_zip64(archive);

  std::vector<ZipMember> members;
  auto at = begin;
  for (std::uint64_t i = 0; i < count; ++i) {
    const bool whole = at <= end && end - at >= entry_length && archive.has(at, entry_magic);
    const auto name_length = whole ? archive.number(at + 28, 2) : 0;
    if (!whole || end - at - entry_length < name_length) {
      archive.refuse(fmt::format("the zip directory breaks off at entry {} of {}", i + 1, count));
    }
    members.push_back(read_entry(archive, at, name_length));
    at += entry_length + name_length + archive.number(at + 30, 2) + archive.number(at + 32, 2);
  }
  return members;
}

std::vector<std::uint8_t> unzip(const FileBytes& archive, const ZipMember& member) {
  const auto refuse = [&](const std::string& text) {
    archive.refuse(fmt::format("member \"{}\" {}", member.name, text));
  };
  if ((member.flags & 1) != 0) refuse("is encrypted, which cannot be read");
  if (member.method != stored && member.method != deflated) {
    refuse(
        fmt::format("is packed by zip method {}, but only 0 (stored) and 8 (deflated) can be "
                    "read",
                    member.method));
  }
  const auto packed = packed_bytes(archive, member);
  const auto most = member.method == stored ? packed.size() : largest_ratio * packed.size();
  if (member.size > most) {
    refuse(fmt::format("promises {} bytes, but its {} packed bytes can hold at most {}",
                       member.size, packed.size(), most));
  }
  auto bytes = member.method == stored ? std::vector<std::uint8_t>(packed.begin(), packed.end())
                                       : inflate_all(packed, member.size);
  if (bytes.size() != member.size) {
    refuse(fmt::format("promises {} bytes, but unpacks to {}{}", member.size,
                       bytes.size() > member.size ? "more than " : "",
                       std::min<std::uint64_t>(bytes.size(), member.size)));
  }
  const auto crc = static_cast<std::uint32_t>(crc32_z(0, bytes.data(), bytes.size()));
  if (crc != member.crc) {
    refuse(fmt::format("has the checksum {:08x}, but the directory says {:08x}: it is damaged", crc,
                       member.crc));
  }
  return bytes;
}

}  // namespace sim::tensor
