// SPDX-License-Identifier: Apache-2.0
// Waits until one of several inputs has an entry, and says which: the one that becomes visible
// first, the lowest number among equals. Exact in both engines, because it chooses only when
// SystemC's time has reached the entry it takes.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "sim/fabric/channel.h"

namespace sim::fabric {

// One input, seen without its entry type.
struct InputView {
  void* port;
  Time (*ready_at)(void*);
  void (*ask_to_be_woken)(void*);
  Origin (*origin)(void*);
  Stall* starved;
  const std::string* name;
};

template <std::size_t N>
class [[nodiscard]] FirstOf final : public Wait {
 public:
  template <class... T>
  explicit FirstOf(Process& process, In<T>&... inputs) : Wait(process), inputs_{view(inputs)...} {}
  bool await_ready() { return attempt(); }
  void await_suspend(std::coroutine_handle<> coroutine) { suspend(coroutine); }
  std::size_t await_resume() const { return chosen_; }

  bool attempt() override {
    std::size_t first = 0;
    for (std::size_t i = 1; i < N; ++i) {
      if (ready(i) < ready(first)) first = i;
    }
    const auto t = std::max(process_.local_time(), ready(first));
    if (ready(first) != Time::max() && t <= process_.simulation().now()) {
      chosen_ = first;
      const auto& input = inputs_[first];
      return process_.reach_and_book(t, *input.starved, input.origin(input.port));
    }
    for (auto& input : inputs_) input.ask_to_be_woken(input.port);
    if (ready(first) != Time::max()) process_.wake_at(t);
    return false;
  }

  std::string describe() const override {
    std::string text = "an entry of any of the channels";
    for (const auto& input : inputs_) text += " \"" + *input.name + '"';
    return text;
  }

 private:
  Time ready(std::size_t i) const { return inputs_[i].ready_at(inputs_[i].port); }

  template <class T>
  static InputView view(In<T>& in) {
    return {&in,
            [](void* port) { return static_cast<In<T>*>(port)->ready_at(); },
            [](void* port) { static_cast<In<T>*>(port)->ask_to_be_woken(); },
            [](void* port) { return static_cast<In<T>*>(port)->origin(); },
            &in.starved(),
            &in.name()};
  }

  std::array<InputView, N> inputs_;
  std::size_t chosen_ = 0;
};

template <class... T>
FirstOf<sizeof...(T)> first_of(Process& process, In<T>&... inputs) {
  return FirstOf<sizeof...(T)>(process, inputs...);
}

}  // namespace sim::fabric
