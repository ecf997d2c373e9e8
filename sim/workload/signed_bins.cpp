// SPDX-License-Identifier: Apache-2.0
#include "sim/workload/signed_bins.h"

#include <cstddef>
#include <vector>

#include "sim/workload/quantisation.h"

namespace sim::workload {
namespace {

constexpr std::size_t codes = 2 * NormalTail::bins + 2;

// What every code stands for.
std::vector<double> reals(double top) {
  const NormalTail tail(top);
  std::vector<double> real(codes);
  for (std::size_t bin = 0; bin < NormalTail::bins; ++bin) {
    real[bin] = tail.magnitude(bin);
    real[NormalTail::bins + bin] = -tail.magnitude(bin);
  }
  return real;
}

void quantise_codes(tensor::Csc& matrix, const std::vector<double>& real,
                    const Quantisation& quantisation) {
  std::vector<double> counts(codes);
  for (const auto code : matrix.value) ++counts[static_cast<std::size_t>(code)];
  std::vector<Weighted> values;
  for (std::size_t code = 0; code < codes; ++code) {
    if (counts[code] > 0) values.push_back({real[code], counts[code]});
  }
  std::sort(values.begin(), values.end(), [](auto a, auto b) { return a.value < b.value; });
  const Quantiser quantiser(values, quantisation);
  std::vector<std::int16_t> integer(codes);
  for (std::size_t code = 0; code < codes; ++code) {
    if (counts[code] == 0) continue;
    integer[code] = quantiser.integer_of_nonzero(real[code]);
    // Too small for the integers, but the density is a promise.
    if (integer[code] == 0) integer[code] = real[code] > 0 ? 1 : -1;
  }
  for (auto& value : matrix.value) value = integer[static_cast<std::size_t>(value)];
}

}  // namespace

void quantise_bins(tensor::Csc& matrix, double top, const Quantisation& quantisation) {
  quantise_codes(matrix, reals(top), quantisation);
}

void quantise_ternary(tensor::Csc& matrix, std::size_t weights, double top,
                      const Quantisation& quantisation) {
  auto real = reals(top);
  std::vector<double> counts(codes);
  const auto end = matrix.value.begin() + static_cast<std::ptrdiff_t>(weights);
  for (auto value = matrix.value.begin(); value != end; ++value) {
    ++counts[static_cast<std::size_t>(*value)];
    *value = *value < static_cast<int>(NormalTail::bins) ? ternary_positive : ternary_negative;
  }
  for (const std::size_t sign : {0, 1}) {
    double sum = 0, count = 0;
    for (std::size_t bin = 0; bin < NormalTail::bins; ++bin) {
      const auto code = sign * NormalTail::bins + bin;
      sum += counts[code] * real[code];
      count += counts[code];
    }
    if (count > 0) real[static_cast<std::size_t>(ternary_positive) + sign] = sum / count;
  }
  quantise_codes(matrix, real, quantisation);
}

}  // namespace sim::workload
