// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/structure.h"

#include <utility>

namespace sim::workload::pruning {
namespace {

template <class... Kinds>
bool is_one_of(const Structure& structure) {
  return (std::holds_alternative<Kinds>(structure) || ...);
}

struct Name {
  const char* operator()(const Unstructured&) const { return "unstructured"; }
  const char* operator()(const Pattern&) const { return "pattern"; }
  const char* operator()(const PatternConnectivity&) const { return "pattern_connectivity"; }
  const char* operator()(const Block&) const { return "block"; }
  const char* operator()(const Darb&) const { return "darb"; }
  const char* operator()(const Row&) const { return "row"; }
  const char* operator()(const Column&) const { return "column"; }
  const char* operator()(const Filter&) const { return "filter"; }
  const char* operator()(const Channel&) const { return "channel"; }
  const char* operator()(const NOfM&) const { return "n_of_m"; }
  const char* operator()(const Vector&) const { return "vector"; }
  const char* operator()(const Kernel&) const { return "kernel"; }
  const char* operator()(const Ternary&) const { return "ternary"; }
  const char* operator()(const Balanced&) const { return "balanced"; }
};

template <std::size_t... i>
std::vector<Structure> one_of_each(std::index_sequence<i...>) {
  return {Structure(std::in_place_index<i>)...};
}

}  // namespace

std::string name_of(const Structure& structure) { return std::visit(Name(), structure); }

const std::vector<Structure>& all_structures() {
  static const auto all = one_of_each(std::make_index_sequence<std::variant_size_v<Structure>>());
  return all;
}

bool needs_kernels(const Structure& structure) {
  return is_one_of<Pattern, PatternConnectivity, Filter, Channel, Vector, Kernel>(structure);
}

bool decides_density(const Structure& structure) { return is_one_of<Pattern, NOfM>(structure); }

bool has_row_spread(const Structure& structure) {
  return is_one_of<Unstructured, Ternary, Balanced, Darb>(structure);
}

bool has_column_spread(const Structure& structure) {
  return is_one_of<Unstructured, Ternary, Balanced>(structure);
}

}  // namespace sim::workload::pruning
