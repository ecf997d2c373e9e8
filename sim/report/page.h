// SPDX-License-Identifier: Apache-2.0
// One result as one HTML page that needs nothing else: figures, tables, and the document itself.
#pragma once

#include <string>

#include "sim/report/page_document.h"

namespace sim::report {

/// The page. It loads nothing, and its own policy forbids it to.
std::string to_page(const PageDocument& document);

}  // namespace sim::report
