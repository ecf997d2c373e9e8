// SPDX-License-Identifier: Apache-2.0
// Arrays of files as tensors: is the shape right, are the values integers of the stated width, or
// real ones that a quantiser makes such.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/errors.h"
#include "sim/tensor/numpy.h"
#include "sim/workload/network.h"
#include "sim/workload/quantisation.h"

namespace sim::workload {

struct ExpectedShape {
  std::vector<tensor::Shape> any_of;  ///< a 0 stands for any number of at least 1
  std::string text;                   ///< continues "needs"
};

/// "file" or "file:array", for messages about a source that is a file.
std::string name_of(const TensorSource& source);

/// The array of a source that is a file. Problems stand at the source's place and name the file.
std::optional<tensor::NumpyArray> read_array(const TensorSource& source,
                                             const ExpectedShape& expected, Problems& problems);

/// Reports the first whole number outside of [lowest, highest].
void check_integers(const TensorSource& source, const tensor::NumpyArray& array,
                    std::int64_t lowest, std::int64_t highest, const std::string& needed,
                    Problems& problems);

/// Reports whole numbers that do not fit, real ones that are not to be quantised or not finite.
/// `quantised` is the source whose quantisation counts.
void check_values(const TensorSource& source, const tensor::NumpyArray& array,
                  const TensorSource& quantised, Problems& problems);

/// What makes integers of arrays that are one tensor: nothing for whole numbers that are taken as
/// they are. Whole numbers that share values keep their scale if none is given.
std::optional<Quantiser> quantiser_of(const std::vector<const tensor::NumpyArray*>& arrays,
                                      const TensorSource& quantised);

/// The integers of an array whose values were checked.
std::vector<std::int16_t> integers_of(const tensor::NumpyArray& array,
                                      const std::optional<Quantiser>& quantiser);

}  // namespace sim::workload
