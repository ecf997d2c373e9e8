// SPDX-License-Identifier: Apache-2.0
// LSTMs in workload files, and what the reader says about them, to the letter.
#include <gtest/gtest.h>

#include "sim/workload/network_reader.h"
#include "tests/base/temporary_folder.h"

namespace sim::workload {
namespace {

const std::string lstm_formats =
    R"("formats": {"input_fraction": 12, "output_fraction": 11, "cell_fraction": 10,
"sum_fraction": 16, "gate_fraction": 8, "table_samples": 64, "sigmoid_range": 8, "tanh_range": 4})";

std::string matrices(const std::vector<std::string>& names) {
  std::string text = "\"weights\": {";
  for (const auto& name : names) {
    text += (text.back() == '{' ? "\"" : ",\n\"") + name +
            R"(": {"synthesise": {"density": 0.5}, "fraction_bits": 7})";
  }
  return text + '}';
}

const std::vector<std::string> gates = {"Wix", "Wir", "Wfx", "Wfr", "Wcx", "Wcr", "Wox", "Wor"};

std::string file_of(const std::string& keys) {
  return R"({"title": "", "source": "", "layers": [
{"name": "a", "kind": "lstm", "activations": {"synthesise": {"density": 1, "vectors": 3}},
)" + keys +
         "}]}";
}

Network network_of_lstm(const std::string& keys) {
  const TemporaryFolder folder;
  return read_network(folder.write("w.json", file_of(keys)));
}

std::string message_of_lstm(const std::string& keys) {
  const TemporaryFolder folder;
  const auto file = folder.write("w.json", file_of(keys));
  try {
    read_network(file);
  } catch (const UserError& error) {
    return folder.without_folder(error.what());
  }
  return "";
}

TEST(LstmReader, ReadsShapeFormatsAndTensors) {
  auto names = gates;
  names.push_back("Wym");
  const auto layer = network_of_lstm(R"("inputs": 3, "cells": 5, "projection": 2, "steps": 4,
"peepholes": {"synthesise": {"density": 1}, "fraction_bits": 9},)" +
                                     lstm_formats + ", " + matrices(names))
                         .layers.at(0);
  const auto& shape = std::get<Lstm>(layer.shape);
  EXPECT_EQ(shape.inputs, 3);
  EXPECT_EQ(shape.cells, 5);
  EXPECT_EQ(shape.projection, 2);
  EXPECT_EQ(shape.steps, 4);
  EXPECT_TRUE(shape.peepholes);
  EXPECT_EQ(kind_of(layer.shape), "lstm");
  EXPECT_EQ(a_kind_of(layer.shape), "an LSTM");
  EXPECT_EQ(inputs_of(layer.shape), 12);
  EXPECT_EQ(outputs_of(layer.shape), 8);
  EXPECT_EQ(macs_of(layer.shape), 4 * (4 * 5 * (3 + 2) + 2 * 5));
  EXPECT_EQ(layer.lstm.formats.cell_fraction, 10);
  EXPECT_EQ(layer.lstm.formats.tanh_range, 4);
  EXPECT_EQ(layer.lstm.matrices[8].fraction_bits, 7);
  EXPECT_EQ(layer.lstm.peepholes->fraction_bits, 9);
  EXPECT_FALSE(layer.lstm.biases);
  EXPECT_EQ(std::get<Synthesis>(layer.activations->from).vectors, 3);
  EXPECT_EQ(layer.output.shift, 0);
  EXPECT_FALSE(layer.output.relu);
}

TEST(LstmReader, WithoutProjectionTheCellsAreTheOutputs) {
  const auto layer =
      network_of_lstm(R"("inputs": 3, "cells": 5, )" + lstm_formats + ", " + matrices(gates))
          .layers.at(0);
  const auto& shape = std::get<Lstm>(layer.shape);
  EXPECT_EQ(shape.outputs(), 5);
  EXPECT_EQ(shape.steps, 1);
  EXPECT_FALSE(shape.peepholes);
  EXPECT_EQ(macs_of(layer.shape), 4 * 5 * (3 + 5));
}

TEST(LstmReader, EveryMatrixIsNeededAndNoOther) {
  auto names = gates;
  names[2] = "Wxf";
  names.push_back("Wym");
  EXPECT_EQ(message_of_lstm(R"("inputs": 3, "cells": 5, )" + lstm_formats + ", " + matrices(names)),
            "w.json:6:1: /layers/0/weights/Wxf: unknown key; did you mean \"Wfx\"?\n"
            "w.json:12:1: /layers/0/weights/Wym: unknown key\n"
            "w.json:4:111: /layers/0/weights/Wfx: missing (a matrix of the LSTM)");
}

