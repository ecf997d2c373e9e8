// SPDX-License-Identifier: Apache-2.0
// A condition between the values of axes: "rows * columns <= 1024 && slots > 2".
#pragma once

#include <string>
#include <vector>

#include "sim/base/errors.h"

namespace sim::explore::sweep {

/// Numbers, names of axes, + - * / % and parentheses; == != < <= > >=; && and ||. Operators bind as
/// in C.
class Constraint {
 public:
  /// UserError at `place` for what cannot be read, is no condition, or names no axis.
  Constraint(const std::string& text, const std::vector<std::string>& names, const Place& place);

  const std::string& text() const { return text_; }
  /// The axes that it names, by position.
  std::vector<std::size_t> names() const;
  /// `values` of the axes in the order of their names. Those that it does not name do not matter.
  bool holds(const std::vector<double>& values) const;

 private:
  friend class ConstraintReader;
  /// In reverse Polish order.
  struct Step {
    std::string action;  ///< an operator; "number" or "name"
    double number = 0;
    std::size_t name = 0;
  };

  std::string text_;
  std::vector<Step> steps_;
};

}  // namespace sim::explore::sweep
