// SPDX-License-Identifier: Apache-2.0
#include "sim/ledger/law.h"

#include "sim/base/errors.h"

namespace sim::ledger {
namespace {

double attribute_of(const Account& account, const std::string& name) {
  const auto found = account.attributes.find(name);
  if (found != account.attributes.end()) return found->second;
  throw UserError("the price of \"" + account.kind + "\" depends on its " + name +
                  ", which component " + account.path() + " does not state");
}

}  // namespace

Law Law::constant(double value) {
  Law law;
  law.constant_ = value;
  return law;
}

Law Law::polynomial(std::string attribute, std::vector<double> coefficients,
                    std::vector<std::string> times) {
  Law law;
  law.attribute_ = std::move(attribute);
  law.coefficients_ = std::move(coefficients);
  law.times_ = std::move(times);
  return law;
}

Law Law::table(std::shared_ptr<const SramTable> table, SramTable::Column column, double scale) {
  Law law;
  law.constant_ = scale;
  law.table_ = std::move(table);
  law.column_ = column;
  return law;
}

double Law::price(const Account& account) const {
  if (table_) {
    return constant_ *
           table_->at(attribute_of(account, "bytes"), attribute_of(account, "width_bits"), column_);
  }
  if (attribute_.empty()) return constant_;
  const auto x = attribute_of(account, attribute_);
  double sum = 0;
  for (auto k = coefficients_.rbegin(); k != coefficients_.rend(); ++k) sum = sum * x + *k;
  for (const auto& factor : times_) sum *= attribute_of(account, factor);
  return sum;
}

}  // namespace sim::ledger
