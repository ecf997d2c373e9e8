// SPDX-License-Identifier: Apache-2.0
// How a price follows from a component's attributes: a number, a polynomial in one attribute
// (with a part that doubles with each unit of it, and times others), or a look-up in a published
// table.
#pragma once

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "sim/ledger/ledger.h"
#include "sim/ledger/sram_table.h"

namespace sim::ledger {

class Law {
 public:
  /// A fixed price.
  static Law constant(double value);
  /// (sum of coefficients[k] x attribute^k + doubling x 2^attribute) x the product of the
  /// attributes in `times`.
  static Law polynomial(std::string attribute, std::vector<double> coefficients,
                        std::vector<std::string> times = {}, double doubling = 0);
  /// A column of an SRAM table, at the component's "bytes" and "width_bits", times `scale`.
  static Law table(std::shared_ptr<const SramTable> table, SramTable::Column column,
                   double scale = 1);

  /// The price for a component. UserError if the component does not state an attribute that the
  /// price depends on, or states one for which there is no price or a negative one.
  double price(const Account& account) const;

 private:
  struct Polynomial {
    std::string attribute;
    std::vector<double> coefficients;
    std::vector<std::string> times;
    double doubling;
  };
  struct LookUp {
    std::shared_ptr<const SramTable> table;
    SramTable::Column column;
    double scale;
  };
  using Form = std::variant<double, Polynomial, LookUp>;

  // No law by default: a price that nobody gave is not 0.
  explicit Law(Form form) : form_(std::move(form)) {}
  static double price_by(double constant, const Account& account);
  static double price_by(const Polynomial& polynomial, const Account& account);
  static double price_by(const LookUp& look_up, const Account& account);

  Form form_;
};

}  // namespace sim::ledger
