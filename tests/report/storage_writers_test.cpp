// SPDX-License-Identifier: Apache-2.0
#include "sim/report/storage_writers.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sim::report {
namespace {

// Two layers in three formats, and one that failed.
StoredNetwork stored_network() {
  StoredNetwork network{"net", "A net", {"dense", "csr", "ternary"}, {}, {}};
  network.layers = {
      {"fc1",
       1000,
       250,
       8,
       {{{8000, 0, 0}, "", ""}, {{2000, 500, 50}, "", "of rows"}, {{2000, 0, 64}, "", ""}},
       "",
       false},
      {"fc2",
       100,
       100,
       16,
       {{{1600, 0, 0}, "", ""}, {{1600, 700, 20}, "", ""}, {{}, "3, too many", ""}},
       "",
       false},
      {"fc3", 0, 0, 0, {}, "layer \"fc3\" is lost", false}};
  return network;
}

TEST(StorageText, ShowsEachLayerAndTheirSum) {
  EXPECT_EQ(to_text(stored_network()), R"(net: A net
bits of the weights, without biases

fc1: 1,000 weights, 250 not 0 (25.0 %)
format   values  indices  tables   bits  of dense
-------  ------  -------  ------  -----  --------  -------
dense     8,000        0       0  8,000   100.0 %
csr       2,000      500      50  2,550    31.9 %  of rows
ternary   2,000        0      64  2,064    25.8 %

fc2: 100 weights, 100 not 0 (100.0 %)
format   values  indices  tables   bits  of dense
-------  ------  -------  ------  -----  --------  ---------------------------
dense     1,600        0       0  1,600   100.0 %
csr       1,600      700      20  2,320   145.0 %
ternary       -        -       -      -         -  cannot hold it: 3, too many

all layers: 1,100 weights, 350 not 0 (31.8 %)
format   values  indices  tables   bits  of dense
-------  ------  -------  ------  -----  --------  --------------------------------
dense     9,600        0       0  9,600   100.0 %
csr       3,600    1,200      70  4,870    50.7 %
ternary       -        -       -      -         -  cannot hold it: fc2: 3, too many
)");
}

TEST(StorageText, OneLayerNeedsNoSum) {
  auto network = stored_network();
  network.layers.resize(1);
  EXPECT_EQ(to_text(network).find("all layers"), std::string::npos);
}

TEST(StorageText, DenseBitsAreOfTheStatedWidth) {
  auto network = stored_network();
  EXPECT_EQ(network.dense_bits(network.layers[1]), 1600);
  network.options.value_bits = 32;
  EXPECT_EQ(network.dense_bits(network.layers[1]), 3200);
}

TEST(StorageJson, HasTheKeysThatScriptsRelyOn) {
  const auto json = nlohmann::json::parse(to_json(stored_network()));
  EXPECT_EQ(json.at("nzsim"), "formats");
  EXPECT_EQ(json.at("version"), 1);
  EXPECT_EQ(json.at("workload"), "net");
  EXPECT_EQ(json.at("options").at("index_bits"), 4);
  const auto& layer = json.at("layers").at(0);
  EXPECT_EQ(layer.at("name"), "fc1");
  EXPECT_EQ(layer.at("weights"), 1000);
  EXPECT_EQ(layer.at("nonzeros"), 250);
  EXPECT_EQ(layer.at("dense_bits"), 8000);
  const auto& csr = layer.at("formats").at(1);
  EXPECT_EQ(csr.dump(), R"({"detail":"of rows","format":"csr","indices_bits":500,"refusal":"",)"
                        R"("tables_bits":50,"total_bits":2550,"values_bits":2000})");
  EXPECT_EQ(json.at("layers").at(1).at("formats").at(2).at("refusal"), "3, too many");
  EXPECT_EQ(json.at("layers").at(2).at("failure"), "layer \"fc3\" is lost");
  EXPECT_EQ(json.at("total").at("dense_bits"), 9600);
  EXPECT_EQ(json.at("total").at("formats").at(1).at("total_bits"), 2550 + 2320);
  EXPECT_EQ(json.at("total").at("formats").at(2).at("refusal"), "fc2: 3, too many");
}

TEST(StorageCsv, ALineForEachLayerAndFormat) {
  EXPECT_EQ(to_csv(stored_network()),
            "layer,format,values_bits,indices_bits,tables_bits,total_bits,dense_bits,detail,"
            "refusal\n"
            "fc1,dense,8000,0,0,8000,8000,,\n"
            "fc1,csr,2000,500,50,2550,8000,of rows,\n"
            "fc1,ternary,2000,0,64,2064,8000,,\n"
            "fc2,dense,1600,0,0,1600,1600,,\n"
            "fc2,csr,1600,700,20,2320,1600,,\n"
            "fc2,ternary,,,,,1600,,\"3, too many\"\n");
}

}  // namespace
}  // namespace sim::report
