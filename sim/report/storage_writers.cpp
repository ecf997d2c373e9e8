// SPDX-License-Identifier: Apache-2.0
#include "sim/report/storage_writers.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "sim/report/csv.h"
#include "sim/report/numbers.h"
#include "sim/report/table.h"

namespace sim::report {
namespace {

using explore::Storage;
using explore::StoreAnswer;
using StorageJson = nlohmann::ordered_json;
using enum Table::Align;

double share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::int64_t dense_bits_of_all(const StoredNetwork& network) {
  std::int64_t sum = 0;
  for (const auto& layer : network.layers) sum += network.dense_bits(layer);
  return sum;
}

std::string layer_text(const StoreAnswer& layer, std::int64_t dense_bits,
                       const std::vector<std::string>& formats) {
  Table table({{"format"},
               {"values", right},
               {"indices", right},
               {"tables", right},
               {"bits", right},
               {"of dense", right},
               {""}});
  for (std::size_t i = 0; i < formats.size(); ++i) {
    const auto& storage = layer.formats[i];
    const auto& bits = storage.bits;
    if (!storage.refusal.empty()) {
      table.add({formats[i], "-", "-", "-", "-", "-", "cannot hold it: " + storage.refusal});
      continue;
    }
    table.add({formats[i], grouped(bits.values), grouped(bits.indices), grouped(bits.tables),
               grouped(bits.total()), percent(share(bits.total(), dense_bits)), storage.detail});
  }
  return fmt::format("{}: {} weights, {} not 0 ({})\n", layer.layer, grouped(layer.elements),
                     grouped(layer.nonzeros), percent(share(layer.nonzeros, layer.elements))) +
         table.text();
}

StorageJson layer_json(const StoreAnswer& layer, std::int64_t dense_bits,
                       const std::vector<std::string>& formats) {
  StorageJson json;
  json["name"] = layer.layer;
  if (!layer.failure.empty()) {
    json["failure"] = layer.failure;
    return json;
  }
  json["weights"] = layer.elements;
  json["nonzeros"] = layer.nonzeros;
  json["dense_bits"] = dense_bits;
  json["formats"] = StorageJson::array();
  for (std::size_t i = 0; i < formats.size(); ++i) {
    const auto& storage = layer.formats[i];
    StorageJson one;
    one["format"] = formats[i];
    one["refusal"] = storage.refusal;
    if (storage.refusal.empty()) {
      one["detail"] = storage.detail;
      one["values_bits"] = storage.bits.values;
      one["indices_bits"] = storage.bits.indices;
      one["tables_bits"] = storage.bits.tables;
      one["total_bits"] = storage.bits.total();
    }
    json["formats"].push_back(one);
  }
  return json;
}

std::string csv_line(const std::string& layer, const std::string& format, const Storage& storage,
                     std::int64_t dense_bits) {
  const auto& bits = storage.bits;
  const auto numbers =
      storage.refusal.empty()
          ? fmt::format("{},{},{},{}", bits.values, bits.indices, bits.tables, bits.total())
          : ",,,";
  return fmt::format("{},{},{},{},{},{}\n", csv_cell(layer), format, numbers, dense_bits,
                     csv_cell(storage.detail), csv_cell(storage.refusal));
}

}  // namespace

std::int64_t StoredNetwork::dense_bits(const StoreAnswer& layer) const {
  return layer.elements * (options.value_bits > 0 ? options.value_bits : layer.value_bits);
}

StoreAnswer StoredNetwork::total() const {
  StoreAnswer total;
  total.layer = "all layers";
  total.formats.resize(formats.size());
  for (const auto& layer : layers) {
    if (!layer.failure.empty()) continue;
    total.elements += layer.elements;
    total.nonzeros += layer.nonzeros;
    for (std::size_t i = 0; i < formats.size(); ++i) {
      auto& sum = total.formats[i];
      const auto& one = layer.formats[i];
      sum.bits.values += one.bits.values;
      sum.bits.indices += one.bits.indices;
      sum.bits.tables += one.bits.tables;
      if (sum.refusal.empty() && !one.refusal.empty()) {
        sum.refusal = layer.layer + ": " + one.refusal;
      }
    }
  }
  for (auto& sum : total.formats) {
    if (!sum.refusal.empty()) sum.bits = {};
  }
  return total;
}

std::string to_text(const StoredNetwork& network) {
  auto text =
      fmt::format("{}: {}\nbits of the weights, without biases\n", network.workload, network.title);
  for (const auto& layer : network.layers) {
    if (!layer.failure.empty()) continue;
    text += '\n' + layer_text(layer, network.dense_bits(layer), network.formats);
  }
  if (network.layers.size() < 2) return text;
  return text + '\n' + layer_text(network.total(), dense_bits_of_all(network), network.formats);
}

std::string to_json(const StoredNetwork& network) {
  auto options = network.options;
  StorageJson json;
  json["nzsim"] = "formats";
  json["version"] = 1;
  json["workload"] = network.workload;
  json["options"] = StorageJson::parse(config::values_json(options.fields()));
  json["layers"] = StorageJson::array();
  for (const auto& layer : network.layers) {
    json["layers"].push_back(layer_json(layer, network.dense_bits(layer), network.formats));
  }
  json["total"] = layer_json(network.total(), dense_bits_of_all(network), network.formats);
  return json.dump(2, ' ', false, StorageJson::error_handler_t::replace) + "\n";
}

std::string to_csv(const StoredNetwork& network) {
  std::string text =
      "layer,format,values_bits,indices_bits,tables_bits,total_bits,dense_bits,detail,refusal\n";
  for (const auto& layer : network.layers) {
    if (!layer.failure.empty()) continue;
    for (std::size_t i = 0; i < network.formats.size(); ++i) {
      text +=
          csv_line(layer.layer, network.formats[i], layer.formats[i], network.dense_bits(layer));
    }
  }
  return text;
}

}  // namespace sim::report
