// SPDX-License-Identifier: Apache-2.0
// Runs the built program as a user does, with its output and its messages apart.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/base/temporary_folder.h"

namespace sim::cli::test {

struct Answer {
  int code = -1;         ///< exit code; -1 if it was killed
  std::string out;       ///< standard output
  std::string messages;  ///< standard error
};

/// A folder of its own that the program runs in: files are named without their folder.
class Desk {
 public:
  Answer nzsim(const std::vector<std::string>& arguments,
               const std::map<std::string, std::string>& environment = {}) const;
  /// The same behind a shell command such as "ulimit -n 4".
  Answer nzsim_after(const std::string& shell, const std::vector<std::string>& arguments) const;

  /// What a shell makes of a command.
  Answer shell(const std::string& command) const;

  /// A workload of two small layers of synthesised weights; the second takes the first one's
  /// outputs.
  std::string tiny_workload() const;

  TemporaryFolder folder;

 private:
  Answer spawned(std::vector<std::string> words,
                 const std::map<std::string, std::string>& environment) const;
};

}  // namespace sim::cli::test
