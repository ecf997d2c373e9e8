// SPDX-License-Identifier: Apache-2.0
// Closed forms, derived by hand. T is the cycle in which something happens, counted from the
// beginning of a state.
#include <gtest/gtest.h>

#include "tests/ese/lstm_case.h"

namespace arch::ese::test {
namespace {

using sim::workload::Lstm;

class EseTiming : public testing::TestWithParam<Engine> {
 protected:
  std::int64_t cycles(const LstmCase& one, const std::string& phase) const {
    return cycles_of(run(one, GetParam()), phase);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, EseTiming, testing::Values(Engine::decoupled, Engine::lockstep));

// The first column is visible at T = 1; 4 x 3 entries are issued until T = 13 and drain for
// 1 + 1 + 4 - 1 cycles.
TEST_P(EseTiming, AMatrixTakesItsEntriesTheBroadcastAndTheDrain) {
  EXPECT_EQ(cycles(ones(one_processing_element(), {2, 4, 3, false}), "Wir"), 1 + 12 + 5);
}

// One command arrives at T = 1; 6 cells are begun until T = 7 and leave after 12 cycles.
TEST_P(EseTiming, APassTakesItsCellsAndItsDepth) {
  auto one = ones(one_processing_element(), {1, 6, 1, false});
  EXPECT_EQ(cycles(one, "o"), 1 + 6 + 12);
  one.config.elements_per_cycle = 4;
  EXPECT_EQ(cycles(one, "o"), 1 + 2 + 12);
  one.config.broadcast_latency = 3;
  EXPECT_EQ(cycles(one, "o"), 3 + 2 + 12);
  one.config.table_cycles += 1;
  one.config.buffer_read_cycles += 2;
  EXPECT_EQ(cycles(one, "o"), 3 + 2 + 15);
}

TEST_P(EseTiming, APassHidesAShorterMatrix) {
  const auto one = ones(one_processing_element(), {1, 6, 1, true});
  EXPECT_EQ(cycles(one, "Wix"), 1 + 6 + 12);
  EXPECT_EQ(cycles(one, "Wfx"), 1 + 6 + 12);
  EXPECT_EQ(cycles(one, "Wfr"), 1 + 6 + 5);
}

TEST_P(EseTiming, AMatrixHidesAShorterPass) {
  const auto one = ones(one_processing_element(), {5, 6, 1, true});
  EXPECT_EQ(cycles(one, "Wix"), 1 + 30 + 5);
}

TEST_P(EseTiming, WithoutPeepholesNothingIsDoneBesideTheFirstMatrix) {
  const auto one = ones(one_processing_element(), {1, 6, 1, false});
  EXPECT_EQ(cycles(one, "Wix"), 1 + 6 + 5);
}

TEST_P(EseTiming, EveryStatePaysTheSwitch) {
  auto one = ones(one_processing_element(), {1, 6, 2, true});
  const auto pass = cycles(one, "o"), matrix = cycles(one, "Wir"), both = cycles(one, "Wym");
  EXPECT_EQ(both, pass + 1 + 12 + 5);
  one.config.switch_cycles = 7;
  EXPECT_EQ(cycles(one, "o"), pass + 7);
  EXPECT_EQ(cycles(one, "Wir"), matrix + 7);
  EXPECT_EQ(cycles(one, "Wym"), both + 14);
}

// 64 bits per cycle: 4 weights, or 4 values, or 4 pointers.
Config narrow_memory() {
  auto config = one_processing_element();
  config.dram_gb_per_s = 1.6;
  config.dram_latency = 10;
  return config;
}

// 12 x 1 weights pass in T = 0, 1, 2 and are there 10 cycles later; 12 x 4 biases and the input
// pass in 13 cycles, two pointers in T = 13.
TEST_P(EseTiming, TheFirstStateWaitsForWeightsInputsAndPointers) {
  auto one = ones(narrow_memory(), {1, 12, 1, false});
  EXPECT_EQ(cycles(one, "initial"), 13 + 10);
  one.config.dram_latency = 11;
  EXPECT_EQ(cycles(one, "initial"), 13 + 11);
  one.shape().peepholes = true;  // 12 x 3 more
  EXPECT_EQ(cycles(one, "initial"), 22 + 11);
}

// Half a weight per cycle, latency 10, 2 buffers of 8 of a column's 24 weights. Two chunks are
// there when the state begins. The first one's entries are issued from T = 1 to T = 9; its buffer
// is free at T = 10, the third chunk passes in 16 cycles and is there at T = 10 + 15 + 10; 8
// entries, drain.
TEST_P(EseTiming, AFetchWaitsForItsBuffer) {
  auto one = ones(one_processing_element(), {1, 24, 1, false});
  one.config.dram_gb_per_s = 0.2;
  one.config.dram_latency = 10;
  one.config.weight_entries = 8;
  one.config.buffers = 2;
  EXPECT_EQ(cycles(one, "Wix"), 35 + 8 + 5);
  one.config.dram_latency = 11;
  EXPECT_EQ(cycles(one, "Wix"), 36 + 8 + 5);
  one.config.buffers = 3;
  EXPECT_EQ(cycles(one, "Wix"), 1 + 24 + 5);
}

TEST_P(EseTiming, WithTwoBuffersTheNextFetchIsHidden) {
  auto one = ones(narrow_memory(), {1, 16, 1, false});
  one.config.weight_entries = 8;
  EXPECT_EQ(cycles(one, "Wix"), 1 + 16 + 5);
}

// Six columns of one entry in tiles of two; a tile's three pointers pass in 6 cycles, in T = -15,
// -9 and -3 at the earliest, and are there 10 + 5 cycles after they begin. A queue of one entry
// lets a column be taken every second cycle: the third at T = 6, when its pointers are there. With
// two buffers the last tile's begins when the first is free, at T = 5, and is there at T = 20; with
// three it is there at T = 12.
TEST_P(EseTiming, PointersWaitForTheirBufferAndForThoseBefore) {
  auto one = ones(one_processing_element(), {6, 1, 1, false});
  one.config.dram_gb_per_s = 0.2;
  one.config.dram_latency = 10;
  one.config.queue_entries = 1;
  one.config.pointers = 3;
  one.config.buffers = 2;
  EXPECT_EQ(cycles(one, "Wix"), 20 + 3 + 5);
  one.config.buffers = 3;
  EXPECT_EQ(cycles(one, "Wix"), 12 + 3 + 5);
}

// A weight of 16 bits passes in 8 cycles.
TEST_P(EseTiming, AMatrixIsNotFasterThanItsMemory) {
  auto one = ones(one_processing_element(), {2, 40, 30, false});
  one.config.dram_gb_per_s = 0.05;
  one.config.weight_entries = 10;
  one.config.buffers = 2;
  const auto wir = cycles(one, "Wir");
  EXPECT_GE(wir, (1200 - 30) * 8);
  EXPECT_LE(wir, 1200 * 8 + 100);
}

// A step's outputs, 4 values, are written while the next step runs; the last ones are not hidden.
TEST_P(EseTiming, OnlyTheLastOutputsWriteIsNotHidden) {
  auto one = ones(narrow_memory(), {1, 12, 4, false, 1});
  one.config.buffers = 2;
  const auto once = run(one, GetParam());
  const auto states = [](const LayerRun& result) {
    sim::Time sum{0};
    for (const auto& phase : result.phases) sum += phase.time;
    return sum / result.period;
  };
  EXPECT_EQ(once.cycles(), states(once) + 1 + 1);
  auto thrice = ones(one.config, {1, 12, 4, false, 3});
  const auto result = run(thrice, GetParam());
  EXPECT_EQ(result.cycles(), states(result) + 1 + 1);
  EXPECT_EQ(cycles_of(result, "o"), 3 * cycles_of(once, "o"));
}

}  // namespace
}  // namespace arch::ese::test
