// SPDX-License-Identifier: Apache-2.0
// A result that a page can be made of: the JSON of run, sweep or compare, looked at before it is
// believed, as it comes from a file that anybody may have written.
#pragma once

#include <string>

namespace sim::report {

struct PageDocument {
  std::string kind;   ///< run, sweep or compare
  std::string title;  ///< of the page
  std::string json;   ///< without comments and blanks, keys in their order
};

/// `file` is the name for messages. UserError with all that keeps the text from being a result that
/// this nzsim has written: no JSON, another command's, another version's, keys that are missing.
PageDocument read_page_document(const std::string& text, const std::string& file);

}  // namespace sim::report
