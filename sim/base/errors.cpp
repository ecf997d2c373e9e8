// SPDX-License-Identifier: Apache-2.0
#include "sim/base/errors.h"

namespace sim {
namespace {

std::string joined(const std::vector<Problem>& problems) {
  std::string text;
  for (const auto& problem : problems) {
    if (!text.empty()) text += '\n';
    text += to_string(problem);
  }
  return text;
}

}  // namespace

std::string to_string(const Problem& problem) {
  std::string text = problem.place.file;
  if (problem.place.line > 0) {
    text += ':' + std::to_string(problem.place.line) + ':' + std::to_string(problem.place.column);
  }
  if (!problem.place.pointer.empty()) text += (text.empty() ? "" : ": ") + problem.place.pointer;
  return text.empty() ? problem.text : text + ": " + problem.text;
}

UserError::UserError(std::vector<Problem> problems)
    : std::runtime_error(joined(problems)), problems_(std::move(problems)) {}

void Problems::add(const UserError& error) {
  found_.insert(found_.end(), error.problems().begin(), error.problems().end());
}

void Problems::raise_if_any() const {
  if (!found_.empty()) throw UserError(found_);
}

}  // namespace sim
