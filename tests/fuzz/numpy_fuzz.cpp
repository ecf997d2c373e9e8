// SPDX-License-Identifier: Apache-2.0
// Any bytes at all are an array or a UserError. The first byte chooses which array is asked for.
#include <cstddef>
#include <cstdint>

#include "sim/base/errors.h"
#include "sim/tensor/numpy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string array = data[0] % 2 == 0 ? "" : "w";
  try {
    sim::tensor::parse_numpy({data + 1, size - 1}, "fuzz", array);
  } catch (const sim::UserError&) {
  }
  return 0;
}
