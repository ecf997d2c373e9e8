// SPDX-License-Identifier: Apache-2.0
#include "arch/ese/schedule.h"

#include <gtest/gtest.h>

namespace arch::ese {
namespace {

using Steps = std::vector<std::string>;

std::string name_of(Pass pass) {
  const char* const names[] = {"-", "ic", "i", "f", "z", "c", "o", "m"};
  return names[static_cast<std::size_t>(pass)];
}

Steps steps(const sim::workload::Lstm& shape) {
  Steps texts;
  for (const auto& state : schedule(shape)) {
    const auto matrix = state.multiplies() ? sim::workload::lstm_matrix_name(state.matrix_number())
                                           : std::string("-");
    texts.push_back(state.phase + ": " + matrix + " | " + name_of(state.pass));
  }
  return texts;
}

TEST(EseSchedule, OfTheGoogleLstmHasTwoPassesThatNoMatrixHides) {
  EXPECT_EQ(steps({153, 1024, 512, true}),
            (Steps{"Wix: Wix | ic", "Wir: Wir | -", "Wfx: Wfx | i", "Wfr: Wfr | -", "Wcx: Wcx | f",
                   "Wcr: Wcr | -", "Wox: Wox | z", "Wor: Wor | c", "o: - | o", "Wym: - | m",
                   "Wym: Wym | -"}));
}

TEST(EseSchedule, WithoutPeepholesAndProjection) {
  EXPECT_EQ(steps({3, 4, 0, false}),
            (Steps{"Wix: Wix | -", "Wir: Wir | -", "Wfx: Wfx | i", "Wfr: Wfr | -", "Wcx: Wcx | f",
                   "Wcr: Wcr | -", "Wox: Wox | z", "Wor: Wor | c", "o: - | o", "m: - | m"}));
}

}  // namespace
}  // namespace arch::ese
