// SPDX-License-Identifier: Apache-2.0
// The figures of a page as SVG files. It is a browser that draws them, Chromium without a window:
// what a paper shows is then what the page shows.
#pragma once

#include <filesystem>
#include <string>

namespace sim::cli {

class FigureFiles {
 public:
  /// Makes the folder. UserError if that is impossible, or if no Chromium is installed. The
  /// environment variable NZSIM_CHROMIUM names one.
  explicit FigureFiles(std::filesystem::path folder);

  /// Writes a file for each figure that has something to show, NAME.svg. UserError if the browser
  /// or a file fails.
  void write(const std::string& page) const;

 private:
  std::filesystem::path folder_;
  std::filesystem::path browser_;
};

}  // namespace sim::cli
