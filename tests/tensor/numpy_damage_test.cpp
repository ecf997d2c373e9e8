// SPDX-License-Identifier: Apache-2.0
// What is said about files that cannot be read, and that nothing worse than a message happens.
#include <gtest/gtest.h>

#include "sim/base/errors.h"
#include "sim/base/philox.h"
#include "sim/tensor/numpy.h"
#include "tests/tensor/numpy_files.h"

namespace sim::tensor {
namespace {

std::string complaint(const Bytes& file, const std::string& array = "") {
  try {
    parse_numpy(file, "f", array);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

Bytes npy(const std::string& descr, const std::string& shape, std::size_t bytes) {
  return npy_file(npy_dictionary(descr, shape), Bytes(bytes, 1));
}

TEST(NumpyMessage, SaysThatAFileIsMissingOrNoFile) {
  EXPECT_THROW(
      {
        try {
          read_numpy("no/such/file.npy");
        } catch (const UserError& error) {
          EXPECT_STREQ(error.what(), "no/such/file.npy: there is no such file");
          EXPECT_EQ(error.problems().at(0).place.file, "no/such/file.npy");
          throw;
        }
      },
      UserError);
  EXPECT_THROW(read_numpy(testing::TempDir()), UserError);
}

TEST(NumpyMessage, SaysThatAFileIsOfNoKnownKind) {
  EXPECT_EQ(complaint({'h', 'i'}),
            "f: is neither a .npy nor a .npz file: it begins like none of them");
  EXPECT_EQ(complaint({}), "f: is neither a .npy nor a .npz file: it begins like none of them");
}

TEST(NumpyMessage, SaysHowManyBytesAreThereAndHowManyAreNeeded) {
  EXPECT_EQ(complaint(npy("<i2", "(3, 4)", 23)),
            "f: is truncated: 12 elements of int16 need 24 bytes, but there are 23");
  EXPECT_EQ(complaint(npy("<i2", "(3, 4)", 25)),
            "f: is too long: 12 elements of int16 need 24 bytes, but there are 25");
  auto file = npy("<i2", "(3, 4)", 24);
  file.resize(50);
  EXPECT_EQ(complaint(file), "f: is truncated: the .npy header needs 73 bytes, but there are 50");
  file.resize(6);
  EXPECT_EQ(complaint(file), "f: is truncated: the .npy header needs 10 bytes, but there are 6");
}

TEST(NumpyMessage, SaysWhichTypesCanBeRead) {
  const std::string rule =
      ", but only bool, int8 to int64, uint8 to uint64, float32 and float64 can be read";
  EXPECT_EQ(complaint(npy("<f2", "(3,)", 6)), "f: holds elements of the type \"<f2\"" + rule);
  EXPECT_EQ(complaint(npy("|O", "(3,)", 6)), "f: holds elements of the type \"|O\"" + rule);
  EXPECT_EQ(complaint(npy("", "(3,)", 6)), "f: holds elements of the type \"\"" + rule);
  EXPECT_EQ(complaint(npy(">i2", "(3,)", 6)),
            "f: holds big-endian int16, but only little-endian arrays can be read");
  EXPECT_EQ(complaint(npy_file("{'descr': [('a', '<i2')], 'fortran_order': False}", {})),
            "f: holds records of several fields, but only arrays of numbers can be read");
}

TEST(NumpyMessage, RefusesSizesThatAreAbsurd) {
  EXPECT_EQ(complaint(npy("|u1", "(65536, 65536)", 8)),
            "f: the array has 4294967296 elements or more, but at most 2147483648 can be read");
  EXPECT_EQ(complaint(npy("|u1", "(99999999999999999999,)", 8)),
            "f: a dimension of the array is 9999999999 or more, but at most 2147483648 elements "
            "can be read");
  EXPECT_EQ(complaint(npy("|u1", "(2147483648,)", 8)),
            "f: is truncated: 2147483648 elements of uint8 need 2147483648 bytes, but there are 8");
  std::string shape = "(";
  for (int i = 0; i < 33; ++i) shape += "1,";
  EXPECT_EQ(complaint(npy("|u1", shape + ")", 1)), "f: the array has more than 32 dimensions");
}

TEST(NumpyMessage, RefusesNumbersBeyondSixtyThreeBits) {
  EXPECT_EQ(complaint(npy_file(npy_dictionary("<u8", "(2,)"),
                               bytes_of<std::uint64_t>({1, 0xFFFFFFFFFFFFFFFF}))),
            "f: element 1 is 18446744073709551615, but numbers end at 9223372036854775807");
}

TEST(NumpyMessage, SaysWhereAHeaderIsMalformed) {
  EXPECT_EQ(complaint(npy_file("{'descr' '<i2'}", {})),
            "f: the .npy header is malformed: ':' is expected at its character 10");
  EXPECT_EQ(complaint(npy_file("{'descr': '<i2'}", {})),
            "f: the .npy header must have descr, fortran_order and shape, and lacks one of them");
  EXPECT_EQ(complaint(npy_file("{'size': 3}", {})),
            "f: the .npy header is malformed: another key is expected at its character 9");
  EXPECT_EQ(complaint(npy_file(npy_dictionary("|u1", "(-1,)"), {})),
            "f: the .npy header is malformed: a number is expected at its character 52");
  EXPECT_EQ(complaint(npy_file("{", {}, 4)),
            "f: is of .npy version 4, but only 1, 2 and 3 can be read");
}

Bytes npz(bool deflated) {
  const auto member = npy("<i2", "(3, 4)", 24);
  return npz_file({{"weight.npy", member, deflated}, {"bias.npy", member, deflated}});
}

TEST(NumpyMessage, ListsTheArraysWhenTheNamedOneIsNotThere) {
  EXPECT_EQ(complaint(npz(false), "wieght"),
            "f: holds no array \"wieght\", only \"weight\", \"bias\"; did you mean \"weight\"?");
  EXPECT_EQ(complaint(npz(false), "x"), "f: holds no array \"x\", only \"weight\", \"bias\"");
  EXPECT_EQ(complaint(npz(false)),
            "f: is a .npz file: say which of its arrays is meant: \"weight\", \"bias\"");
  EXPECT_EQ(complaint(npz_file({}), "x"), "f: holds no arrays");
  EXPECT_EQ(complaint(npy("|u1", "(1,)", 1), "x"),
            "f: is a .npy file, whose one array has no name, but \"x\" is asked for");
}

TEST(NumpyMessage, SaysThatAMemberIsDamaged) {
  auto file = npz(false);
  file[30 + 10 + 80] ^= 1;
  EXPECT_EQ(complaint(file, "weight"),
            "f: member \"weight.npy\" has the checksum 9a4febc0, but the directory says 1de92083: "
            "it is damaged");
}

constexpr std::size_t directory_entry = 46;  // its fixed part, before the name

/// The file with a little-endian number of its last directory entry ("bias.npy") changed.
Bytes with_field(Bytes file, std::size_t field, std::uint64_t number, int width) {
  const auto entry = file.size() - 22 - directory_entry - std::string("bias.npy").size();
  for (int i = 0; i < width; ++i) {
    file[entry + field + i] = static_cast<std::uint8_t>(number >> (8 * i));
  }
  return file;
}

TEST(NumpyMessage, RefusesWhatZipCanDoAndNumpyDoesNot) {
  EXPECT_EQ(complaint(with_field(npz(true), 8, 1, 2), "bias"),
            "f: member \"bias.npy\" is encrypted, which cannot be read");
  EXPECT_EQ(complaint(with_field(npz(true), 10, 12, 2), "bias"),
            "f: member \"bias.npy\" is packed by zip method 12, but only 0 (stored) and 8 "
            "(deflated) can be read");
  EXPECT_EQ(complaint(with_field(npz(true), 24, 0xFFFFFFFF, 4), "bias"),
            "f: is a zip64 archive, but only plain zip archives (below 4 GiB) can be read");
}

TEST(NumpyMessage, RefusesAMemberThatPromisesMoreThanItsBytesCanHold) {
  EXPECT_EQ(complaint(with_field(npz(false), 24, 0xFFFFFFF0, 4), "bias"),
            "f: member \"bias.npy\" promises 4294967280 bytes, but its 97 packed bytes can hold "
            "at most 97");
  EXPECT_EQ(complaint(with_field(npz(true), 24, 99, 4), "bias"),
            "f: member \"bias.npy\" promises 99 bytes, but unpacks to 97");
  EXPECT_EQ(complaint(with_field(npz(true), 24, 96, 4), "bias"),
            "f: member \"bias.npy\" promises 96 bytes, but unpacks to more than 96");
}

TEST(NumpyMessage, SaysThatAnArchiveIsTruncated) {
  auto file = npz(true);
  file.resize(100);
  EXPECT_EQ(complaint(file, "bias"),
            "f: is a zip archive of 100 bytes that does not end with a directory: it is truncated "
            "or damaged");
  EXPECT_EQ(complaint(with_field(npz(true), 42, 0xFFFFFF, 4), "bias"),
            "f: member \"bias.npy\" is said to begin at byte 16777215, but no member does");
}

/// Changes a few random bytes, or cuts the file off.
Bytes damaged(Bytes file, PhiloxStream& random) {
  const auto changes = 1 + random() % 4;
  for (std::uint32_t i = 0; i < changes; ++i) {
    file[random() % file.size()] =
        static_cast<std::uint8_t>(random() % 3 == 0 ? 0xFF : random() % 256);
  }
  if (random() % 8 == 0) file.resize(random() % file.size());
  return file;
}

TEST(Numpy, NeverDoesWorseThanAMessageOnDamagedFiles) {
  const std::vector<Bytes> files = {npy("<i2", "(3, 4)", 24),
                                    npy_file(npy_dictionary("<f8", "(2, 2, 2)", true), Bytes(64)),
                                    npz(false), npz(true)};
  PhiloxStream random(2026, 0);
  int read = 0, refused = 0;
  for (int round = 0; round < 3000; ++round) {
    for (const auto& file : files) {
      const auto variant = damaged(file, random);
      const std::string array = &file >= &files[2] ? "bias" : "";
      complaint(variant, array).empty() ? ++read : ++refused;
    }
  }
  EXPECT_GT(read, 1000);
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace sim::tensor
