// SPDX-License-Identifier: Apache-2.0
#include "arch/memristor/config.h"

#include <fmt/format.h>

#include <cmath>

namespace arch::memristor {

using sim::config::above;
using sim::config::between;
using sim::config::choice;
using sim::config::field;
using sim::config::Fields;

namespace {

Fields chip_fields(Config& c) {
  return {
      field("node_nm", c.node_nm, "technology node that the figures stand for", "nm", above(0))
          .only_timing(),
      field("chips", c.chips, "chips of the machine, at most; those that are needed are used",
            "chips", between(1, 4096)),
      field("tiles", c.tiles, "tiles of a chip", "tiles", between(1, 4096)),
      field("units", c.units, "in-situ units of a tile", "units", between(1, 256)),
      field("arrays/count", c.arrays, "crossbar arrays of a unit", "arrays", between(1, 256)),
      field("arrays/rows", c.design.rows, "rows of an array", "rows", between(1, most_array_rows)),
      field("arrays/columns", c.design.columns,
            "columns of an array, without a column for the sum of the inputs", "columns",
            between(1, 1024)),
      field("arrays/cell_bits", c.design.weight.cell_bits, "of one cell", "bits",
            between(1, most_cell_bits)),
      field("arrays/read_ns", c.read_ns,
            "time that a read takes at least; converting all columns may take longer", "ns",
            above(0))
          .only_timing(),
      field("weights/bits", c.design.weight.bits,
            "of a weight; fragments and differential pairs: of its magnitude", "bits",
            between(2, 16)),
      field("inputs/bits", c.design.input.bits, "of an input, a sign included", "bits",
            between(1, 16)),
      field("inputs/signed", c.design.input.is_signed, "whether inputs have a sign"),
      field("dac/bits", c.design.input.dac_bits, "input bits of one read", "bits",
            between(1, most_dac_bits)),
  };
}

Fields array_fields(Config& c) {
  auto& d = c.design;
  return {
      field("encoding/kind",
            choice<Encoding>(d.encoding, {{"offset", Encoding::offset},
                                          {"fragments", Encoding::fragments},
                                          {"differential", Encoding::differential}}),
            "offset: weights plus a constant; fragments: magnitudes with one sign for some rows, "
            "which are read at a time; differential: two arrays, of positive and negative weights"),
      field("encoding/flip", d.flip, "offset: whether a column of large sums is stored inverted")
          .optional(),
      field("encoding/input_sum",
            choice<Unit>(d.unit, {{"column", Unit::column}, {"counter", Unit::counter}}),
            "offset: whether the sum of the inputs comes from one more column, or is counted")
          .optional(),
      field("encoding/fragment_rows", d.fragment_rows, "fragments: rows of one", "rows",
            between(1, most_array_rows))
          .optional(),
      field("encoding/skip_zeros", d.skip_zeros,
            "whether leading zero bits that all inputs of a read have are not read")
          .optional(),
      field("encoding/synchronised", c.synchronised,
            "with skip_zeros: whether a copy's arrays wait for the slowest after each fragment; "
            "else after each window")
          .optional(),
      field("adc/per_array", c.adcs, "converters that share an array's columns", "ADCs",
            between(1, 1024)),
      field("adc/bits", d.adc.bits, "of a code", "bits", between(1, 16)),
      field("adc/step", d.adc.step, "what a code counts: 1 is one row at digit 1 and level 1", "",
            between(1, 1 << 14))
          .optional(),
      field("adc/low", d.adc.low, "what code 0 stands for", "", between(-1048576, 1048576))
          .optional(),
      field("adc/gs_per_s", c.adc_gs_per_s, "conversions of one ADC", "GS/s", above(0))
          .only_timing(),
      field("adc/price", c.adc_price, "kind of the ADC in the price list", "",
            sim::config::non_empty())
          .only_timing(),
  };
}

Fields tile_fields(Config& c) {
  auto& s = c.stages;
  const auto stage = [](const char* key, int& cycles, const char* meaning) {
    return field(key, cycles, meaning, "cycles", between(0, 1000));
  };
  return {
      stage("pipeline/fetch", s.fetch, "from the eDRAM to the input registers"),
      stage("pipeline/convert", s.convert, "from a window's last read to its last conversion"),
      stage("pipeline/shift_and_add", s.shift_and_add, "to the unit's output register"),
      stage("pipeline/collect", s.collect, "over the bus to the tile's shift-and-add"),
      stage("pipeline/activate", s.activate, "the output stage"),
      stage("pipeline/write", s.write, "to the eDRAM"),
      stage("pipeline/pool", s.pool, "more, where outputs are pooled"),
      field("tile/clock_mhz", c.digital_mhz, "clock of eDRAM, bus and the tile's digital units",
            "MHz", between(1, 100000))
          .only_timing(),
      field("input_register/bytes", c.input_register_bytes, "of a unit: one window's inputs",
            "bytes", between(1, 1 << 24)),
      field("output_register/bytes", c.output_register_bytes, "of a unit", "bytes",
            between(1, 1 << 24)),
      field("edram/bytes", c.edram_bytes, "of a tile", "bytes", between(1, 1 << 30)).only_timing(),
      field("edram/width_bits", c.edram_width_bits, "one access", "bits", between(1, 65536))
          .only_timing(),
      field("bus/bits", c.bus_bits, "that move between eDRAM and units per cycle of the tile",
            "bits", between(1, 65536))
          .only_timing(),
      field("sigmoid/count", c.sigmoids,
            "output stages of a tile; each takes an output per cycle "
            "of the tile",
            "", between(1, 4096)),
      field("tile_register/bytes", c.tile_register_bytes, "the tile's output register", "bytes",
            between(1, 1 << 24)),
      field("router/tiles", c.tiles_per_router, "that share one", "tiles", between(1, 1024))
          .only_timing(),
      field("router/flit_bits", c.flit_bits, "that pass a router at a time", "bits",
            between(1, 4096))
          .only_timing(),
      field("router/latency_cycles", c.router_cycles, "from one layer's eDRAM to the next layer's",
            "cycles", between(1, 1000))
          .only_timing(),
      field("link/count", c.links, "links of a chip to others", "links", between(1, 64))
          .only_timing(),
      field("link/gb_per_s", c.link_gb_per_s, "of one link", "GB/s", above(0)).only_timing(),
      field("link/images_counted", c.images_counted,
            "whether a network's inputs arrive over the links; else they stand in the eDRAM")
          .only_timing(),
  };
}

Fields mapping_fields(Config& c) {
  return {
      field("mapping/copies",
            choice<Copies>(c.copies, {{"one", Copies::one}, {"balanced", Copies::balanced}}),
            "one: each weight stands once; balanced: so often that every layer keeps pace with the "
            "next"),
      field("mapping/last_copies", c.last_copies, "balanced: copies of the last layer", "copies",
            between(1, 1 << 20))
          .optional(),
      field("mapping/drop_zeros", c.drop_zeros,
            "whether inputs and outputs without a weight take no rows and columns"),
      field("mapping/short_of_arrays",
            choice<Short>(c.short_of_arrays,
                          {{"more_chips", Short::more_chips}, {"reload", Short::reload}}),
            "more_chips: a network takes as many chips as it needs; reload: arrays are programmed "
            "anew, for one part of the network after the other and all images each time")
          .optional(),
      field("stream/rounds", c.rounds,
            "how often a workload's inputs are streamed, so that the rate shows", "",
            between(1, 1000)),
  };
}

Fields programming_fields(Config& c) {
  return {
      field("programming/pulse_ns", c.pulse_ns, "one programming pulse; all cells of a row at once",
            "ns", between(0, 1e6))
          .only_timing()
          .optional(),
      field("programming/pulses", c.pulses, "until the cells of a row have their levels", "pulses",
            between(1, 1000))
          .only_timing()
          .optional(),
      field("programming/arrays_at_once", c.arrays_at_once, "arrays that a tile programs at a time",
            "arrays", between(1, 65536))
          .only_timing()
          .optional(),
  };
}

Fields device_fields(Config& c) {
  auto& d = c.devices;
  const auto share = [](const char* key, double& value, const char* meaning) {
    return field(key, value, meaning, "", between(0, 1)).optional();
  };
  return {
      field("device/ideal", c.ideal, "whether cells are ideal: nothing below matters then"),
      field("device/on_off_ratio", c.on_off_ratio,
            "conductance of the highest level over that of the lowest; 0: infinite", "",
            between(0, 1e9))
          .optional(),
      field("device/reference_column", d.reference_column,
            "whether a column at level 0 is subtracted from all others")
          .optional(),
      field("device/variation",
            choice<Variation>(d.variation, {{"none", Variation::none},
                                            {"log_normal", Variation::log_normal},
                                            {"normal", Variation::normal}}),
            "of the conductances, drawn when cells are programmed")
          .optional(),
      share("device/sigma", d.sigma, "of the variation"),
      share("device/stuck_on", d.stuck_on, "share of cells that stay at the highest level"),
      share("device/stuck_off", d.stuck_off, "share of cells that stay at the lowest level"),
      share("device/read_noise", d.read_noise, "of a cell's current, relative, in each read"),
      field("device/on_ohm", d.on_ohm, "of a cell at its highest level", "Ohm", above(0))
          .optional(),
      field("device/wire_ohm", d.wire_ohm, "of a line from one cell to the next", "Ohm",
            between(0, 1e6))
          .optional(),
      field("device/seed", c.seed, "of the cells' random numbers", "", between(0, 1e15)).optional(),
  };
}

}  // namespace

Fields Config::fields() {
  Fields all = chip_fields(*this);
  for (auto part : {array_fields(*this), tile_fields(*this), mapping_fields(*this),
                    programming_fields(*this), device_fields(*this)}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> Config::contradictions() const {
  std::vector<std::pair<std::string, std::string>> problems;
  if (weights_per_row() < 1) {
    problems.emplace_back("arrays/columns",
                          fmt::format("a weight of {} bits takes {} cells of {} bits, but an array "
                                      "has {} columns",
                                      design.weight.bits, design.weight.slices(),
                                      design.weight.cell_bits, design.columns));
  }
  if (design.encoding == Encoding::fragments && design.rows % design.fragment_rows != 0) {
    problems.emplace_back("encoding/fragment_rows",
                          fmt::format("{} rows of an array are no whole number of fragments of {}",
                                      design.rows, design.fragment_rows));
  }
  if (design.input.is_signed && design.input.bits < 2) {
    problems.emplace_back("inputs/bits", "a signed input needs 2 bits");
  }
  const auto need = std::int64_t{arrays} * design.rows * input_bytes();
  if (need > input_register_bytes) {
    problems.emplace_back(
        "input_register/bytes",
        fmt::format("{} arrays of {} rows take {} bytes of inputs", arrays, design.rows, need));
  }
  if (stages.fetch + cycles_after_reads() < 2) {
    problems.emplace_back("pipeline/fetch", "all stages together take less than 2 cycles");
  }
  if (short_of_arrays == Short::reload && pulse_ns == 0) {
    problems.emplace_back("programming/pulse_ns", "arrays that are reloaded need a time for it");
  }
  if (on_off_ratio != 0 && on_off_ratio <= 1) {
    problems.emplace_back("device/on_off_ratio", "must be 0 or above 1");
  }
  if (devices.stuck_on + devices.stuck_off > 1) {
    problems.emplace_back("device/stuck_on", "is more than 1 together with device/stuck_off");
  }
  if (design.adc.step > AdcRange::bound >> design.adc.bits) {
    problems.emplace_back("adc/step", "codes of this step and width go beyond 2^28");
  }
  return problems;
}

CrossbarDesign Config::crossbar_design() const {
  auto made = design;
  if (ideal) return made;
  made.effects = devices;
  made.effects->seed = static_cast<std::uint64_t>(seed);
  if (on_off_ratio > 0) made.effects->on_off_ratio = on_off_ratio;
  return made;
}

sim::Time Config::cycle() const {
  const auto conversions = design.columns / (adcs * adc_gs_per_s) * 1e3;
  return sim::Time{std::llround(std::ceil(std::max(read_ns * 1e3, conversions) - 1e-6))};
}

double Config::digital_cycles_per_cycle() const {
  return static_cast<double>(cycle().count()) * digital_mhz * 1e-6;
}

bool Config::lossless() const {
  if (!ideal || design.adc.step != 1 || design.adc.low > 0) return false;
  const std::int64_t digit = (std::int64_t{1} << design.input.dac_bits) - 1;
  const auto sums = digit * active_rows() * design.weight.top_level();
  const bool halved = design.encoding == Encoding::offset && design.flip;
  const auto inputs = design.unit == Unit::column ? digit * active_rows() : 0;
  const auto most = halved ? std::max(sums / 2, inputs) : sums;
  return design.adc.low + design.adc.top() >= most;
}

}  // namespace arch::memristor
