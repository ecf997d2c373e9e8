// SPDX-License-Identifier: Apache-2.0
// The only way across a block's border: a queue of `depth` entries with one writer and one reader,
// or several readers of which each gets every entry (a broadcast with joint back-pressure).
// Entries and free slots carry time stamps, so that both ends may run ahead of each other:
//   push at t = max(local, align(slot free)); the entry is visible from t + latency cycles of the
//   writer; pop at t = max(local, align(visible)); the slot is free again one cycle of the (last)
//   reader later. An entry pushed in cycle t can thus be popped in t + latency, and a slot freed in
//   cycle t be filled in t + 1.
// Not modelled: the wires' energy; a block that owns the queue counts pushes and pops.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "sim/fabric/process.h"

namespace sim::fabric {

template <class T>
class Channel;
template <class T>
class In;
template <class T>
class Out;

/// Takes the next entry; empty when the writer has closed the channel and all is taken.
template <class T>
class [[nodiscard]] Pop final : public Wait {
 public:
  explicit Pop(In<T>& in) : Wait(in.process_), in_(in) {}
  bool await_ready() { return attempt(); }
  void await_suspend(std::coroutine_handle<> coroutine) { suspend(coroutine); }
  std::optional<T> await_resume() const { return entry_; }
  bool attempt() override;
  std::string describe() const override { return "an entry of channel \"" + in_.name() + '"'; }

 private:
  In<T>& in_;
  std::optional<T> entry_;
};

/// Adds an entry as soon as every reader has freed the slot.
template <class T>
class [[nodiscard]] Push final : public Wait {
 public:
  Push(Out<T>& out, T entry) : Wait(out.process_), out_(out), entry_(std::move(entry)) {}
  bool await_ready() { return attempt(); }
  void await_suspend(std::coroutine_handle<> coroutine) { suspend(coroutine); }
  void await_resume() const {}
  bool attempt() override;
  std::string describe() const override { return "room in channel \"" + out_.name() + '"'; }

 private:
  Out<T>& out_;
  T entry_;
};

/// Looks without waiting: is there an entry (In) or room for one (Out) at the local time?
template <class Port>
class [[nodiscard]] Look final : public Wait {
 public:
  Look(Port& port, Process& process) : Wait(process), port_(port) {}
  bool await_ready() { return attempt(); }
  void await_suspend(std::coroutine_handle<> coroutine) { suspend(coroutine); }
  bool await_resume() const { return port_.ready_at() <= process_.local_time(); }
  bool attempt() override { return process_.reach_in_systemc(process_.local_time()); }
  std::string describe() const override { return "SystemC's time"; }

 private:
  Port& port_;
};

/// The reading end of a channel, owned by the block that reads.
template <class T>
class In {
 public:
  explicit In(Process& reader) : process_(reader) {}
  Pop<T> pop() { return Pop<T>(*this); }
  /// Whether an entry (or the end of the stream) is visible at the local time.
  Look<In> look() { return Look<In>(*this, process_); }
  const std::string& name() const { return channel_->name(); }
  /// Time at which the next pop could happen, `never` while nothing has been pushed.
  Time ready_at() const;
  static constexpr Time never = Time::max();
  /// The next push or close wakes the reading process.
  void ask_to_be_woken() {
    if (!waits_) channel_->waiting_readers_.push_back(this);
    waits_ = true;
  }

 private:
  friend class Channel<T>;
  friend class Pop<T>;
  template <std::size_t N>
  friend class FirstOf;
  Time align(Time t) const { return same_clock_ ? t : process_.align(t); }

  Process& process_;
  Channel<T>* channel_ = nullptr;
  Stall* starved_ = nullptr;
  std::size_t taken_ = 0;  ///< entries popped so far
  std::size_t slot_ = 0;   ///< taken_ modulo depth
  bool same_clock_ = true;
  bool waits_ = false;
};

/// The writing end of a channel, owned by the block that writes.
template <class T>
class Out {
 public:
  explicit Out(Process& writer) : process_(writer) {}
  Push<T> push(T entry) { return Push<T>(*this, std::move(entry)); }
  /// Whether a slot is free at the local time.
  Look<Out> look() { return Look<Out>(*this, process_); }
  /// Ends the stream: seen by the readers like an entry that needs no slot.
  void close();
  const std::string& name() const { return channel_->name(); }
  /// Time at which the next push could happen, `never` while the slot is taken.
  Time ready_at() const;
  static constexpr Time never = Time::max();

