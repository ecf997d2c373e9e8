// SPDX-License-Identifier: Apache-2.0
// What every pruning structure promises.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "tests/workload/pruning/case.h"

namespace sim::workload::pruning {
namespace {

// FNV-1a over the places and values of the non-zeros.
std::uint64_t checksum(const tensor::Csc& matrix) {
  std::uint64_t hash = 14695981039346656037u;
  const auto add = [&hash](const auto& range) {
    for (const auto number : range) {
      hash = (hash ^ static_cast<std::uint64_t>(number)) * 1099511628211u;
    }
  };
  add(matrix.start);
  add(matrix.row);
  add(matrix.value);
  return hash;
}

TEST(Structures, PruningNeverChangesAWeightThatItKeeps) {
  EXPECT_TRUE(rc::check([] {
    const auto structure = *rc::gen::elementOf(all_structures());
    auto geometry = any_geometry();
    geometry.kernel_height = std::max(geometry.kernel_height, 2);
    geometry.kernel_width = std::max(geometry.kernel_width, 2);
    geometry.columns = geometry.kernel_area() * 5;
    const Case pruned(geometry, structure, 0.25, *rc::gen::inRange(-5, 5));
    const auto values = pruned.dense().values();
    std::map<int, std::set<int>> by_sign;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto kept = pruned.pruned().values()[i];
      if (kept == 0) continue;
      if (std::holds_alternative<Ternary>(structure)) {
        RC_ASSERT((kept > 0) == (values[i] > 0));
        by_sign[kept > 0].insert(kept);
      } else {
        // Unstructured weights come from a finer table of magnitudes.
        RC_ASSERT(std::abs(kept - values[i]) <=
                  (std::holds_alternative<Unstructured>(structure) ? 1500 : 0));
      }
    }
    for (const auto& [sign, different] : by_sign) RC_ASSERT(different.size() == 1u);
  }));
}

TEST(Structures, ThreeNamesForTheSameThing) {
  EXPECT_TRUE(rc::check([] {
    const auto geometry = any_geometry();
    const auto density = *rc::gen::elementOf(std::vector<double>{0.1, 0.5, 0.8});
    const auto pruned = [&](const Structure& structure) {
      return Case(geometry, structure, density).pruned();
    };
    RC_ASSERT(pruned(Row()) == pruned(Filter()));
    RC_ASSERT(pruned(Kernel()) == pruned(Block{1, geometry.kernel_area()}));
    RC_ASSERT(pruned(Row()) == pruned(Block{1, geometry.columns}));
  }));
}

TEST(Structures, TheSameSeedGivesTheSameTensorEverywhere) {
  const Geometry geometry{48, 16 * 9, 3, 3, 1};
  const Quantisation shared = {.bits = 16, .codebook_bits = 4};
  std::map<std::string, std::uint64_t> checksums;
  for (const auto& structure : all_structures()) {
    Synthesis synthesis{.density = 0.25, .seed = 42, .structure = structure};
    if (has_row_spread(structure)) synthesis.row_spread = 0.2;
    if (has_column_spread(structure)) synthesis.column_spread = 0.1;
    const Synthesis bias{.density = 0.5};
    checksums[name_of(structure)] =
        checksum(synthesise_weights(geometry, synthesis, &bias, shared, "c/weights"));
  }
  const std::map<std::string, std::uint64_t> expected = {
      {"balanced", 2494260458600419445u},      {"block", 7507839624981542836u},
      {"channel", 4982870533145359656u},       {"column", 1454826688321666639u},
      {"darb", 502651670166734258u},           {"filter", 17118293711345117779u},
      {"kernel", 18218161163657062746u},       {"n_of_m", 9165158228569730369u},
      {"pattern", 15423436328528470292u},      {"pattern_connectivity", 3965623022766708298u},
      {"row", 17118293711345117779u},          {"ternary", 4096143698473354197u},
      {"unstructured", 13620419917785959925u}, {"vector", 5723261691893616171u}};
  EXPECT_EQ(checksums, expected);
}

TEST(Structures, TheBiasHasNone) {
  const Geometry geometry{300, 30, 3, 2, 1};
  for (const auto& structure : all_structures()) {
    const Synthesis bias{.density = 1};
    const auto matrix =
        synthesise_weights(geometry, {.density = 0.1, .structure = structure}, &bias, {}, "t");
    EXPECT_NO_THROW(matrix.check());
    EXPECT_EQ(matrix.columns, 31);
    EXPECT_EQ(matrix.start[31] - matrix.start[30], 300u) << name_of(structure);
    const std::set<int> values(matrix.value.begin() + matrix.start[30], matrix.value.end());
    EXPECT_GT(values.size(), 250u) << name_of(structure);
  }
}

TEST(Structures, TernaryWeightsAreTheMeansOfTheirSigns) {
  const Geometry geometry{200, 200, 1, 1, 1};
  const Quantisation scaled = {.bits = 16, .scale = 8000};
  const Synthesis ternary{.density = 0.3173, .structure = Ternary()};
  const auto matrix = synthesise_weights(geometry, ternary, nullptr, scaled, "t");
  EXPECT_EQ(matrix.nonzeros(), 12692);
  const std::set<int> values(matrix.value.begin(), matrix.value.end());
  ASSERT_EQ(values.size(), 2u);
  // Beyond one standard deviation, a normal distribution has the mean 2 phi(1) / 0.3173 = 1.5251.
  EXPECT_NEAR(*values.begin(), -8000 * 1.5251, 60);
  EXPECT_NEAR(*values.rbegin(), 8000 * 1.5251, 60);
}

TEST(Structures, TernaryWeightsFillTheirWidth) {
  const Synthesis ternary{.density = 0.5, .structure = Ternary()};
  const auto matrix = synthesise_weights(50, 50, ternary, nullptr, {.bits = 8}, "t");
  EXPECT_EQ(std::max(*std::max_element(matrix.value.begin(), matrix.value.end()),
                     static_cast<std::int16_t>(
                         -*std::min_element(matrix.value.begin(), matrix.value.end()))),
            127);
}

}  // namespace
}  // namespace sim::workload::pruning
