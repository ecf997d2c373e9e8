// SPDX-License-Identifier: Apache-2.0
// Points that cannot run, so that a user sees each reason once and not for each of its points.
#pragma once

#include <string>
#include <vector>

#include "sim/base/errors.h"
#include "sim/explore/sweep/table.h"

namespace sim::explore::sweep {

class Refusals {
 public:
  explicit Refusals(const Sweep& sweep) : sweep_(sweep) {}

  /// "/activation_queue/slots: 1 is out of range: must be at least 2": without the places of files.
  static std::string reason(const UserError& error);

  /// A row that is invalid because of the error.
  void add(const Row& row, const UserError& error);

  /// UserError with every reason, the first point that has it, and how many others.
  void raise_if_any() const;

 private:
  struct Refusal {
    std::string reason;
    std::string first;  ///< point
    std::size_t others = 0;
  };
  const Sweep& sweep_;
  std::vector<Refusal> refusals_;
};

}  // namespace sim::explore::sweep
