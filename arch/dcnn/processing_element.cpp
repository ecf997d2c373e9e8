// SPDX-License-Identifier: Apache-2.0
#include "arch/dcnn/processing_element.h"

#include <algorithm>

namespace arch::dcnn {

using sim::fabric::Behaviour;

ProcessingElement::ProcessingElement(sim::fabric::Simulation& simulation, const Config& config,
                                     int number, const Mapping& mapping,
                                     const sim::workload::Vectors& images, bool values)
    : Process(simulation, "processing_element_" + std::to_string(number), config.period()),
      config_(config),
      number_(number),
      mapping_(mapping),
      images_(images),
      values_(values),
      products_(mapping) {
  std::size_t positions = 0;
  for (const auto& pass : mapping.passes) {
    positions += static_cast<std::size_t>(pass.tile(number).positions());
  }
  sums_.resize(images.count() * positions * static_cast<std::size_t>(mapping.shape.filters));
}

Behaviour ProcessingElement::run() {
  for (std::size_t i = 0; i < images_.count(); ++i) {
    for (const auto& pass : mapping_.passes) co_await compute(images_.vector(i), pass);
  }
  finished.close();
}

Behaviour ProcessingElement::compute(std::span<const std::int16_t> image, const Pass& pass) {
  if (mapping_.through_dram) co_await tiles.pop();
  image_ = image;
  tile_ = pass.tile(number_);
  gathered_ = -1;
  slab_begin_ = local_time();
  for (const auto& group : mapping_.filter_groups) co_await accumulate(group);
  if (mapping_.through_dram) co_await freed.push({});
}

Behaviour ProcessingElement::accumulate(const FilterGroup& group) {
  if (groups_begun_++ >= config_.accumulator_sets) co_await free_accumulators.pop();
  for (const auto& vector : mapping_.order.vectors) {
    co_await weights.pop();
    co_await step(group, vector);
  }
  co_await finished.push(
      {static_cast<std::int32_t>(&group - mapping_.filter_groups.data()), add_up(group)});
}

// One block of weights, re-circulated for every position.
Behaviour ProcessingElement::step(const FilterGroup& group, const VectorOfTerms& vector) {
  const auto positions = tile_.positions();
  counts_.weight_vectors += group.count;
  if (positions == 0) co_return;
  co_await spend(wait_for_halo(vector));
  const auto dots = std::int64_t{positions} * group.count;
  counts_.dot_products += dots;
  counts_.products += dots * vector.size();
  counts_.activation_accesses += std::int64_t{positions} * vector.accesses;
  counts_.activation_vectors += positions;
  co_await spend(std::int64_t{positions} * std::max(group.count, vector.accesses));
}

// The halo buffer holds two slabs: one is fetched while the one before is used.
sim::Cycles ProcessingElement::wait_for_halo(const VectorOfTerms& vector) {
  if (vector.new_channels == 0) return 0;
  const auto rate = config_.halo_words_per_cycle;
  const auto words = std::int64_t{tile_.busiest_link()} * vector.new_channels;
  halo_arrival_ = std::max(halo_arrival_, slab_begin_) + (words + rate - 1) / rate * period();
  const auto wait = sim::positive_part(halo_arrival_ - local_time());
  slab_begin_ = local_time() + wait;
  counts_.halo_words += std::int64_t{tile_.halo()} * vector.new_channels;
  counts_.halo_wait += wait / period();
  return wait / period();
}

std::span<const std::int64_t> ProcessingElement::add_up(const FilterGroup& group) {
  const auto positions = static_cast<std::size_t>(tile_.positions());
  const auto begin = sums_end_;
  if (positions > 0 && gathered_ != group.convolution_group) {
    products_.gather(image_, tile_, group.convolution_group);
    gathered_ = group.convolution_group;
  }
  for (int k = group.first; positions > 0 && k < group.first + group.count; ++k) {
    const auto& filter = mapping_.filters[static_cast<std::size_t>(k)];
    if (values_) products_.sum(filter, std::span(sums_).subspan(sums_end_, positions));
    counts_.effectual += products_.effectual(filter);
    sums_end_ += positions;
  }
  return std::span(sums_).subspan(begin, sums_end_ - begin);
}

}  // namespace arch::dcnn
