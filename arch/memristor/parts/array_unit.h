// SPDX-License-Identifier: Apache-2.0
// One crossbar array with its ADC and shift-and-add (part of an IMA, ISAAC Fig. 2; of an MCU in
// FORMS): multiplies the inputs of its rows by its weights. A read takes one slice of the inputs
// and one group of rows, converts every column once and adds up.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "arch/memristor/parts/adc.h"
#include "arch/memristor/parts/crossbar.h"
#include "arch/memristor/parts/device_crossbar.h"
#include "arch/memristor/parts/encoded_array.h"
#include "arch/memristor/parts/shift_and_add.h"

namespace arch::memristor {

struct ReadCounts {
  std::int64_t reads = 0;
  std::int64_t conversions = 0;  ///< a column in a read, unit column included
  std::int64_t clips = 0;        ///< conversions beyond the ADC's range

  ReadCounts& operator+=(const ReadCounts& other) {
    reads += other.reads;
    conversions += other.conversions;
    clips += other.clips;
    return *this;
  }
  bool operator==(const ReadCounts&) const = default;
};

class ArrayUnit {
 public:
  /// With effects the cells are devices, otherwise ideal. `number` is the array's, below 2^24, for
  /// the devices' random numbers.
  ArrayUnit(EncodedArray encoded, const Adc& adc, const std::optional<DeviceEffects>& effects,
            std::uint32_t number);

  const EncodedArray& encoded() const { return encoded_; }

  /// Adds inputs x weights to `products`, one for each output. With `skip_zeros` a group's slices
  /// above the highest 1 of its inputs are not read (FORMS).
  void multiply(const InputSlices& inputs, bool skip_zeros, std::span<std::int64_t> products);

  /// Counts what multiply() would, clips apart.
  void count(const InputSlices& inputs, bool skip_zeros);

  /// Reads that multiply() needs for these inputs.
  std::int64_t reads(const InputSlices& inputs, bool skip_zeros) const;

  /// Of all products so far.
  const ReadCounts& counts() const { return counts_; }

 private:
  int slices_of(const InputSlices& inputs, Rows group, bool skip_zeros) const {
    return skip_zeros ? inputs.effective_slices(group) : inputs.slices();
  }
  void read(const InputSlices& inputs, int slice, Rows group);

  EncodedArray encoded_;
  Crossbar cells_;
  std::optional<DeviceCrossbar> devices_;
  Adc adc_;
  ShiftAndAdd shift_and_add_;
  std::vector<std::int32_t> values_;
  std::vector<double> currents_;
  ReadCounts counts_;
};

}  // namespace arch::memristor
