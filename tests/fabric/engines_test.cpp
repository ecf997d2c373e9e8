// SPDX-License-Identifier: Apache-2.0
// The proof that the decoupled engine is cycle-accurate: on random networks it gives the same log,
// to the picosecond, as the lockstep engine, and the order of construction cannot be seen.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>

#include "tests/fabric/random_network.h"

namespace rc {
using namespace sim::fabric::test;

template <>
struct Arbitrary<Step> {
  static Gen<Step> arbitrary() {
    return gen::build<Step>(gen::set(&Step::kind, gen::inRange<std::uint8_t>(0, 13)),
                            gen::set(&Step::argument, gen::inRange<std::uint16_t>(0, 240)));
  }
};

template <>
struct Arbitrary<ProcessSpec> {
  static Gen<ProcessSpec> arbitrary() {
    const auto program = gen::mapcat(gen::inRange<std::size_t>(0, 60), [](std::size_t steps) {
      return gen::container<std::vector<Step>>(steps, gen::arbitrary<Step>());
    });
    return gen::build<ProcessSpec>(gen::set(&ProcessSpec::clock, gen::inRange<std::uint8_t>(0, 6)),
                                   gen::set(&ProcessSpec::program, program));
  }
};

template <>
struct Arbitrary<ChannelSpec> {
  static Gen<ChannelSpec> arbitrary() {
    return gen::build<ChannelSpec>(gen::set(&ChannelSpec::writer), gen::set(&ChannelSpec::readers),
                                   gen::set(&ChannelSpec::depth), gen::set(&ChannelSpec::latency));
  }
};

template <>
struct Arbitrary<ArbiterSpec> {
  static Gen<ArbiterSpec> arbitrary() {
    return gen::build<ArbiterSpec>(gen::set(&ArbiterSpec::clock), gen::set(&ArbiterSpec::policy),
                                   gen::set(&ArbiterSpec::servers));
  }
};

template <>
struct Arbitrary<NetworkSpec> {
  template <class T>
  static Gen<std::vector<T>> between(std::size_t least, std::size_t most) {
    return gen::mapcat(gen::inRange(least, most + 1), [](std::size_t n) {
      return gen::container<std::vector<T>>(n, gen::arbitrary<T>());
    });
  }
  static Gen<NetworkSpec> arbitrary() {
    return gen::build<NetworkSpec>(gen::set(&NetworkSpec::processes, between<ProcessSpec>(2, 8)),
                                   gen::set(&NetworkSpec::channels, between<ChannelSpec>(1, 10)),
                                   gen::set(&NetworkSpec::arbiters, between<ArbiterSpec>(0, 2)),
                                   gen::set(&NetworkSpec::barrier, gen::arbitrary<bool>()),
                                   gen::set(&NetworkSpec::recorded, gen::arbitrary<bool>()));
  }
};

void showValue(const NetworkSpec& spec, std::ostream& os) {
  for (const auto& p : spec.processes) {
    os << "\nprocess clock " << int(p.clock) << ":";
    for (const auto& s : p.program) os << ' ' << int(s.kind) << '/' << s.argument;
  }
  for (const auto& c : spec.channels) {
    os << "\nchannel writer " << int(c.writer) << " readers " << int(c.readers) << " depth "
       << int(c.depth) << " latency " << int(c.latency);
  }
  for (const auto& a : spec.arbiters) {
    os << "\narbiter clock " << int(a.clock) << " policy " << int(a.policy) << " servers "
       << int(a.servers);
  }
  os << (spec.barrier ? "\nbarrier" : "") << (spec.recorded ? "\nrecorded\n" : "\n");
}

}  // namespace rc

namespace sim::fabric::test {
namespace {

constexpr int networks = 3000;

// So many cases, unless the environment asks for another number.
template <class Property>
void check_on_random_networks(const char* what, const Property& property) {
  auto parameters = rc::detail::configuration().testParams;
  if (!std::getenv("RC_PARAMS")) parameters.maxSuccess = networks;
  const auto result =
      rc::detail::checkTestable(property, rc::detail::TestMetadata{what, what}, parameters);
  if (!result.template is<rc::detail::SuccessResult>()) {
    rc::detail::printResultMessage(result, std::cerr);
    FAIL() << what;
  }
}

TEST(Engines, LockstepAndDecoupledGiveTheSameLogOnRandomNetworks) {
  check_on_random_networks("lockstep = decoupled", [](const NetworkSpec& spec) {
    RC_ASSERT(run(spec, Engine::lockstep) == run(spec, Engine::decoupled));
  });
}

TEST(Engines, TheOrderOfConstructionCannotBeSeen) {
  check_on_random_networks("rotated = straight", [](const NetworkSpec& spec) {
    const auto rotation = 1 + *rc::gen::inRange<std::size_t>(0, 7);
    for (const auto engine : {Engine::lockstep, Engine::decoupled}) {
      RC_ASSERT(run(spec, engine) == run(spec, engine, rotation));
    }
  });
}

}  // namespace
}  // namespace sim::fabric::test
