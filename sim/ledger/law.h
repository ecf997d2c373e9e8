// SPDX-License-Identifier: Apache-2.0
// How a price follows from a component's attributes: a number, a polynomial in one attribute
// (times others), or a look-up in a published table.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/ledger/ledger.h"
#include "sim/ledger/sram_table.h"

namespace sim::ledger {

class Law {
 public:
  /// A fixed price.
  static Law constant(double value);
  /// (sum of coefficients[k] x attribute^k) x the product of the attributes in `times`.
  static Law polynomial(std::string attribute, std::vector<double> coefficients,
                        std::vector<std::string> times);
  /// A column of an SRAM table, at the component's "bytes" and "width_bits", times `scale`.
  static Law table(std::shared_ptr<const SramTable> table, SramTable::Column column, double scale);

  /// The price for a component. UserError naming an attribute that the component lacks.
  double price(const Account& account) const;

 private:
  double constant_ = 0;    ///< or the scale of a table
  std::string attribute_;  ///< empty: constant
  std::vector<double> coefficients_;
  std::vector<std::string> times_;
  std::shared_ptr<const SramTable> table_;
  SramTable::Column column_ = SramTable::Column::read_pj;
};

}  // namespace sim::ledger
