// SPDX-License-Identifier: Apache-2.0
// Whole layers on random machines: right sums, equal engines, cycles to the letter.
#include <gtest/gtest.h>

#include "sim/base/quotient_up.h"
#include "sim/reference/effectual_products.h"
#include "tests/sot_mram/plain_time.h"

namespace arch::sot_mram::test {
namespace {

TEST(SotMramMachine, OutputsEqualTheReferenceInEveryEncoding) {
  EXPECT_TRUE(holds_for_random_layers(
      500, false, [](const LayerCase& layer) { RC_ASSERT(run(layer).sums == reference(layer)); }));
}

TEST(SotMramMachine, BothEnginesReportTheSame) {
  EXPECT_TRUE(holds_for_random_layers(200, false, [](const LayerCase& layer) {
    RC_ASSERT(same(run(layer), run(layer, Engine::lockstep)));
  }));
}

TEST(SotMramMachine, TimeCountsAndStallsNeedNoValues) {
  EXPECT_TRUE(holds_for_random_layers(200, false, [](const LayerCase& layer) {
    for (const auto engine : {Engine::decoupled, Engine::lockstep}) {
      RC_ASSERT(same_without_values(run(layer), run(layer, engine, false)));
    }
  }));
}

TEST(SotMramMachine, TakesTheCyclesOfThePlainModel) {
  EXPECT_TRUE(holds_for_random_layers(
      400, true, [](const LayerCase& layer) { RC_ASSERT(cycles(layer) == plain_time(layer)); }));
}

TEST(SotMramMachine, TimeOfEveryBlockAddsUp) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(account_for_all_time(result.blocks, result.time));
  }));
}

// Sharing can only cost: never faster than alone, never slower than one after the other.
TEST(SotMramMachine, StaysWithinItsBoundsOnRandomLayers) {
  EXPECT_TRUE(holds_for_random_layers(200, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    const auto arrays = layer.config.sub_array_count();
    const auto passes = count(result, "sub_array/accumulator", "add");
    RC_ASSERT(result.cycles() >= (passes * layer.config.sense_cycles() + arrays - 1) / arrays);
    std::int64_t busy = 0, bursts = 0;
    for (const auto& block : result.blocks) busy += block.busy / result.period;
    const auto mapping = layer.mapping();
    for (const auto& tile : mapping.tiles) {
      bursts += static_cast<std::int64_t>(sim::quotient_up(tile.written.count, mapping.burst)) + 1;
    }
    RC_ASSERT(result.cycles() <= busy + bursts * (2 + layer.config.pipeline_stages + 1));
    RC_ASSERT(result.vector_ends.size() == layer.inputs.count());
    for (const auto end : result.vector_ends) {
      RC_ASSERT(end > sim::Time{0});
      RC_ASSERT(end <= result.time);
    }
  }));
}

TEST(SotMramMachine, CountsTheProductsOfNonZeros) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](const LayerCase& layer) {
    const auto result = run(layer);
    RC_ASSERT(result.macs_effectual ==
              sim::reference::effectual_products(layer.shape, layer.matrix(), layer.inputs));
    RC_ASSERT(double(result.macs_effectual) <=
              double(result.cycles()) * result.mac_slots_per_cycle);
  }));
}

// Every tile's rows cross the bus once for the resident items and once for the written ones.
TEST(SotMramMachine, CountsEveryRowThatItWritesAndActivates) {
  EXPECT_TRUE(holds_for_random_layers(100, false, [](LayerCase layer) {
    layer.config.skip_zero_rows = false;
    const auto mapping = layer.mapping();
    std::int64_t cells = 0, sensed = 0, passes = 0, rows = 0, sums = 0;
    for (const auto& tile : mapping.tiles) {
      const auto stay =
          static_cast<std::int64_t>(tile.resident.count) * mapping.resident_code().planes();
      const auto move =
          static_cast<std::int64_t>(tile.written.count) * mapping.written_code().planes();
      const auto here =
          mapping.weights_stay ? (stay + tile.unit_row) * move : stay * (move + tile.unit_row);
      rows += stay + move;
      cells += (stay + move) * tile.columns;
      passes += here;
      sensed += here * tile.columns;
      sums += static_cast<std::int64_t>(tile.resident.count * tile.written.count);
    }
    const auto result = run(layer);
    const auto counted = [&](const char* path, const char* verb) {
      return count(result, path, verb);
    };
    RC_ASSERT(counted("sub_array/cells", "and") == sensed);
    RC_ASSERT(counted("sub_array/cells", "write") == cells);
    const int references = layer.config.sensing == Sensing::logic_xor ? 2 : 1;
    RC_ASSERT(counted("sub_array/sense_amplifiers", "sense") == references * sensed);
    RC_ASSERT(counted("sub_array/bit_counter", "count") == sensed);
    RC_ASSERT(counted("sub_array/row_decoder", "activate") == 2 * passes + rows);
    RC_ASSERT(counted("sub_array/shifter", "shift") == passes);
    RC_ASSERT(counted("digital_unit/adders", "add") == sums);
    RC_ASSERT(counted("digital_unit/quantisers", "shift") ==
              static_cast<std::int64_t>(result.sums.size()));
    RC_ASSERT(counted("bus/wires", "move") == cells);
    RC_ASSERT(counted("kernel_bank/cells", "read") + counted("image_bank/cells", "read") +
                  counted("off_chip/dram", "read") ==
              cells);
  }));
}

}  // namespace
}  // namespace arch::sot_mram::test
