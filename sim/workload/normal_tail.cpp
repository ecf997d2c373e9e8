// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/normal_tail.h"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace sim::workload {

NormalTail::NormalTail(double top) {
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const auto rank = top * (static_cast<double>(bin) + 0.5) / static_cast<double>(bins);
    magnitude_[bin] = std::sqrt(2.0) * boost::math::erfc_inv(rank);
  }
}

}  // namespace sim::workload
