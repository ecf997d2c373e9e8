// SPDX-License-Identifier: Apache-2.0
// What a block does: a coroutine, started by its process and suspended only where the block waits.
// A behaviour may await another one (a step of its loop nest in a function of its own).
#pragma once

#include <coroutine>
#include <exception>
#include <utility>

namespace sim::fabric {

class [[nodiscard]] Behaviour {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  struct promise_type {
    std::coroutine_handle<> caller;  ///< resumed when this behaviour ends; empty for the outermost
    std::exception_ptr failure;

    Behaviour get_return_object() { return Behaviour(Handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct ResumeCaller {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(Handle ended) noexcept {
          const auto next = ended.promise().caller;
          return next ? next : std::noop_coroutine();
        }
        void await_resume() noexcept {}
      };
      return ResumeCaller{};
    }
    void return_void() {}
    void unhandled_exception() { failure = std::current_exception(); }
  };

  Behaviour() = default;
  Behaviour(Behaviour&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Behaviour& operator=(Behaviour&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Behaviour() {
    if (handle_) handle_.destroy();
  }

  Handle handle() const { return handle_; }
  bool done() const { return handle_.done(); }
  void rethrow_failure() const {
    if (handle_.promise().failure) std::rethrow_exception(handle_.promise().failure);
  }

  // Awaiting a behaviour runs it to its end, then goes on here.
  bool await_ready() const noexcept { return false; }
  Handle await_suspend(std::coroutine_handle<> caller) noexcept {
    handle_.promise().caller = caller;
    return handle_;
  }
  void await_resume() const { rethrow_failure(); }

 private:
  explicit Behaviour(Handle handle) : handle_(handle) {}
  Handle handle_;
};

}  // namespace sim::fabric
