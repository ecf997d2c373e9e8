// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/layer_data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/base/temporary_folder.h"
#include "tests/tensor/numpy_files.h"

namespace sim::workload {
namespace {

using Integers = std::vector<std::int16_t>;

class LayerData : public ::testing::Test {
 protected:
  template <class T>
  TensorSource file(const std::string& name, const std::string& descr,
                    const std::string& dimensions, const std::vector<T>& values) const {
    const auto dictionary = tensor::npy_dictionary(descr, dimensions);
    const auto path = folder.write(name, tensor::npy_file(dictionary, tensor::bytes_of(values)));
    return source(FromFile{path, ""}, name);
  }

  static TensorSource source(std::variant<FromFile, Synthesis> from, const std::string& pointer) {
    TensorSource made;
    made.from = std::move(from);
    made.place = {"w.json", 1, 2, '/' + pointer};
    return made;
  }

  static TensorSource quantised(TensorSource source, const Quantisation& how) {
    source.quantised = true;
    source.quantisation = how;
    return source;
  }

  static Layer layer(const TensorSource& weights) {
    Layer made;
    made.name = "fc";
    made.shape = FullyConnected{.inputs = 3, .outputs = 2};
    made.weights = weights;
    return made;
  }

  template <class Action>
  std::string message(Action action) const {
    try {
      action();
    } catch (const UserError& error) {
      return folder.without_folder(error.what());
    }
    return "";
  }

