// SPDX-License-Identifier: Apache-2.0
#include "sim/report/page.h"

#include <map>
#include <string_view>

#include "sim/base/errors.h"
#include "sim/report/page_parts.h"

namespace sim::report {
namespace {

std::string with(std::string_view text, char wanted, std::string_view instead) {
  std::string result;
  for (const char c : text) {
    if (c == wanted) {
      result += instead;
    } else {
      result += c;
    }
  }
  return result;
}

std::string html_text(const std::string& text) {
  return with(with(with(text, '&', "&amp;"), '<', "&lt;"), '>', "&gt;");
}

// JSON has < in strings only, where it may be written so: no </script>, no <!--.
std::string script_json(const std::string& json) { return with(json, '<', "\\u003c"); }

// Fills each {{name}} once; what is filled in is not looked at again.
std::string filled(std::string_view text, const std::map<std::string_view, std::string>& parts) {
  std::string result;
  for (auto open = text.find("{{"); open != text.npos; open = text.find("{{")) {
    const auto close = text.find("}}", open);
    const auto part = parts.find(text.substr(open + 2, close - open - 2));
    if (part == parts.end()) throw Fault("the page has a part that nobody fills in");
    result += text.substr(0, open);
    result += part->second;
    text.remove_prefix(close + 2);
  }
  return result += text;
}

}  // namespace

std::string to_page(const PageDocument& document) {
  return filled(page_html(), {{"title", html_text(document.title)},
                              {"colours", page_colours()},
                              {"style", page_style()},
                              {"script", page_script()},
                              {"document", script_json(document.json)}});
}

}  // namespace sim::report
