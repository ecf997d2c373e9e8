// SPDX-License-Identifier: Apache-2.0
#include "arch/cap_ram/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "arch/cap_ram/parts/conversion_slots.h"

namespace arch::cap_ram {

using sim::config::above;
using sim::config::at_least;
using sim::config::between;
using sim::config::choice;
using sim::config::field;
using sim::config::Fields;

namespace {

// So that long runs stay inside 64 bits of picoseconds.
constexpr double longest_ns = 1e5;

void append(Fields& fields, Fields more) {
  for (auto& one : more) fields.push_back(std::move(one));
}

Fields array_fields(Config& c) {
  return {
      field("macros", c.macros, "macros that work at the same time", "", between(1, 65536)),
      field("node_nm", c.node_nm, "technology node that the figures stand for", "nm", above(0)),
      field("array/slices", c.slices, "slices of a macro, each with a converter or adder chain",
            "slices", between(1, 16384)),
      field("array/circuits", c.circuits, "MAC circuits of a slice, whose products meet in one sum",
            "circuits", between(1, 65536)),
      field("array/planes", c.planes,
            "digits that share a MAC circuit; one of them is selected in a macro cycle", "",
            between(1, 1024)),
      field("array/circuits_per_row", c.circuits_per_row,
            "MAC circuits of one slice whose cells are written with one row", "circuits",
            between(1, 65536)),
      field("array/row_bits", c.row_bits, "cells of a row: one write", "bits", between(1, 65536)),
  };
}

Fields digit_fields(Config& c) {
  return {
      field("digit/encoding",
            choice<Encoding>(c.encoding, {{"binary", Encoding::binary},
                                          {"unipolar", Encoding::unipolar},
                                          {"ternary", Encoding::ternary},
                                          {"two_s_complement", Encoding::two_s_complement}}),
            "values of a stored digit: -1 and +1; 0 and 1; -1, 0 and +1 of two circuits; or "
            "several bits weighted before the conversion"),
      field("digit/bits", c.digit_bits, "cells of a digit in two's complement; 1 for the others",
            "bits", between(1, 16)),
      field("digit/most", c.most_digits, "digits of a weight, at most", "digits", between(1, 16)),
      field("digit/over",
            choice<DigitsOver>(c.digits_over,
                               {{"planes", DigitsOver::planes}, {"slices", DigitsOver::slices}}),
            "where the digits of a weight are: in planes, one macro cycle after the other, or in "
            "slices of the same cycle"),
      field("digit/pair",
            choice<PairOver>(c.pair_over,
                             {{"circuits", PairOver::circuits}, {"slices", PairOver::slices}}),
            "where the two circuits of a ternary digit are: in one slice, or in two"),
  };
}

Fields input_fields(Config& c) {
  return {
      field("inputs/bits", c.input_bits, "of an input in one macro cycle: 2^n levels", "bits",
            between(1, 8)),
      field("inputs/most_digits", c.most_input_digits,
            "such digits of an input at most, one macro cycle after the other", "digits",
            between(1, 16)),
      field("inputs/negative", c.negative_inputs,
            "whether negative inputs run, as a pass of their own that is subtracted"),
      field("inputs/buffers", c.input_buffers, "input vectors that wait at the drivers", "vectors",
            between(1, 1024)),
      field("inputs/bits_per_cycle", c.input_bits_per_cycle,
            "that the input buffer delivers to the drivers in a macro cycle", "bits/cycle",
            between(1, 1 << 24)),
  };
}

Fields phase_fields(Config& c) {
  return {
      field("phases/reset_ns", c.reset_ns, "the capacitors and the shared line", "ns",
            between(0, longest_ns)),
      field("phases/drive_ns", c.drive_ns, "selecting a plane and driving the inputs", "ns",
            between(0, longest_ns)),
      field("phases/share_ns", c.share_ns, "products meet on the line, or in the adders", "ns",
            between(0, longest_ns)),
      field("phases/overlap", c.overlap,
            "whether a sum is held, so that its conversion overlaps the next product"),
  };
}

Fields conversion_fields(Config& c) {
  return {
      field("conversion/kind",
            choice<Conversion>(c.conversion, {{"charge_injection", Conversion::charge_injection},
                                              {"sar", Conversion::sar},
                                              {"flash", Conversion::flash},
                                              {"digital", Conversion::digital}}),
            "how the sum of a slice becomes digital"),
      field("conversion/bits", c.conversion_bits, "of a code; of no matter if digital", "bits",
            between(1, 16)),
      field("conversion/packets", c.packets,
            "unary charge packets that a charge-injection converter removes at a time", "packets",
            between(1, 65536)),
      field("conversion/slot_ns", c.slot_ns,
            "a comparison, a removal of packets, or a full adder of the chain", "ns",
            between(0, longest_ns)),
      field("conversion/chain_slots", c.chain_slots,
            "adders between two registers of the chain, and the register in adders; only if "
            "digital",
            "slots", between(0, 4096)),
      field("conversion/step",
            choice<Step>(c.step, {{"mid_rise", Step::mid_rise}, {"mid_tread", Step::mid_tread}}),
            "what a code stands for: the middle of its step, with an edge at 0, or steps around 0"),
      field("conversion/gain", c.gain,
            "largest possible sum over what the converter's range ends at; 1: all sums fit", "",
            between(0.001, 1e6)),
      field("conversion/fraction_bits", c.fraction_bits,
            "of a code's value behind the point, in converter steps", "bits", between(1, 8)),
  };
}

Fields effect_fields(Config& c) {
  return {
      field("effects/noise_lsb", c.noise_lsb, "of every conversion, standard deviation", "LSB",
            at_least(0)),
      field("effects/gain_sigma", c.gain_sigma,
            "relative error of a converter's gain, standard deviation over converters", "",
            at_least(0)),
      field("effects/offset_lsb", c.offset_sigma_lsb,
            "offset of a converter, standard deviation over converters", "LSB", at_least(0)),
      field("effects/curve_lsb", c.curve_lsb,
            "largest deviation of the cubic curve that all converters share", "LSB", at_least(0)),
      field("effects/capacitor_sigma", c.capacitor_sigma,
            "relative error of a MAC circuit's capacitor, standard deviation", "", between(0, 0.2)),
      field("effects/seed", c.seed, "of all random effects"),
      field("calibration/kind",
            choice<Calibration>(c.calibration, {{"none", Calibration::none},
                                                {"linear", Calibration::linear},
                                                {"two_step", Calibration::two_step}}),
            "what the codes are corrected by: nothing, a line for each converter, and the mean "
            "curve of all besides"),
      field("calibration/samples", c.calibration_samples,
            "test sums over the range, which each converter measures", "", between(2, 1 << 20)),
  };
}

Fields memory_fields(Config& c) {
  return {
      field("weights/load_counted", c.load_counted,
            "whether the first writing of a layer's weights takes time and energy; writing again "
            "always does"),
      field("weights/bandwidth_gb_per_s", c.weight_gb_per_s, "DRAM bandwidth while weights come in",
            "GB/s", above(0)),
      field("output/sums_per_cycle", c.sums_per_cycle,
            "partial sums that the output buffer takes in a macro cycle", "sums/cycle",
            between(1, 1 << 20)),
      field("output/accumulator_bits", c.accumulator_bits, "of a partial sum", "bits",
            between(8, 64)),
      field("input_buffer/bytes", c.input_bytes, "room for the inputs of one image", "bytes",
            between(1, 1 << 30)),
      field("input_buffer/width_bits", c.input_width_bits, "one access", "bits", between(8, 4096)),
      field("output_buffer/bytes", c.output_bytes, "room for the partial sums of one image",
            "bytes", between(1, 1 << 30)),
      field("output_buffer/width_bits", c.output_width_bits, "one access", "bits",
            between(8, 4096)),
  };
}

sim::Time in_time(double ns) {
  return sim::Time{static_cast<std::int64_t>(std::llround(ns * 1000))};
}

}  // namespace

Fields Config::fields() {
  auto fields = array_fields(*this);
  append(fields, digit_fields(*this));
  append(fields, input_fields(*this));
  append(fields, phase_fields(*this));
  append(fields, conversion_fields(*this));
  append(fields, effect_fields(*this));
  append(fields, memory_fields(*this));
  return fields;
}

std::vector<std::pair<std::string, std::string>> Config::contradictions() const {
  std::vector<std::pair<std::string, std::string>> found;
  const bool weighted = encoding == Encoding::two_s_complement;
  if (!weighted && digit_bits != 1) {
    found.emplace_back("digit/bits",
                       fmt::format("{} must be 1: only digits in two's complement have several "
                                   "cells (digit/encoding)",
                                   digit_bits));
  }
  if (weighted && most_digits != 1) {
    found.emplace_back("digit/most",
                       fmt::format("{} must be 1: a weight in two's complement is one digit "
                                   "(digit/encoding)",
                                   most_digits));
  }
  if (inputs_per_tile() < 1) {
    found.emplace_back("array/circuits", "1 is too few: a ternary digit takes two (digit/pair)");
  }
  if (columns_per_tile() < 1) {
    found.emplace_back("array/slices", "1 is too few: a ternary digit takes two (digit/pair)");
  }
  if (largest_sum() >= std::int64_t{1} << 30) {
    found.emplace_back(
        "array/circuits",
        fmt::format("sums reach {}, 2^30 or more (inputs/bits, digit/bits)", largest_sum()));
  }
  if (digital() && (has_converter_errors() || capacitor_sigma > 0)) {
    found.emplace_back("conversion/kind",
                       "a digital macro has no effects and no calibration (effects, calibration)");
  }
  if (period() < sim::Time{2}) {
    found.emplace_back("phases/reset_ns", "the phases together take less than 2 ps");
  }
  return found;
}

sim::Time Config::convert_time() const { return in_time(conversion_slots(*this) * slot_ns); }

sim::Time Config::period() const {
  const auto analog = reset_ns + drive_ns + share_ns;
  const auto convert = conversion_slots(*this) * slot_ns;
  return in_time(overlap ? std::max(analog, convert) : analog + convert);
}

std::int64_t Config::full_scale() const {
  return std::max<std::int64_t>(1, std::llround(static_cast<double>(largest_sum()) / gain));
}

bool Config::has_converter_errors() const {
  return noise_lsb > 0 || gain_sigma > 0 || offset_sigma_lsb > 0 || curve_lsb > 0 ||
         calibration != Calibration::none;
}

// Around 0 and a whole number of steps for every unit, with a code for every sum.
bool Config::exact() const {
  if (digital()) return true;
  const bool one_ended = encoding == Encoding::unipolar;
  const auto codes = std::int64_t{1} << (one_ended ? conversion_bits : conversion_bits - 1);
  return !has_converter_errors() && capacitor_sigma == 0 && step == Step::mid_tread &&
         codes % full_scale() == 0 && codes / full_scale() * largest_sum() < codes;
}

}  // namespace arch::cap_ram
