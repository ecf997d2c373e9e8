// SPDX-License-Identifier: Apache-2.0
// The page of `nzsim report` as files of the source tree: CMake puts them into the program.
#pragma once

#include <string>

namespace sim::report {

std::string page_html();     ///< page/page.html: {{title}}, {{style}}, ... are filled in
std::string page_colours();  ///< page/colours.css
std::string page_style();    ///< page/page.css
std::string page_script();   ///< page/bundle/report.js

}  // namespace sim::report
