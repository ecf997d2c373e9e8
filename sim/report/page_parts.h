// SPDX-License-Identifier: Apache-2.0
// The page of `nzsim report` as files of the source tree: CMake puts them into the program.
#pragma once

namespace sim::report {

extern const char* const page_html;     ///< page/page.html: {{title}}, {{style}}, ... are filled in
extern const char* const page_colours;  ///< page/colours.css
extern const char* const page_style;    ///< page/page.css
extern const char* const page_script;   ///< page/bundle/report.js

}  // namespace sim::report
