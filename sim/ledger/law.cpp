// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/law.h"

#include <fmt/format.h>

#include <cmath>

#include "sim/base/errors.h"

namespace sim::ledger {
namespace {

double attribute_of(const Account& account, const std::string& name) {
  const auto found = account.attributes.find(name);
  if (found != account.attributes.end()) return found->second;
  throw UserError(
      fmt::format("the price of {} depends on its {}, which is not stated", account.kind, name));
}

// The logarithm of a size or a width is taken.
double positive_attribute_of(const Account& account, const std::string& name) {
  const auto value = attribute_of(account, name);
  if (value > 0 && std::isfinite(value)) return value;
  throw UserError(fmt::format("the price of {} depends on its {}, which must be above 0, not {}",
                              account.kind, name, value));
}

}  // namespace

Law Law::constant(double value) { return Law(value); }

Law Law::polynomial(std::string attribute, std::vector<double> coefficients,
                    std::vector<std::string> times, double doubling) {
  return Law(Polynomial{std::move(attribute), std::move(coefficients), std::move(times), doubling});
}

Law Law::table(std::shared_ptr<const SramTable> table, SramTable::Column column, double scale) {
  if (!table) throw Fault("a price was to come from a table that is not there");
  return Law(LookUp{std::move(table), column, scale});
}

double Law::price(const Account& account) const {
  const auto price =
      std::visit([&account](const auto& form) { return price_by(form, account); }, form_);
  if (price >= 0 && std::isfinite(price)) return price;
  throw UserError(
      fmt::format("the price of {} would be {} for its attributes", account.kind, price));
}

double Law::price_by(double constant, const Account&) { return constant; }

double Law::price_by(const Polynomial& polynomial, const Account& account) {
  const auto x = attribute_of(account, polynomial.attribute);
  const auto& coefficients = polynomial.coefficients;
  double sum = 0;
  for (auto k = coefficients.rbegin(); k != coefficients.rend(); ++k) sum = sum * x + *k;
  if (polynomial.doubling != 0) sum += polynomial.doubling * std::exp2(x);
  for (const auto& factor : polynomial.times) sum *= attribute_of(account, factor);
  return sum;
}

double Law::price_by(const LookUp& look_up, const Account& account) {
  const auto bytes = positive_attribute_of(account, "bytes");
  const auto width_bits = positive_attribute_of(account, "width_bits");
  return look_up.scale * look_up.table->at(bytes, width_bits, look_up.column);
}

}  // namespace sim::ledger
