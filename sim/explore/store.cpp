// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/store.h"

#include <sstream>

#include "sim/explore/workers.h"
#include "sim/workload/layer_data.h"

namespace sim::explore {
namespace {

StoredMatrix matrix_of(const workload::Layer& layer) {
  auto loaded = workload::load_weights(layer);
  auto& weights = loaded.matrix;
  if (loaded.has_bias) {  // the last column
    --weights.columns;
    weights.start.pop_back();
    weights.row.resize(weights.start.back());
    weights.value.resize(weights.start.back());
  }
  const auto geometry = workload::geometry_of(layer.shape);
  return {std::move(weights), geometry.kernel_area(), geometry.kernel_width,
          layer.weights.quantisation.bits};
}

// A line of numbers, then three lines for each format. Texts have no line breaks.
std::string answer_text(const StoreRequest& request) {
  const auto matrix = matrix_of(request.network->layers[request.layer]);
  std::ostringstream text;
  text << matrix.elements() << ' ' << matrix.weights.nonzeros() << ' ' << matrix.value_bits << '\n';
  for (const auto& choice : request.formats) {
    const auto storage = choice.format->store(matrix, choice.options);
    const auto& bits = storage.bits;
    text << bits.values << ' ' << bits.indices << ' ' << bits.tables << '\n'
         << storage.refusal << '\n'
         << storage.detail << '\n';
  }
  return text.str();
}

// The first character says what follows: an answer, the user's mistake or ours.
std::string stored_by_worker(const StoreRequest& request) {
  try {
    return 'a' + answer_text(request);
  } catch (const UserError& error) {
    return 'u' + std::string(error.what());
  } catch (const std::exception& error) {
    return 'f' + std::string(error.what());
  }
}

StoreAnswer parsed_answer(const StoreRequest& request, const Outcome& outcome) {
  StoreAnswer answer;
  answer.layer = request.network->layers[request.layer].name;
  if (!outcome.answered || outcome.text.front() != 'a') {
    const auto why = outcome.answered ? outcome.text.substr(1) : outcome.text;
    answer.users_mistake = outcome.answered && outcome.text.front() == 'u';
    answer.failure = answer.users_mistake ? why : "layer \"" + answer.layer + "\" is lost: " + why;
    return answer;
  }
  std::istringstream text(outcome.text.substr(1));
  std::string rest;
  text >> answer.elements >> answer.nonzeros >> answer.value_bits;
  for (std::size_t i = 0; i < request.formats.size(); ++i) {
    Storage storage;
    text >> storage.bits.values >> storage.bits.indices >> storage.bits.tables;
    std::getline(text, rest);
    std::getline(text, storage.refusal);
    std::getline(text, storage.detail);
    answer.formats.push_back(std::move(storage));
  }
  if (!text) throw Fault("a worker's answer about storage is cut off");
  return answer;
}

}  // namespace

std::vector<StoreAnswer> store_layers(const std::vector<StoreRequest>& requests,
                                      const RunOptions& options) {
  std::vector<StoreAnswer> answers(requests.size());
  std::size_t finished = 0;
  run_in_workers(
      requests.size(), options.jobs, [&](std::size_t i) { return stored_by_worker(requests[i]); },
      [&](std::size_t i, const Outcome& outcome) {
        answers[i] = parsed_answer(requests[i], outcome);
        options.progress(++finished, requests.size());
      });
  return answers;
}

}  // namespace sim::explore
