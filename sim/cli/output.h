// SPDX-License-Identifier: Apache-2.0
// Results on standard output.
#pragma once

#include "sim/cli/commands.h"
#include "sim/report/compare_writers.h"
#include "sim/report/result_json.h"
#include "sim/report/run_text.h"
#include "sim/report/storage_writers.h"
#include "sim/report/study_writers.h"
#include "sim/report/sweep_writers.h"

namespace sim::cli {

/// In the format that the user asked for.
template <class Result>
void print(const Context& context, Format format, const Result& result) {
  switch (format) {
    case Format::table:
      context.out << report::to_text(result);
      break;
    case Format::json:
      context.out << report::to_json(result);
      break;
    case Format::csv:
      context.out << report::to_csv(result);
      break;
    case Format::jsonl:
      if constexpr (requires { report::to_json_lines(result); }) {
        context.out << report::to_json_lines(result);
      }
      break;
  }
}

}  // namespace sim::cli
