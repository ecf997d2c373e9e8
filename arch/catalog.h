// SPDX-License-Identifier: Apache-2.0
// The machines that nzsim knows, one line each. Nothing registers itself.
#pragma once

#include <span>

#include "sim/machine/machine.h"

namespace arch {

std::span<const sim::machine::CatalogEntry> catalog();

}  // namespace arch
