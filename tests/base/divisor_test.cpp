// SPDX-License-Identifier: Apache-2.0
#include "sim/base/divisor.h"

#include <gtest/gtest.h>

namespace sim {
namespace {

constexpr std::uint32_t most = 0x7fffffff;

// The dividends at which a factor that is a little off is wrong first: around multiples.
void check_around_multiples(std::uint32_t value) {
  const Divisor divisor(value);
  const std::uint64_t last = most / value;
  for (const std::uint64_t k : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{2}, last / 2,
                                last - (last > 0), last, last + 1}) {
    for (std::int64_t n = static_cast<std::int64_t>(k * value) - 1;
         n <= static_cast<std::int64_t>(k * value) + 1; ++n) {
      if (n < 0 || n > most) continue;
      const auto dividend = static_cast<std::uint32_t>(n);
      ASSERT_EQ(divisor.quotient(dividend), dividend / value) << dividend << " / " << value;
    }
  }
  ASSERT_EQ(divisor.quotient(most), most / value) << value;
}

TEST(Divisor, DividesEverySmallNumberByEverySmallNumber) {
  for (std::uint32_t value = 1; value <= 300; ++value) {
    const Divisor divisor(value);
    for (std::uint32_t n = 0; n < 3000; ++n) ASSERT_EQ(divisor.quotient(n), n / value);
  }
}

TEST(Divisor, IsExactAroundAllMultiplesUpTo31Bits) {
  for (std::uint32_t value = 1; value < 70000; ++value) check_around_multiples(value);
}

TEST(Divisor, IsExactForDivisorsAroundPowersOfTwo) {
  for (std::uint64_t power = 1; power <= std::uint64_t{1} << 31; power *= 2) {
    for (std::uint64_t value = power - (power > 1); value <= power + 1; ++value) {
      if (value <= std::uint64_t{1} << 31) {
        check_around_multiples(static_cast<std::uint32_t>(value));
      }
    }
  }
}

}  // namespace
}  // namespace sim
