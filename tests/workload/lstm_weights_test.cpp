// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/lstm_weights.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sim/workload/layer_data.h"
#include "tests/base/temporary_folder.h"
#include "tests/tensor/numpy_files.h"

namespace sim::workload {
namespace {

TensorSource synthesised_source(double density) {
  TensorSource source;
  source.from = Synthesis{.density = density};
  return source;
}

Layer lstm_layer(const Lstm& shape) {
  Layer made;
  made.name = "a";
  made.shape = shape;
  for (auto& matrix : made.lstm.matrices) matrix = {synthesised_source(0.5), 3};
  return made;
}

TEST(LstmWeights, MatricesHaveTheirSizesAndDiffer) {
  const auto weights = load_lstm_weights(lstm_layer({30, 20, 10, true}));
  for (std::size_t m = 0; m < lstm_matrices; ++m) {
    const auto& matrix = weights.matrices[m].matrix;
    EXPECT_NO_THROW(matrix.check());
    EXPECT_EQ(matrix.rows, m == projection_matrix ? 10 : 20) << m;
    EXPECT_EQ(matrix.columns, m == projection_matrix ? 20 : m % 2 == 0 ? 30 : 10) << m;
    EXPECT_EQ(weights.matrices[m].fraction_bits, 3);
  }
  EXPECT_FALSE(weights.matrices[0].matrix == weights.matrices[2].matrix);
}

TEST(LstmWeights, WhatTheLayerDoesNotHaveIsZero) {
  const auto weights = load_lstm_weights(lstm_layer({3, 2, 0, false}));
  EXPECT_EQ(weights.matrices[8].matrix.rows, 0);
  EXPECT_EQ(weights.peepholes.values, std::vector<std::int16_t>(6, 0));
  EXPECT_EQ(weights.biases.values, std::vector<std::int16_t>(8, 0));
}

TEST(LstmWeights, VectorsStandOneAfterTheOther) {
  auto one = lstm_layer({3, 50, 0, true});
  one.lstm.biases = ScaledSource{synthesised_source(1), 5};
  const auto weights = load_lstm_weights(one);
  EXPECT_EQ(weights.biases.values.size(), 200u);
  EXPECT_EQ(weights.biases.fraction_bits, 5);
  EXPECT_EQ(std::count(weights.biases.values.begin(), weights.biases.values.end(), 0), 0);
}

TEST(LstmWeights, FeaturesHaveBothSignsAndSequencesDiffer) {
  auto one = lstm_layer({60, 2, 0, false, 5});
  one.activations = synthesised_source(1);
  std::get<Synthesis>(one.activations->from).vectors = 4;
  const auto features = load_activations(one);
  ASSERT_EQ(features.count(), 4u);
  EXPECT_EQ(features.size, 300u);
  const auto negative = std::count_if(features.values.begin(), features.values.end(),
                                      [](auto value) { return value < 0; });
  EXPECT_GT(negative, 500);
  EXPECT_LT(negative, 700);
  const auto first = features.vector(0), second = features.vector(1);
  EXPECT_FALSE(std::equal(first.begin(), first.end(), second.begin()));
}

TEST(LstmWeights, AFileOfTheWrongShapeIsTheUsersMistake) {
  const TemporaryFolder folder;
  folder.write("w.npy",
               tensor::npy_file(tensor::npy_dictionary("<i2", "(2, 3)"),
                                tensor::bytes_of(std::vector<std::int16_t>{1, 2, 3, 4, 5, 6})));
  auto one = lstm_layer({3, 2, 0, false});
  TensorSource file;
  file.from = FromFile{folder.path("w.npy"), ""};
  file.place = {"w.json", 1, 2, "/w"};
  one.lstm.matrices[0].source = file;
  EXPECT_EQ(load_lstm_weights(one).matrices[0].matrix.decode().values(),
            (std::vector<std::int16_t>{1, 2, 3, 4, 5, 6}));
  one.lstm.matrices[1].source = file;
  one.lstm.biases = ScaledSource{file, 0};
  try {
    load_lstm_weights(one);
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(folder.without_folder(error.what()),
              "w.json:1:2: /w: w.npy: has the shape [2, 3], needs [2, 2] (Wir)\n"
              "w.json:1:2: /w: w.npy: has the shape [2, 3], needs [4, 2] (gates i, f, c, o; "
              "cells)");
  }
}

}  // namespace
}  // namespace sim::workload
