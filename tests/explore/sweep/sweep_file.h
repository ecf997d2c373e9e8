// SPDX-License-Identifier: Apache-2.0
// Sweeps of the fake machine, as text.
#pragma once

#include <string>

#include "sim/explore/sweep/sweep_reader.h"
#include "tests/base/temporary_folder.h"

namespace sim::explore::sweep::test {

/// A sweep of config "c" and workload "w" with these axes, and more keys.
inline std::string sweep_text(const std::string& axes, const std::string& more = "",
                              const std::string& metrics = R"("cycles",
  {"metric": "figure", "argument": "lanes", "name": "lanes_used"})") {
  return R"({
  "title": "A sweep", "source": "none", "config": "c", "workload": "w",
  "axes": [)" +
         axes + "],\n  \"metrics\": [" + metrics + ']' + more + "\n}";
}

inline Sweep sweep_of(const TemporaryFolder& folder, const std::string& axes,
                      const std::string& more = "") {
  return read_sweep(folder.write("s.json", sweep_text(axes, more)));
}

/// What is said of a sweep's text, without the folder; "" if nothing is.
inline std::string complaint_of(const std::string& text) {
  const TemporaryFolder folder;
  try {
    read_sweep(folder.write("s.json", text));
  } catch (const UserError& error) {
    return folder.without_folder(error.what());
  }
  return "";
}

}  // namespace sim::explore::sweep::test
