// SPDX-License-Identifier: Apache-2.0
// The whole machine: outputs, engines, cycles, counters, figures.
#include <gtest/gtest.h>

#include "tests/ese/plain_time.h"

namespace arch::ese::test {
namespace {

TEST(EseMachine, OutputsEqualTheReferenceOnRandomLstms) {
  EXPECT_TRUE(holds_for_random_lstms(
      600, [](const LstmCase& one) { RC_ASSERT(run(one).sums == reference(one)); }));
}

TEST(EseMachine, BothEnginesReportTheSame) {
  EXPECT_TRUE(holds_for_random_lstms(
      300, [](const LstmCase& one) { RC_ASSERT(same(run(one), run(one, Engine::lockstep))); }));
}

// Memories that never let the PEs wait.
LstmCase without_memory_stalls(LstmCase one) {
  one.config.buffers = 16;
  one.config.weight_entries = 1 << 16;
  one.config.pointers = 1 << 16;
  one.config.dram_gb_per_s = 1e6;
  one.config.dram_latency = 1;
  return one;
}

std::int64_t pass_cycles(const LstmCase& one) {
  const auto rate = one.config.elements_per_cycle;
  return one.config.broadcast_latency + (one.shape().cells + rate - 1) / rate +
         one.config.element_wise_depth();
}

TEST(EseMachine, AStateTakesTheLongerOfItsMatrixAndItsPassAndTheSwitch) {
  EXPECT_TRUE(holds_for_random_lstms(300, [](const LstmCase& drawn) {
    const auto one = without_memory_stalls(drawn);
    const auto result = run(one);
    std::map<std::string, std::int64_t> expected;
    const auto passes = static_cast<std::int64_t>(one.inputs.count() + one.config.channels - 1) /
                        one.config.channels * one.shape().steps;
    for (const auto& state : schedule(one.shape())) {
      std::int64_t cycles = state.pass == Pass::none ? 0 : pass_cycles(one);
      if (state.multiplies()) {
        const auto matrix = one.weights.matrices[state.matrix_number()].matrix.decode();
        cycles = std::max(cycles, plain_matrix_cycles(one.config, matrix));
      }
      expected[state.phase] += passes * (cycles + one.config.switch_cycles);
    }
    for (const auto& [name, cycles] : expected) {
      RC_LOG() << name << ": " << cycles_of(result, name) << " instead of " << cycles << '\n';
      RC_ASSERT(cycles_of(result, name) == cycles);
      RC_ASSERT(phase(result, name).count == passes);
    }
  }));
}

// Both memories work in parallel; each is a lower bound, and so are the states without stalls. All
// one after the other is an upper one: a chunk's or tile's latency, then its transfer.
TEST(EseMachine, StaysWithinItsBoundsOnRandomLstms) {
  EXPECT_TRUE(holds_for_random_lstms(300, [](const LstmCase& one) {
    const auto result = run(one), ideal = run(without_memory_stalls(one));
    RC_ASSERT(result.time >= ideal.time);
    RC_ASSERT(double(result.macs_effectual) <=
              double(result.cycles()) * result.mac_slots_per_cycle);
    const auto& config = one.config;
    const auto passes = phase(result, "Wix").count;
    std::int64_t weights = 0, vectors = 0, latencies = 0;
    const auto mapping = map_layer(config, one.layer, one.weights, one.inputs.count());
    for (const auto& mapped : mapping.matrices) {
      for (const auto words : mapped.chunks) {
        weights += config.dram_cycles(words * config.processing_elements * config.entry_bits());
      }
      for (const auto& tile : mapped.tiles) {
        vectors +=
            config.dram_cycles(tile.pointers() * config.processing_elements * config.pointer_bits);
      }
      latencies += static_cast<std::int64_t>(mapped.chunks.size() + mapped.tiles.size());
    }
    const auto values = one.shape().inputs + one.shape().outputs();
    vectors += 2 + config.dram_cycles(std::int64_t{values} * config.channels * 16);
    const auto resident = config.dram_cycles(std::int64_t{7} * one.shape().cells * 16);
    RC_ASSERT(result.cycles() >= passes * weights);
    latencies = (latencies + 4) * (config.dram_latency + 1);
    RC_ASSERT(result.cycles() <=
              ideal.cycles() + resident + 1 + passes * (weights + vectors + latencies));
  }));
}

// Every cycle of every block is one of busy, idle and stalled.
TEST(EseMachine, BlocksAccountForEveryCycleOnRandomLstms) {
  EXPECT_TRUE(holds_for_random_lstms(200, [](const LstmCase& one) {
    const auto result = run(one);
    RC_ASSERT(result.blocks.size() == 5u);
    RC_ASSERT(account_for_all_time(result.blocks, result.time));
    sim::Time states{0};
    for (const auto& phase : result.phases) states += phase.time;
    RC_ASSERT(states <= result.time);
  }));
}

TEST(EseMachine, ASequenceEndsWhenItsBatchsLastOutputsAreWritten) {
  auto one = ones(fpga2017(), {3, 4, 2, true, 2});
  one.config.channels = 2;
  one.inputs.values.resize(5 * one.inputs.size, 1);
  const auto result = run(one);
  ASSERT_EQ(result.vector_ends.size(), 5u);
  EXPECT_EQ(result.vector_ends[0], result.vector_ends[1]);
  EXPECT_LT(result.vector_ends[1], result.vector_ends[2]);
  EXPECT_EQ(result.vector_ends[2], result.vector_ends[3]);
  EXPECT_LT(result.vector_ends[3], result.vector_ends[4]);
  EXPECT_EQ(result.vector_ends[4], result.time);
  EXPECT_EQ(result.sums, reference(one));
}

TEST(EseMachine, RunsLstmsOnly) {
  sim::workload::Layer layer;
  layer.shape = sim::workload::Lstm{};
  EXPECT_EQ(Ese(fpga2017()).refusal(layer), "");
  layer.shape = sim::workload::FullyConnected{};
  EXPECT_EQ(Ese(fpga2017()).refusal(layer), "ESE runs LSTMs, not a fully connected layer");
}

}  // namespace
}  // namespace arch::ese::test