 private:
  friend class Channel<T>;
  friend class Push<T>;
  friend class Pop<T>;

  Process& process_;
  Channel<T>* channel_ = nullptr;
  Stall* blocked_ = nullptr;
  bool waits_ = false;
};

template <class T>
class Channel {
 public:
  /// `depth` usable slots and `latency` cycles of the writer from push to visible, both at least 1.
  Channel(std::string name, std::size_t depth, Cycles latency, Out<T>& writer,
          std::vector<In<T>*> readers)
      : name_(std::move(name)), slots_(depth), writer_(writer), readers_(std::move(readers)) {
    if (depth < 1 || latency < 1 || readers_.empty()) {
      throw Fault("channel \"" + name_ + "\": depth, latency and readers must be at least 1");
    }
    latency_ = latency * writer.process_.period();
    writer.channel_ = this;
    writer.blocked_ = &writer.process_.stall(Cause::blocked, name_);
    for (auto* reader : readers_) {
      reader->channel_ = this;
      reader->starved_ = &reader->process_.stall(Cause::starved, name_);
      reader->same_clock_ = reader->process_.period() == writer.process_.period();
      same_clock_ = same_clock_ && reader->same_clock_;
    }
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  const std::string& name() const { return name_; }
  std::size_t pushed() const { return pushed_; }

 private:
  friend class In<T>;
  friend class Out<T>;
  friend class Pop<T>;
  friend class Push<T>;

  struct Slot {
    T entry{};
    Time visible{0};
    Time free{0};
    std::size_t readers_left = 0;
  };

  void next(std::size_t& slot) const { slot = slot + 1 == slots_.size() ? 0 : slot + 1; }

  void wake_readers() {
    for (auto* reader : waiting_readers_) {
      reader->waits_ = false;
      reader->process_.wake();
    }
    waiting_readers_.clear();
  }

  std::string name_;
  std::vector<Slot> slots_;
  Out<T>& writer_;
  std::vector<In<T>*> readers_;
  std::vector<In<T>*> waiting_readers_;
  Time latency_{0};
  std::size_t pushed_ = 0;
  std::size_t slot_ = 0;
  bool same_clock_ = true;
  bool closed_ = false;
  Time close_visible_{0};
};

template <class T>
Time In<T>::ready_at() const {
  if (taken_ < channel_->pushed_) return align(channel_->slots_[slot_].visible);
  return channel_->closed_ ? align(channel_->close_visible_) : never;
}

template <class T>
Time Out<T>::ready_at() const {
  const auto& slot = channel_->slots_[channel_->slot_];
  if (slot.readers_left > 0) return never;
  return channel_->same_clock_ ? slot.free : process_.align(slot.free);
}

template <class T>
void Out<T>::close() {
  channel_->closed_ = true;
  channel_->close_visible_ = process_.local_time() + channel_->latency_;
  channel_->wake_readers();
}

template <class T>
bool Pop<T>::attempt() {
  auto& channel = *in_.channel_;
  const auto ready = in_.ready_at();
  if (ready == In<T>::never) {
    in_.ask_to_be_woken();
    return false;
  }
  const auto t = std::max(process_.local_time(), ready);
  if (!process_.reach(t)) return false;
  process_.wait_until(t, *in_.starved_);
  if (in_.taken_ == channel.pushed_) return true;  // closed
  auto& slot = channel.slots_[in_.slot_];
  entry_ = slot.entry;
  ++in_.taken_;
  channel.next(in_.slot_);
  slot.free = std::max(slot.free, t + process_.period());
  if (--slot.readers_left == 0 && channel.writer_.waits_) {
    channel.writer_.waits_ = false;
    channel.writer_.process_.wake();
  }
  return true;
}

template <class T>
bool Push<T>::attempt() {
  auto& channel = *out_.channel_;
  const auto ready = out_.ready_at();
  if (ready == Out<T>::never) {
    out_.waits_ = true;
    return false;
  }
  const auto t = std::max(process_.local_time(), ready);
  if (!process_.reach(t)) return false;
  process_.wait_until(t, *out_.blocked_);
  auto& slot = channel.slots_[channel.slot_];
  slot.entry = std::move(entry_);
  slot.visible = t + channel.latency_;
  slot.free = Time{0};
  slot.readers_left = channel.readers_.size();
  ++channel.pushed_;
  channel.next(channel.slot_);
  if (!channel.waiting_readers_.empty()) channel.wake_readers();
  return true;
}

}  // namespace sim::fabric