TEST(LstmReader, SaysWhatIsWrongWithAnLstm) {
  EXPECT_EQ(message_of_lstm(R"("inputs": 0, "cells": 5, "steps": 0, "output": {"shift": 3},
"formats": {"input_fraction": 16, "output_fraction": 11, "cell_fraction": 10, "sum_fraction": 25,
"gate_fraction": 8, "table_samples": 63, "sigmoid_range": 8, "tanh": 4},
"biases": {"synthesise": {"density": 1, "row_spread": 0.1}, "fraction_bits": 25})"),
            "w.json:3:38: /layers/0/output: unknown key\n"
            "w.json:5:62: /layers/0/formats/tanh: unknown key\n"
            "w.json:4:31: /layers/0/formats/input_fraction: 16 is out of range: must be from 0 "
            "to 15 (bits behind the binary point of an input, bits)\n"
            "w.json:4:95: /layers/0/formats/sum_fraction: 25 is out of range: must be from 0 to "
            "24 (bits behind the binary point of a term of a gate's sum, bits)\n"
            "w.json:5:38: /layers/0/formats/table_samples: 63 is out of range: must be from 2 to "
            "65536 and a power of two (samples of the sigmoid table, and of the tanh table)\n"
            "w.json:4:12: /layers/0/formats/tanh_range: missing (arguments of tanh from minus to "
            "plus this have samples; must be from 1 to 16384 and a power of two)\n"
            "w.json:3:11: /layers/0/inputs: 0 is out of range: must be at least 1 (inputs of one "
            "time step)\n"
            "w.json:3:35: /layers/0/steps: 0 is out of range: must be from 1 to 1048576 (time "
            "steps of a sequence)\n"
            "w.json:2:1: /layers/0/weights: missing (the matrices of the LSTM)\n"
            "w.json:6:41: /layers/0/biases/synthesise/row_spread: the density of a vector has no "
            "spread\n"
            "w.json:6:78: /layers/0/biases/fraction_bits: 25 is out of range: must be from 0 to "
            "24 (an integer v stands for v / 2^fraction_bits, bits)");
}

TEST(LstmReader, OnlyActivationsHaveANumberOfVectors) {
  EXPECT_EQ(message_of_lstm(R"("inputs": 3, "cells": 5, "biases": {"synthesise": {"density": 1,
"vectors": 3, "structure": {"kind": "row"}}, "fraction_bits": 2}, )" +
                            lstm_formats + ", " + matrices(gates)),
            "w.json:4:15: /layers/0/biases/synthesise/structure: a vector is not pruned in a "
            "structure\n"
            "w.json:4:1: /layers/0/biases/synthesise/vectors: only activations have a number of "
            "vectors");
}

TEST(LstmReader, AStructureIsCheckedAgainstItsMatrix) {
  EXPECT_EQ(message_of_lstm(R"("inputs": 3, "cells": 5, "biases": 3, )" + lstm_formats +
                            R"(, "weights": {"Wix": {"synthesise": {"density": 0.5,
"structure": {"kind": "balanced", "processing_elements": 6}}, "fraction_bits": 3}})"),
            "w.json:5:58: /layers/0/weights/Wix/synthesise/structure/processing_elements: the "
            "matrix has 5 rows\n"
            "w.json:4:111: /layers/0/weights/Wir: missing (a matrix of the LSTM)\n"
            "w.json:4:111: /layers/0/weights/Wfx: missing (a matrix of the LSTM)\n"
            "w.json:4:111: /layers/0/weights/Wfr: missing (a matrix of the LSTM)\n"
            "w.json:4:111: /layers/0/weights/Wcx: missing (a matrix of the LSTM)\n"
            "w.json:4:111: /layers/0/weights/Wcr: missing (a matrix of the LSTM)\n"
            "w.json:4:111: /layers/0/weights/Wox: missing (a matrix of the LSTM)\n"
            "w.json:4:111: /layers/0/weights/Wor: missing (a matrix of the LSTM)\n"
            "w.json:3:36: /layers/0/biases: expected an object, got 3");
}

}  // namespace
}  // namespace sim::workload
