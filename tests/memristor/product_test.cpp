// SPDX-License-Identifier: Apache-2.0
// Layers on crossbars: lossless settings equal the plain matrix product, all settings equal their
// definition.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "arch/memristor/definition.h"
#include "sim/base/errors.h"
#include "tests/memristor/random_layer.h"

namespace arch::memristor::test {
namespace {

const std::vector<Encoding> encodings = {Encoding::offset, Encoding::fragments,
                                         Encoding::differential};

RC_GTEST_PROP(MemristorProduct, IsTheMatrixProductWhereTheAdcHasEverySum, ()) {
  const auto layer = random_layer(*rc::gen::elementOf(encodings), true);
  CrossbarMatrix crossbars(layer.weights, layer.design);
  RC_ASSERT(crossbars.multiply(layer.inputs) == dot_products(layer.weights, layer.inputs));
  RC_ASSERT(crossbars.counts().clips == 0);
}

RC_GTEST_PROP(MemristorProduct, EqualsItsDefinitionWithAnyAdc, ()) {
  const auto layer = random_layer(*rc::gen::elementOf(encodings), false);
  CrossbarMatrix crossbars(layer.weights, layer.design);
  DefinedMatrix plain(layer.weights, layer.design);
  for (int i = 0; i < 2; ++i) {
    RC_ASSERT(crossbars.multiply(layer.inputs) == plain.multiply(layer.inputs));
    RC_ASSERT(crossbars.counts() == plain.counts());
  }
}

RC_GTEST_PROP(MemristorProduct, DoesNotDependOnWhatWasMultipliedBefore, ()) {
  const auto layer = random_layer(*rc::gen::elementOf(encodings), false);
  CrossbarMatrix crossbars(layer.weights, layer.design);
  const auto first = crossbars.multiply(layer.inputs);
  const auto counts = crossbars.counts();
  RC_ASSERT(crossbars.multiply(layer.inputs) == first);
  auto twice = counts;
  twice += counts;
  RC_ASSERT(crossbars.counts() == twice);
}

RC_GTEST_PROP(MemristorProduct, DevicesWithoutEffectsAreIdealCells, ()) {
  auto layer = random_layer(*rc::gen::elementOf(encodings), false);
  CrossbarMatrix ideal(layer.weights, layer.design);
  layer.design.effects = DeviceEffects{};
  CrossbarMatrix devices(layer.weights, layer.design);
  RC_ASSERT(devices.multiply(layer.inputs) == ideal.multiply(layer.inputs));
  RC_ASSERT(devices.counts() == ideal.counts());
}

RC_GTEST_PROP(MemristorProduct, SkippingZerosOnlySavesReads, ()) {
  auto layer = random_layer(Encoding::fragments, true);
  layer.design.adc.low = 0;  // otherwise lossless, but nothing read would not be 0
  layer.design.adc.bits = std::min(16, layer.design.adc.bits + 2);
  layer.design.skip_zeros = false;
  CrossbarMatrix all(layer.weights, layer.design);
  layer.design.skip_zeros = true;
  CrossbarMatrix skipping(layer.weights, layer.design);
  RC_ASSERT(skipping.multiply(layer.inputs) == all.multiply(layer.inputs));
  RC_ASSERT(skipping.counts().reads <= all.counts().reads);
}

RC_GTEST_PROP(MemristorProduct, SaysBeforehandHowManyReadsItTakes, ()) {
  const auto layer = random_layer(Encoding::fragments, false);
  const auto rows =
      std::min<std::size_t>(layer.inputs.size(), static_cast<std::size_t>(layer.design.rows));
  Weights block({rows, 1});  // all 0: of one sign
  CrossbarDesign design = layer.design;
  CrossbarMatrix crossbars(block, design);
  EncodedArray array = empty_array(rows, 1, design.weight, design.fragment_rows, Unit::none);
  ArrayUnit unit(array, Adc(design.adc), std::nullopt, 0);
  InputSlices inputs(design.input, static_cast<int>(rows));
  const auto values = std::span(layer.inputs).first(rows);
  inputs.load(values);
  crossbars.multiply(values);
  RC_ASSERT(unit.reads(inputs, design.skip_zeros) == crossbars.counts().reads);
}

TEST(MemristorProduct, TakesOneConversionPerProductOnIsaacsArrayAndAQuarterWithBytes) {
  // Conversions per multiplication = input slices x weight slices / rows.
  for (const auto& [bits, quarter_conversions] : {std::pair{16, 4}, std::pair{8, 1}}) {
    CrossbarDesign design{.rows = 128,
                          .columns = 128,
                          .input = {bits, true, 1},
                          .weight = {bits, 2},
                          .unit = Unit::counter};
    const auto outputs = static_cast<std::size_t>(128 / design.weight.slices());
    CrossbarMatrix crossbars(Weights({128, outputs}), design);
    EXPECT_EQ(crossbars.arrays(), 1u);
    crossbars.multiply(std::vector<std::int32_t>(128));
    const auto products = static_cast<std::int64_t>(128 * outputs);
    EXPECT_EQ(crossbars.counts().conversions, products * quarter_conversions / 4);
  }
}

TEST(MemristorProduct, CutsAMatrixIntoArrays) {
  CrossbarDesign design{.rows = 16, .columns = 9, .input = {4}, .weight = {4, 2}};
  EXPECT_EQ(CrossbarMatrix(Weights({16, 4}), design).arrays(), 1u);
  EXPECT_EQ(CrossbarMatrix(Weights({17, 4}), design).arrays(), 2u);
  EXPECT_EQ(CrossbarMatrix(Weights({33, 5}), design).arrays(), 6u);
  design.encoding = Encoding::differential;
  EXPECT_EQ(CrossbarMatrix(Weights({33, 5}), design).arrays(), 12u);
}

TEST(MemristorProduct, SaysAllThatIsWrongWithAnArray) {
  const CrossbarDesign design{.rows = 10,
                              .columns = 3,
                              .encoding = Encoding::fragments,
                              .input = {4},
                              .weight = {8, 2},
                              .fragment_rows = 4};
  try {
    CrossbarMatrix(Weights({1, 1}), design);
    FAIL();
  } catch (const sim::UserError& error) {
    ASSERT_EQ(error.problems().size(), 2u);
    EXPECT_EQ(error.problems()[0].text,
              "a weight of 8 bits takes 4 columns of 2-bit cells, but an array has 3");
    EXPECT_EQ(error.problems()[1].text,
              "10 rows of an array are no whole number of fragments of 4 rows");
  }
}

TEST(MemristorProduct, RefusesAnotherNumberOfInputs) {
  CrossbarMatrix crossbars(Weights({4, 1}), {.rows = 3, .columns = 1, .input = {1}});
  EXPECT_THROW(crossbars.multiply(std::vector<std::int32_t>(3)), sim::Fault);
  EXPECT_THROW(crossbars.multiply(std::vector<std::int32_t>(5)), sim::Fault);
  EXPECT_NO_THROW(crossbars.multiply(std::vector<std::int32_t>(4)));
}

}  // namespace
}  // namespace arch::memristor::test
