// SPDX-License-Identifier: Apache-2.0
// Results of an independent integer model of the three encodings, written in Python with plain
// loops over rows, bits and cells, straight from the papers' definitions. 128 rows each.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace arch::memristor::test {

struct Golden {
  std::vector<std::int64_t> products;
  std::int64_t conversions;
  std::int64_t clips;
  std::int64_t largest_sum;  ///< of a column, before the ADC
};

/// 16-bit weights (128, 2) in 2-bit cells, 16-bit signed inputs bit by bit, a unit column.
struct IsaacCase {
  std::string name;
  std::vector<std::int32_t> weights;
  std::vector<std::int32_t> inputs;
  struct Run {
    int adc_bits;
    bool flip;
    Golden golden;
  };
  std::vector<Run> runs;
};
extern const std::vector<IsaacCase> isaac_cases;

/// 8-bit magnitudes (128, 4) in 2-bit cells, fragments of one sign, 16-bit inputs from 0 on.
struct FormsCase {
  int fragment_rows;
  std::vector<std::int32_t> weights;
  std::vector<std::int32_t> inputs;
  std::vector<int> effective_bits;  ///< of each fragment's inputs
  struct Run {
    int adc_bits;
    bool skip_zeros;
    Golden golden;
  };
  std::vector<Run> runs;
};
extern const std::vector<FormsCase> forms_cases;

/// 8-bit magnitudes (128, 3) in pairs of 4-bit cells, 8-bit inputs from 0 on.
struct DifferentialCase {
  std::vector<std::int32_t> weights;
  std::vector<std::int32_t> inputs;
  struct Run {
    int adc_bits;
    Golden golden;
  };
  std::vector<Run> runs;
};
extern const DifferentialCase differential_case;

}  // namespace arch::memristor::test
