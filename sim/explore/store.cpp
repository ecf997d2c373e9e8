// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/store.h"

#include <sstream>

#include "sim/explore/workers.h"
#include "sim/workload/layer_data.h"
#include "sim/workload/lstm_weights.h"

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
          layer.weights.quantisation.bits, layer.weights.quantisation.codebook_bits};
}

// An LSTM has several.
std::vector<StoredMatrix> matrices_of(const workload::Layer& layer) {
  std::vector<StoredMatrix> matrices;
  if (!std::holds_alternative<workload::Lstm>(layer.shape)) {
    matrices.push_back(matrix_of(layer));
    return matrices;
  }
  auto weights = workload::load_lstm_weights(layer);
  for (std::size_t m = 0; m < workload::lstm_matrices; ++m) {
    auto& matrix = weights.matrices[m].matrix;
    if (matrix.rows == 0) continue;
    const auto& quantisation = layer.lstm.matrices[m].source.quantisation;
    matrices.push_back({std::move(matrix), 1, 1, quantisation.bits, quantisation.codebook_bits});
  }
  return matrices;
}

// All matrices together; refused if one of them is.
Storage stored(const std::vector<StoredMatrix>& matrices, const FormatChoice& choice) {
  Storage all;
  for (const auto& matrix : matrices) {
    const auto one = choice.format->store(matrix, choice.options);
    if (!one.refusal.empty()) return {{}, one.refusal, ""};
    all.bits.values += one.bits.values;
    all.bits.indices += one.bits.indices;
    all.bits.tables += one.bits.tables;
    all.detail = one.detail;
  }
  return all;
}

// A line of numbers, then three lines for each format. Texts have no line breaks.
std::string answer_text(const StoreRequest& request) {
  const auto matrices = matrices_of(request.network->layers[request.layer]);
  std::int64_t elements = 0, nonzeros = 0;
  for (const auto& matrix : matrices) {
    elements += matrix.elements();
    nonzeros += matrix.weights.nonzeros();
  }
  std::ostringstream text;
  text << elements << ' ' << nonzeros << ' ' << matrices.front().value_bits << '\n';
  for (const auto& choice : request.formats) {
    const auto storage = stored(matrices, choice);
    text << storage.bits.values << ' ' << storage.bits.indices << ' ' << storage.bits.tables << '\n'
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
