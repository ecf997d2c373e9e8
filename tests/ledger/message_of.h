// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sim/base/errors.h"

namespace sim::ledger {

/// What the UserError says that `call` throws.
template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace sim::ledger
