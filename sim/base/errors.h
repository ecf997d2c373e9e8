// SPDX-License-Identifier: Apache-2.0
// The two kinds of failure: the user's mistake (all of them at once, each with its place; exit
// code 2) and ours (the simulator broke a promise of its own; exit code 3).
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace sim {

/// Where in the user's input a problem stands. Line and column start at 1; 0 means unknown.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
  std::string pointer;  ///< JSON pointer, empty for a whole file
};

/// One mistake of the user: where it is and what is wrong, in a sentence without a full stop.
struct Problem {
  Place place;
  std::string text;
};

/// "file:line:column: /pointer: text", without the parts that are unknown.
std::string to_string(const Problem& problem);

/// The user's mistake: carries every problem that was found, in the order of discovery.
class UserError : public std::runtime_error {
 public:
  explicit UserError(std::vector<Problem> problems);
  explicit UserError(std::string text) : UserError({Problem{{}, std::move(text)}}) {}
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  std::vector<Problem> problems_;
};

/// Collects problems, so that a user sees all of them and not only the first.
class Problems {
 public:
  void add(Place place, std::string text) { found_.push_back({std::move(place), std::move(text)}); }
  void add(const UserError& error);
  /// Calls `action`; the problems of a UserError that it throws are added to these.
  template <class Action>
  void attempt(const Action& action) {
    try {
      action();
    } catch (const UserError& error) {
      add(error);
    }
  }
  bool empty() const { return found_.empty(); }
  std::size_t count() const { return found_.size(); }
  const std::vector<Problem>& found() const { return found_; }
  /// Throws UserError with everything collected so far, if there is anything.
  void raise_if_any() const;

 private:
  std::vector<Problem> found_;
};

/// Our mistake: an invariant of the simulator or of a machine model does not hold.
class Fault : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

}  // namespace sim
