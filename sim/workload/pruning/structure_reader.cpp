// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/pruning/structure_reader.h"

#include <fmt/format.h>

#include <set>

#include "sim/config/reader.h"
#include "sim/workload/pruning/pattern.h"

namespace sim::workload::pruning {
namespace {

using config::at_least;
using config::between;
using config::field;

// A kind without parameters.
template <class Kind>
config::Fields parameters(Kind&) {
  return {};
}

config::Fields parameters(Pattern& structure) {
  return {field("weights_per_kernel", structure.weights_per_kernel, "weights that a kernel keeps",
                "", at_least(1)),
          field("patterns", structure.patterns, "sets of positions that kernels may have", "",
                at_least(1))};
}

config::Fields parameters(PatternConnectivity& structure) {
  return parameters(static_cast<Pattern&>(structure));
}

config::Fields parameters(NOfM& structure) {
  return {field("n", structure.n, "weights that a group of input channels keeps", "", at_least(1)),
          field("m", structure.m, "size of such a group", "", between(1, 64))};
}

config::Fields parameters(Block& structure) {
  return {field("rows", structure.rows, "rows of a block", "", at_least(1)),
          field("columns", structure.columns, "columns of a block", "", at_least(1))};
}

config::Fields parameters(Darb& structure) {
  return {field("largest_block", structure.largest_block,
                "weights of which the sparsest rows keep one", "",
                between(2, 1 << 20) && config::power_of_two())};
}

config::Fields parameters(Balanced& structure) {
  return {field("processing_elements", structure.processing_elements,
                "k mod this many rows have the same density", "", at_least(1))};
}

config::Fields parameters(Lines& lines) {
  return {field("multiple_of", lines.multiple_of,
                "the number that is kept is a multiple of this, as of the lines of a crossbar", "",
                at_least(1))
              .optional()};
}

config::Fields parameters(Row& structure) { return parameters(static_cast<Lines&>(structure)); }
config::Fields parameters(Column& structure) { return parameters(static_cast<Lines&>(structure)); }
config::Fields parameters(Filter& structure) { return parameters(static_cast<Lines&>(structure)); }

config::Fields parameters_of(Structure& structure) {
  return std::visit([](auto& kind) { return parameters(kind); }, structure);
}

config::Field kind_field(std::string& kind) {
  std::vector<std::string> names;
  for (const auto& structure : all_structures()) names.push_back(name_of(structure));
  return field("kind", kind, "structure in which weights are pruned", "", config::one_of(names));
}

std::vector<std::string> parameters_of_all_kinds() {
  std::set<std::string> keys;
  for (auto structure : all_structures()) {
    for (const auto& one : parameters_of(structure)) keys.insert(one.key);
  }
  return {keys.begin(), keys.end()};
}

class Checker {
 public:
  Checker(const config::Node& synthesise, const Geometry& geometry, Problems& problems)
      : synthesise_(synthesise),
        structure_(*synthesise.find("structure")),
        geometry_(geometry),
        problems_(problems) {}

  template <class Kind>
  void operator()(const Kind&) const {}

  void operator()(const Pattern& structure) const {
    const auto area = geometry_.kernel_area();
    if (area > most_kernel_positions) {
      report(structure_, "kind",
             fmt::format("patterns are for kernels of at most {} weights, not of {}",
                         most_kernel_positions, area));
    }
    if (structure.weights_per_kernel > area) {
      report(structure_, "weights_per_kernel",
             fmt::format("{} weights per kernel, but a kernel has {}", structure.weights_per_kernel,
                         area));
    }
  }

  void operator()(const PatternConnectivity& structure) const {
    (*this)(static_cast<const Pattern&>(structure));
    const auto n = structure.weights_per_kernel, area = geometry_.kernel_area();
    if (n <= area && density() * area > n) {
      report(synthesise_, "density",
             fmt::format("more than the {} of {} weights that a kernel may keep", n, area));
    }
  }

  void operator()(const NOfM& structure) const {
    if (structure.n <= structure.m) return;
    report(structure_, "n", fmt::format("{} is more than m, {}", structure.n, structure.m));
  }

  void operator()(const Block& block) const {
    if (block.rows == 1 && block.columns == 1) {
      report(structure_, "kind", "a block of 1 x 1 is a single weight: say \"unstructured\"");
    }
    if (block.rows > geometry_.rows) {
      report(structure_, "rows", fmt::format("the matrix has {} rows", geometry_.rows));
    }
    if (block.columns > geometry_.columns) {
      report(structure_, "columns", fmt::format("the matrix has {} columns", geometry_.columns));
    }
  }

  void operator()(const Darb& structure) const {
    if (density() * structure.largest_block >= 1) return;
    report(
        synthesise_, "density",
        fmt::format("every row keeps 1 of {} weights at least: largest_block is too small for this",
                    structure.largest_block));
  }

  void operator()(const Balanced& structure) const {
    if (structure.processing_elements <= geometry_.rows) return;
    report(structure_, "processing_elements",
           fmt::format("the matrix has {} rows", geometry_.rows));
  }

 private:
  // 1 for a density that is missing, which has been reported.
  double density() const {
    const auto node = synthesise_.find("density");
    return node ? node->as_number() : 1;
  }

  void report(const config::Node& object, const std::string& key, const std::string& text) const {
    problems_.add(object.find(key)->place(), text);
  }

  const config::Node& synthesise_;
  config::Node structure_;
  const Geometry& geometry_;
  Problems& problems_;
};

}  // namespace

Structure read_structure(const config::Node& node, Problems& problems) {
  const auto given = node.find("kind");
  std::string kind;
  for (auto structure : all_structures()) {
    const bool is_it =
        given && given->kind() == config::Kind::string && given->as_string() == name_of(structure);
    if (!is_it) continue;
    auto fields = parameters_of(structure);
    fields.insert(fields.begin(), kind_field(kind));
    config::read(node, fields, problems);
    return structure;
  }
  // Which other keys there are depends on the kind; if it is wrong, no key of any kind is.
  config::read(node, {kind_field(kind)}, problems, parameters_of_all_kinds());
  return Unstructured();
}

void check_structure(const Structure& structure, const config::Node& synthesise,
                     const Geometry& geometry, bool has_kernels, Problems& problems) {
  if (needs_kernels(structure) && !has_kernels) {
    problems.add(synthesise.find("structure")->find("kind")->place(),
                 "only a convolution has kernels, filters and channels");
    return;
  }
  std::visit(Checker(synthesise, geometry, problems), structure);
}

}  // namespace sim::workload::pruning
