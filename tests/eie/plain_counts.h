// SPDX-License-Identifier: Apache-2.0
// What happens on a layer, counted plainly, as a second opinion on every counter of the machine.
#pragma once

#include <map>
#include <string>

#include "tests/eie/layer_case.h"

namespace arch::eie::test {

/// Events by "box/component: verb", as the ledger calls them.
using Counts = std::map<std::string, std::int64_t>;

Counts plain_counts(const LayerCase& layer);

/// What the machine's ledger says.
Counts counts_of(const sim::ledger::Ledger& ledger);

/// Entries of the active columns of all PEs, fillers included, per PE.
double plain_theoretical_cycles(const LayerCase& layer);

}  // namespace arch::eie::test
