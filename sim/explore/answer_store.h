// SPDX-License-Identifier: Apache-2.0
// Answers of simulations that were done before, by what they depend on (answer_keys.h) and by the
// program that gave them: after any change of the program it knows none of them. Answers of
// programs that have not been seen for a while are dropped.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/sqlite.h"
#include "sim/machine/result.h"

namespace sim::explore {

class AnswerStore {
 public:
  /// Makes the file and its folder where there are none. UserError if that is impossible.
  /// `program` is a digest; without `known` nothing is found, so that all is simulated again.
  AnswerStore(const std::filesystem::path& file, std::string program, bool known = true);

  /// All answers of a chain, if they were kept.
  std::optional<std::vector<machine::LayerAnswer>> find(const std::string& key);
  /// Keeps them, unless one is a failure: what fails is tried again. They then survive the death of
  /// the process. Where they cannot be written they are not kept.
  void keep(const std::string& key, const std::vector<machine::LayerAnswer>& answers);
  /// The same for a worker that has packed them already.
  void keep(const std::string& key, const std::vector<machine::LayerAnswer>& answers,
            const std::string& packed);

 private:
  Database database_;
  std::string program_;
  bool known_;
  Statement find_, keep_;
};

}  // namespace sim::explore