  TemporaryFolder folder;
};

TEST_F(LayerData, TheBiasOfAFileIsTheLastColumn) {
  auto fc = layer(file<std::int16_t>("w", "<i2", "(2, 3)", {1, 0, -3, 0, 5, 32767}));
  fc.bias = Bias{file<std::int8_t>("b", "|i1", "(2,)", {7, -8}), 16};
  const auto weights = load_weights(fc);
  EXPECT_TRUE(weights.has_bias);
  EXPECT_EQ(weights.bias_input, 16);
  EXPECT_EQ(weights.inputs(), 3);
  EXPECT_EQ(weights.matrix.decode().values(), (Integers{1, 0, -3, 7, 0, 5, 32767, -8}));
}

TEST_F(LayerData, WithoutABiasThereAreOnlyTheInputs) {
  const auto fc = layer(file<std::int64_t>("w", "<i8", "(2, 3)", {1, 0, -3, 0, 5, -32768}));
  const auto weights = load_weights(fc);
  EXPECT_FALSE(weights.has_bias);
  EXPECT_EQ(weights.matrix.decode().values(), (Integers{1, 0, -3, 0, 5, -32768}));
}

TEST_F(LayerData, RealValuesAndBiasShareScaleAndCodebook) {
  const auto w = file<float>("w", "<f4", "(2, 3)", {0.25F, 0, 0.5F, 0.25F, -0.5F, 0});
  auto fc = layer(quantised(w, {.bits = 8}));
  fc.bias = Bias{file<double>("b", "<f8", "(2,)", {1.0, -0.5}), 1};
  EXPECT_EQ(load_weights(fc).matrix.decode().values(), (Integers{32, 0, 64, 127, 32, -64, 0, -64}));
  fc.weights.quantisation = {.bits = 8, .codebook_bits = 1, .scale = 100};
  // One value for all: their mean (0.25 + 0.5 + 0.25 - 0.5 + 1 - 0.5) / 6.
  EXPECT_EQ(load_weights(fc).matrix.decode().values(), (Integers{17, 0, 17, 17, 17, 17, 0, 17}));
}

TEST_F(LayerData, IntegersWithACodebookKeepTheirScale) {
  const auto w = file<std::int16_t>("w", "<i2", "(2, 3)", {10, 12, 0, -4, -6, 0});
  EXPECT_EQ(load_weights(layer(quantised(w, {.codebook_bits = 0}))).matrix.decode().values(),
            (Integers{10, 12, 0, -4, -6, 0}));
  EXPECT_EQ(load_weights(layer(quantised(w, {.codebook_bits = 2}))).matrix.decode().values(),
            (Integers{11, 11, 0, -5, -5, 0}));
}

TEST_F(LayerData, SynthesisedTensorsDependOnTheNameOfTheLayer) {
  auto fc = layer(source(Synthesis{.density = 0.5}, "weights"));
  fc.shape = FullyConnected{.inputs = 64, .outputs = 32};
  fc.bias = Bias{source(Synthesis{.density = 1}, "bias"), 4096};
  fc.activations = source(Synthesis{.density = 0.5}, "activations");
  const auto weights = load_weights(fc);
  EXPECT_EQ(weights.matrix.rows, 32);
  EXPECT_EQ(weights.matrix.columns, 65);
  EXPECT_EQ(weights.bias_input, 4096);
  EXPECT_EQ(weights.matrix.start[65] - weights.matrix.start[64], 32u);
  const auto activations = load_activations(fc);
  EXPECT_EQ(activations.count(), 1u);
  EXPECT_EQ(activations.vector(0).size(), 64u);
  auto other = fc;
  other.name = "other";
  EXPECT_FALSE(load_weights(other).matrix == weights.matrix);
  EXPECT_TRUE(load_weights(fc).matrix == weights.matrix);
  EXPECT_NE(load_activations(other).values, activations.values);
}

TEST_F(LayerData, ActivationsAreOneVectorOrSeveral) {
  Layer fc;
  fc.shape = FullyConnected{.inputs = 3, .outputs = 2};
  fc.activations = file<std::int16_t>("one", "<i2", "(3,)", {1, -2, 3});
  EXPECT_EQ(load_activations(fc).count(), 1u);
  fc.activations = file<std::uint8_t>("two", "|u1", "(2, 3)", {1, 2, 3, 4, 5, 255});
  const auto vectors = load_activations(fc);
  EXPECT_EQ(vectors.count(), 2u);
  const auto second = vectors.vector(1);
  EXPECT_EQ(Integers(second.begin(), second.end()), (Integers{4, 5, 255}));
}

TEST_F(LayerData, TheFiltersOfAConvolutionAreTheRowsOfItsMatrix) {
  auto conv = layer(file<std::int16_t>("w", "<i2", "(2, 1, 1, 3)", {1, 0, 3, -4, 5, 6}));
  conv.shape = Convolution{2, 4, 4, 2, 1, 3, 1, 0, 2};
  conv.bias = Bias{file<std::int16_t>("b", "<i2", "(2,)", {7, -8}), 16};
  conv.activations = file<std::int16_t>("a", "<i2", "(2, 4, 4)", std::vector<std::int16_t>(32, 9));
  const auto weights = load_weights(conv);
  EXPECT_EQ(weights.inputs(), 3);
  EXPECT_EQ(weights.matrix.decode().values(), (Integers{1, 0, 3, 7, -4, 5, 6, -8}));
  EXPECT_EQ(load_activations(conv).vector(0).size(), 32u);
}

TEST_F(LayerData, MessagesOfAConvolutionNameItsAxes) {
  auto conv = layer(file<std::int16_t>("w", "<i2", "(2, 2)", {1, 2, 3, 4}));
  conv.shape = Convolution{2, 4, 4, 2, 1, 3, 1, 0, 2};
  conv.activations = file<std::int16_t>("a", "<i2", "(32,)", std::vector<std::int16_t>(32, 9));
  EXPECT_EQ(message([&] { load_weights(conv); }),
            "w.json:1:2: /w: w: has the shape [2, 2], needs [2, 1, 1, 3] (filters, channels per "
            "group, kernel height, kernel width)");
  EXPECT_EQ(message([&] { load_activations(conv); }),
            "w.json:1:2: /a: a: has the shape [32], needs [images, 2, 4, 4] or [2, 4, 4] "
            "(channels, height, width)");
}

TEST_F(LayerData, MessagesOfWeightsAndBiasComeTogether) {
  const auto w = file<std::int32_t>("w", "<i4", "(3, 2)", {1, 2, 3, 40000, -50000, 0});
  auto fc = layer(w);
  fc.bias = Bias{file<float>("b", "<f4", "(2,)", {1, std::numeric_limits<float>::infinity()}), 1};
  EXPECT_EQ(message([&] { load_weights(fc); }),
            "w.json:1:2: /w: w: has the shape [3, 2], needs [2, 3] (outputs, inputs)\n"
            "w.json:1:2: /w: w: element [1, 1] is 40000, but 16 bits hold -32768 to 32767\n"
            "w.json:1:2: /b: b: floating point values need \"quantise\"\n"
            "w.json:1:2: /b: b: element [1] is inf, not a finite number of 32 bits");
}

TEST_F(LayerData, MessagesOfFilesThatAreMissingOrTruncated) {
  auto fc = layer(source(FromFile{folder.path("none.npy"), ""}, "weights"));
  auto bytes = tensor::npy_file(tensor::npy_dictionary("<i2", "(2,)"),
                                tensor::bytes_of(std::vector<std::int16_t>{1, 2}));
  bytes.pop_back();
  fc.bias = Bias{source(FromFile{folder.write("cut.npy", bytes), ""}, "bias"), 1};
  EXPECT_EQ(message([&] { load_weights(fc); }),
            "w.json:1:2: /weights: none.npy: there is no such file\n"
            "w.json:1:2: /bias: cut.npy: is truncated: 2 elements of int16 need 4 bytes, but there "
            "are 3");
}

TEST_F(LayerData, MessagesNameTheArrayOfAnArchive) {
  const auto member = tensor::npy_file(tensor::npy_dictionary("<i2", "(1,)"),
                                       tensor::bytes_of(std::vector<std::int16_t>{1}));
  const auto path = folder.write("all.npz", tensor::npz_file({{"weights.npy", member}}));
  const auto fc = layer(source(FromFile{path, "weights"}, "weights"));
  EXPECT_EQ(message([&] { load_weights(fc); }),
            "w.json:1:2: /weights: all.npz:weights: has the shape [1], needs [2, 3] (outputs, "
            "inputs)");
}

TEST_F(LayerData, AStatedWidthHoldsForIntegersToo) {
  const auto w = file<std::int16_t>("w", "<i2", "(2, 3)", {0, 0, 0, 0, 128, 0});
  EXPECT_EQ(message([&] { load_weights(layer(quantised(w, {.bits = 8}))); }),
            "w.json:1:2: /w: w: element [1, 1] is 128, but 8 bits hold -128 to 127");
}

TEST_F(LayerData, WeightsAndBiasHaveTheSameOrigin) {
  auto fc = layer(source(Synthesis{}, "weights"));
  fc.bias = Bias{file<std::int16_t>("b", "<i2", "(2,)", {1, 2}), 1};
  EXPECT_EQ(message([&] { load_weights(fc); }),
            "w.json:1:2: /b: weights and bias are either both synthesised or both read from files");
}

TEST_F(LayerData, MessagesOfActivations) {
  Layer fc;
  fc.shape = FullyConnected{.inputs = 3, .outputs = 2};
  fc.activations = file<double>("a", "<f8", "(1, 4)", {0, 0, std::nan(""), 0});
  EXPECT_EQ(message([&] { load_activations(fc); }),
            "w.json:1:2: /a: a: has the shape [1, 4], needs [vectors, 3] or [3] (inputs)\n"
            "w.json:1:2: /a: a: floating point values need \"quantise\"\n"
            "w.json:1:2: /a: a: element [0, 2] is nan, not a finite number of 32 bits");
}

TEST_F(LayerData, LabelsAreWholeNumbersFrom0) {
  EXPECT_EQ(load_labels(file<std::int64_t>("l", "<i8", "(3,)", {0, 9, 7})),
            (std::vector<int>{0, 9, 7}));
  EXPECT_EQ(message([&] {
              load_labels(file<std::int8_t>("l", "|i1", "(2, 1)", {0, -1}));
            }),
            "w.json:1:2: /l: l: has the shape [2, 1], needs [vectors]\n"
            "w.json:1:2: /l: l: element [1, 0] is -1, but labels are 0 to 2147483647");
  EXPECT_EQ(message([&] { load_labels(file<float>("l", "<f4", "(1,)", {1})); }),
            "w.json:1:2: /l: l: holds float32, but labels are whole numbers");
}

}  // namespace
}  // namespace sim::workload
