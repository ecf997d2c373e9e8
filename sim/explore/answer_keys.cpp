// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/answer_keys.h"

namespace sim::explore {
namespace {

// What purification leaves depends on other layers.
std::string live_text(const workload::LiveWeights& live) {
  std::string text = "\nlive ";
  for (const bool one : live.rows) text += one ? '1' : '0';
  text += ' ';
  for (const bool one : live.columns) text += one ? '1' : '0';
  return text;
}

}  // namespace

std::string AnswerKeys::of(const std::vector<LayerRequest>& requests, const RequestChain& chain,
                           bool values) {
  const auto& setup = *requests[chain.front()].setup;
  auto text = setup.canonical + "\nprices" + content(setup.prices.files);
  if (!setup.machine->computes_values(values)) text += "\nvalues off";
  return digest_of(text + layers_text(requests, chain));
}

std::string AnswerKeys::of_mapping(const std::vector<LayerRequest>& requests,
                                   const RequestChain& chain) {
  return digest_of(requests[chain.front()].setup->mapping + layers_text(requests, chain));
}

std::string AnswerKeys::layers_text(const std::vector<LayerRequest>& requests,
                                    const RequestChain& chain) {
  std::string text;
  for (const auto i : chain) {
    text += "\nlayer " + layer_text(*requests[i].network, requests[i].layer);
  }
  return text;
}

std::string AnswerKeys::layer_text(const workload::Network& network, std::size_t layer) {
  auto first = layer;
  while (first > 0 && !network.layers[first].activations) --first;
  std::string text;
  for (auto i = first; i <= layer; ++i) {
    text += network.layers[i].canonical + content(network.layers[i].files());
    if (network.layers[i].live) text += live_text(*network.layers[i].live);
  }
  if (layer + 1 == network.layers.size() && network.labels) {
    const auto& labels = std::get<workload::FromFile>(network.labels->from);
    text += "\nlabels " + labels.array + content({labels.file});
  }
  return text;
}

std::string AnswerKeys::content(const std::vector<std::filesystem::path>& files) {
  std::string text;
  for (const auto& file : files) text += ' ' + digests_.of(file);
  return text;
}

}  // namespace sim::explore
