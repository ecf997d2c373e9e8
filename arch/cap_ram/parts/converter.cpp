// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/parts/converter.h"

namespace arch::cap_ram {

Converter::Converter(const Config& config)
    : bits_(config.conversion_bits),
      half_range_(1 << config.conversion_bits >> 1),
      fraction_bits_(config.fraction_bits),
      one_ended_(config.encoding == Encoding::unipolar),
      mid_rise_(config.step == Step::mid_rise),
      packet_(2 * config.full_scale()),
      per_sum_(std::int64_t{2} * half_range_ * (one_ended_ ? 2 : 1)),
      bias_((one_ended_ ? -half_range_ * packet_ : 0) + (mid_rise_ ? 0 : config.full_scale())),
      packets_per_sum_(static_cast<double>(per_sum_) / static_cast<double>(packet_)),
      shift_(mid_rise_ ? 0 : 0.5) {}

Scale Scale::of(const Config& config) {
  if (config.digital()) return {};
  const int ends = config.encoding == Encoding::unipolar ? 0 : 1;
  return {config.full_scale(), config.conversion_bits - ends + config.fraction_bits};
}

}  // namespace arch::cap_ram
