// SPDX-License-Identifier: Apache-2.0
#include "sim/tensor/numpy.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "sim/base/errors.h"
#include "tests/tensor/numpy_files.h"

namespace sim::tensor {
namespace {

using Integers = std::vector<std::int64_t>;
using Reals = std::vector<double>;

template <class T>
NumpyArray array_of(const std::string& descr, const std::vector<T>& values) {
  const auto shape = fmt::format("({},)", values.size());
  return parse_numpy(npy_file(npy_dictionary(descr, shape), bytes_of(values)), "a.npy", "");
}

template <class T>
void expect_integers(const std::string& descr, const std::string& dtype,
                     const std::vector<T>& values) {
  const auto array = array_of(descr, values);
  EXPECT_EQ(array.dtype, dtype);
  EXPECT_EQ(array.shape, Shape{values.size()});
  EXPECT_EQ(std::get<Integers>(array.values), Integers(values.begin(), values.end()));
}

template <class T>
std::vector<T> extremes() {
  return {std::numeric_limits<T>::min(), 0, 1, std::numeric_limits<T>::max()};
}

TEST(Numpy, ReadsSignedIntegersOfEveryWidth) {
  expect_integers("|i1", "int8", extremes<std::int8_t>());
  expect_integers("<i2", "int16", extremes<std::int16_t>());
  expect_integers("<i4", "int32", extremes<std::int32_t>());
  expect_integers("<i8", "int64", extremes<std::int64_t>());
}

TEST(Numpy, ReadsUnsignedIntegersOfEveryWidth) {
  expect_integers("|u1", "uint8", extremes<std::uint8_t>());
  expect_integers("<u2", "uint16", extremes<std::uint16_t>());
  expect_integers("<u4", "uint32", extremes<std::uint32_t>());
  expect_integers("<u8", "uint64", std::vector<std::uint64_t>{0, 0x7FFFFFFFFFFFFFFF});
}

TEST(Numpy, ReadsBooleansAsZeroAndOne) {
  const auto array = array_of("|b1", std::vector<std::uint8_t>{0, 1, 255});
  EXPECT_EQ(array.dtype, "bool");
  EXPECT_EQ(std::get<Integers>(array.values), (Integers{0, 1, 1}));
}

TEST(Numpy, ReadsFloatsOfBothWidths) {
  const auto narrow = array_of("<f4", std::vector<float>{0.5f, -3.25f});
  EXPECT_EQ(narrow.dtype, "float32");
  EXPECT_EQ(std::get<Reals>(narrow.values), (Reals{0.5, -3.25}));
  const auto wide = array_of("<f8", std::vector<double>{0.1, INFINITY});
  EXPECT_EQ(wide.dtype, "float64");
  EXPECT_EQ(std::get<Reals>(wide.values), (Reals{0.1, INFINITY}));
}

Integers six_numbers(const std::string& shape, bool fortran_order, int version = 1) {
  const std::vector<std::int8_t> values = {0, 1, 2, 3, 4, 5};
  const auto file =
      npy_file(npy_dictionary("|i1", shape, fortran_order), bytes_of(values), version);
  return std::get<Integers>(parse_numpy(file, "a.npy", "").values);
}

TEST(Numpy, KeepsTheOrderOfAnArrayInCOrder) {
  EXPECT_EQ(six_numbers("(2, 3)", false), (Integers{0, 1, 2, 3, 4, 5}));
}

TEST(Numpy, TurnsFortranOrderIntoCOrder) {
  EXPECT_EQ(six_numbers("(2, 3)", true), (Integers{0, 2, 4, 1, 3, 5}));
  EXPECT_EQ(six_numbers("(1, 3, 2)", true), (Integers{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(six_numbers("(6,)", true), (Integers{0, 1, 2, 3, 4, 5}));
}

TEST(Numpy, ReadsEveryVersionOfTheFormat) {
  for (const int version : {1, 2, 3}) EXPECT_EQ(six_numbers("(6,)", false, version).size(), 6u);
}

TEST(Numpy, ReadsScalarsAndEmptyArrays) {
  const auto scalar = parse_numpy(
      npy_file(npy_dictionary("<i2", "()", true), bytes_of<std::int16_t>({7})), "a.npy", "");
  EXPECT_EQ(scalar.shape, Shape{});
  EXPECT_EQ(std::get<Integers>(scalar.values), Integers{7});
  const auto empty = parse_numpy(npy_file(npy_dictionary("<i2", "(3, 0)", true), {}), "a.npy", "");
  EXPECT_EQ(empty.shape, (Shape{3, 0}));
  EXPECT_TRUE(std::get<Integers>(empty.values).empty());
}

TEST(Numpy, ReadsAHeaderThatIsWrittenDifferently) {
  const auto file = npy_file("{\"shape\":(2),\n\"fortran_order\":False,\"descr\":\"|u1\"}", {8, 9});
  EXPECT_EQ(std::get<Integers>(parse_numpy(file, "a.npy", "").values), (Integers{8, 9}));
}

class Npz : public testing::TestWithParam<bool> {
 protected:
  Bytes member(std::int16_t first) const {
    std::vector<std::int16_t> values(100000, 3);
    values[0] = first;
    return npy_file(npy_dictionary("<i2", "(1000, 100)"), bytes_of(values));
  }
  NpzMember named(const std::string& name, std::int16_t first) const {
    return {name, member(first), GetParam(), true};
  }
};

TEST_P(Npz, IsReadByTheNamesOfItsArrays) {
  const auto file = npz_file({named("weight.npy", 11), named("layer/bias.npy", 12)});
  const auto first = [&](const std::string& name) {
    const auto array = parse_numpy(file, "a.npz", name);
    EXPECT_EQ(array.shape, (Shape{1000, 100}));
    return std::get<Integers>(array.values).front();
  };
  EXPECT_EQ(first("weight"), 11);
  EXPECT_EQ(first("layer/bias"), 12);
}

TEST_P(Npz, MayEndWithACommentThatLooksLikeAnEnd) {
  const auto file = npz_file({named("w.npy", 1)}, "PK\5\6 this is no end of an archive");
  EXPECT_EQ(parse_numpy(file, "a.npz", "w").dtype, "int16");
}

INSTANTIATE_TEST_SUITE_P(StoredAndDeflated, Npz, testing::Bool());

TEST(Numpy, ListsTheArraysOfAFile) {
  const auto folder = std::filesystem::path(testing::TempDir());
  const auto write = [](const std::filesystem::path& path, const Bytes& bytes) {
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    return path;
  };
  const auto npy = npy_file(npy_dictionary("|u1", "(2,)"), {1, 2});
  const auto single = write(folder / "nzsim_list.npy", npy);
  const auto several =
      write(folder / "nzsim_list.npz", npz_file({{"b.npy", npy}, {"a.npy", npy}, {"readme", {}}}));
  EXPECT_EQ(list_arrays(single), std::vector<std::string>{""});
  EXPECT_EQ(list_arrays(several), (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(std::get<Integers>(read_numpy(single).values), (Integers{1, 2}));
  EXPECT_EQ(std::get<Integers>(read_numpy(several, "a").values), (Integers{1, 2}));
  std::filesystem::remove(single);
  std::filesystem::remove(several);
}

}  // namespace
}  // namespace sim::tensor
