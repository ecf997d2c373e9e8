// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/law.h"

#include <gtest/gtest.h>

#include "tests/base/temporary_folder.h"
#include "tests/ledger/message_of.h"

namespace sim::ledger {
namespace {

Account with(const Attributes& attributes) {
  return {.box = "pe", .component = "part", .kind = "thing", .attributes = attributes};
}

std::string problem_of(const Law& law, const Attributes& attributes) {
  return message_of([&] { law.price(with(attributes)); });
}

TEST(Law, AConstantNeedsNoAttributes) { EXPECT_EQ(Law::constant(0.029).price(with({})), 0.029); }

TEST(Law, APolynomialStartsWithTheConstant) {
  const auto law = Law::polynomial("bits", {1, 10, 100});
  EXPECT_EQ(law.price(with({{"bits", 0}})), 1);
  EXPECT_EQ(law.price(with({{"bits", 2}})), 1 + 20 + 400);
}

TEST(Law, APolynomialIsMultipliedByOtherAttributes) {
  const auto law = Law::polynomial("bits", {0, 6}, {"entries", "ports"});
  EXPECT_EQ(law.price(with({{"bits", 16}, {"entries", 8}, {"ports", 2}})), 6 * 16 * 8 * 2);
}

TEST(Law, APartMayDoubleWithEachUnitOfTheAttribute) {
  const auto law = Law::polynomial("bits", {1, 10}, {"ports"}, 0.5);
  EXPECT_EQ(law.price(with({{"bits", 8}, {"ports", 3}})), 3 * (1 + 80 + 0.5 * 256));
}

TEST(Law, NamesAnAttributeThatIsNotStated) {
  const auto law = Law::polynomial("bits", {0, 6}, {"entries"});
  EXPECT_EQ(problem_of(law, {{"entries", 8}}),
            "the price of thing depends on its bits, which is not stated");
  EXPECT_EQ(problem_of(law, {{"bits", 8}}),
            "the price of thing depends on its entries, which is not stated");
}

TEST(Law, NothingHasANegativePriceOrAnInfiniteOne) {
  const auto law = Law::polynomial("bits", {-5, 1});
  EXPECT_EQ(law.price(with({{"bits", 5}})), 0);
  EXPECT_EQ(problem_of(law, {{"bits", 2}}), "the price of thing would be -3 for its attributes");
  EXPECT_EQ(problem_of(Law::polynomial("bits", {0, 10}), {{"bits", 1e308}}),
            "the price of thing would be inf for its attributes");
}

TEST(Law, ATableIsAskedAtBytesAndWidth) {
  const TemporaryFolder folder;
  const auto file = folder.write("t.csv",
                                 "node_nm,device,bytes,width_bits,read_pJ,write_pJ,leak_mW,area_mm2"
                                 "\n45,lp,1024,32,1,2,3,4\n");
  const auto table = std::make_shared<const SramTable>(SramTable::read(file, 45, "lp"));
  const auto law = Law::table(table, SramTable::Column::area_mm2, 1e6);
  EXPECT_EQ(law.price(with({{"bytes", 1024}, {"width_bits", 32}})), 4e6);
  EXPECT_EQ(problem_of(law, {{"width_bits", 32}}),
            "the price of thing depends on its bytes, which is not stated");
  EXPECT_EQ(problem_of(law, {{"bytes", 1024}, {"width_bits", 0}}),
            "the price of thing depends on its width_bits, which must be above 0, not 0");
  EXPECT_THROW(Law::table(nullptr, SramTable::Column::read_pj), Fault);
}

}  // namespace
}  // namespace sim::ledger
