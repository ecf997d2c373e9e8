// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <rapidcheck.h>

#include <cstdlib>
#include <iostream>
#include <sstream>

namespace sim::machine::test {

/// Whether `property` holds for so many cases that `draw` makes; RC_PARAMS says another number. A
/// case that fails is shown as it is printed.
template <class Draw, class Property>
bool holds_for_random(int cases, Draw draw, Property property) {
  auto parameters = rc::detail::configuration().testParams;
  if (!std::getenv("RC_PARAMS")) parameters.maxSuccess = cases;
  const auto checked = [&] {
    const auto drawn = draw();
    RC_LOG() << [&] {
      std::ostringstream text;
      text << drawn;
      return text.str();
    }();
    property(drawn);
  };
  const auto result = rc::detail::checkTestable(checked, rc::detail::TestMetadata{}, parameters);
  if (result.template is<rc::detail::SuccessResult>()) return true;
  rc::detail::printResultMessage(result, std::cerr);
  return false;
}

}  // namespace sim::machine::test
