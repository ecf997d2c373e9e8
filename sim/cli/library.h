// SPDX-License-Identifier: Apache-2.0
// Configs and workloads by name, each file parsed once; and answers that are known already.
#pragma once

#include <memory>

#include "sim/cli/commands.h"
#include "sim/explore/answer_store.h"
#include "sim/explore/compare.h"

namespace sim::cli {

/// `context` outlives it.
explore::Library library_of(const Context& context);

/// The answers in the folder NZSIM_CACHE (an environment variable), by default nzsim in
/// XDG_CACHE_HOME or in ~/.cache; null if NZSIM_CACHE is empty, or if there is no such folder and
/// none can be made. UserError if NZSIM_CACHE names a folder that cannot be used.
/// `again`: what is there counts for nothing.
std::unique_ptr<explore::AnswerStore> known_answers(bool again);

}  // namespace sim::cli
