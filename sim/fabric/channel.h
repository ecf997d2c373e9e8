// SPDX-License-Identifier: Apache-2.0
// The only way across a block's border: a queue of `depth` entries with one writer and one reader,
// or several readers of which each gets every entry (a broadcast with joint back-pressure).
// Entries and free slots carry time stamps, so that both ends may run ahead of each other:
//   push at t = max(local, align(slot free)); the entry is visible from t + latency cycles of the
//   writer; pop at t = max(local, align(visible)); the slot is free again one cycle of the (last)
//   reader later. An entry pushed in cycle t can thus be popped in t + latency, and a slot freed in
//   cycle t be filled in t + 1.
// An entry may be large: it takes several slots, and several cycles to pass, the first of which is
// that of the push. A reader may peek at the next entry, and pop it later: until then it keeps its
// slots.
// Not modelled: the wires' energy; a block that owns the queue counts pushes and pops.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/fabric/process.h"

namespace sim::fabric {

template <class T>
class Channel;

/// Of an entry: slots that it takes, and cycles of the writer that it takes to pass; at least 1.
struct EntrySize {
  std::size_t slots = 1;
  Cycles cycles = 1;
};

/// An entry on its way, with its time stamps.
template <class T>
struct Slot {
  T entry{};
  Time pushed{0};
  Time visible{0};
  Time free{0};
  const Process* freed_by = nullptr;  ///< the last reader; known only if a time line is recorded
  std::uint32_t readers_left = 0;
  std::uint32_t size = 1;  ///< slots that it takes
};

/// Awaits an operation of a port; the port itself is what the process waits on.
template <class Port>
class [[nodiscard]] PortOperation {
 public:
  explicit PortOperation(Port& port) : port_(port) {}
  bool await_ready() { return port_.attempt(); }
  void await_suspend(std::coroutine_handle<> coroutine) { port_.suspend(coroutine); }
  auto await_resume() const { return port_.result(); }

 private:
  Port& port_;
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

/// Awaits the next entry of an In without taking it.
template <class Port>
class [[nodiscard]] Peek final : public Wait {
 public:
  Peek(Port& port, Process& process) : Wait(process), port_(port) {}
  bool await_ready() { return attempt(); }
  void await_suspend(std::coroutine_handle<> coroutine) { suspend(coroutine); }
  auto await_resume() const { return port_.next_entry(); }
  bool attempt() override {
    const auto ready = port_.ready_at();
    if (ready != Port::never)
      return process_.reach_and_book(ready, port_.starved(), port_.origin());
    port_.ask_to_be_woken();
    return false;
  }
  std::string describe() const override { return port_.describe(); }

 private:
  Port& port_;
};

/// The reading end of a channel, owned by the block that reads.
template <class T>
class In final : public Wait {
 public:
  explicit In(Process& reader) : Wait(reader) {}
  /// Takes the next entry: valid until the next pop here, null when the writer has closed the
  /// channel and all is taken.
  PortOperation<In> pop() { return PortOperation<In>(*this); }
  /// Waits like pop, but the entry keeps its slots: valid until it is popped.
  Peek<In> peek() { return Peek<In>(*this, process_); }
  /// Whether an entry (or the end of the stream) is visible at the local time.
  Look<In> look() { return Look<In>(*this, process_); }

  const std::string& name() const { return channel_->name(); }
  /// Time at which the next pop could happen, `never` while nothing has been pushed.
  Time ready_at() const;
  static constexpr Time never = Time::max();
  /// Who pushed the next entry, or closed the channel, and when.
  Origin origin() const;
  /// The entry that a pop would take, null while nothing has been pushed.
  const T* next_entry() const { return taken_ < channel_->pushed_ ? &slot_->entry : nullptr; }
  /// What the last pop took, null if that was the end of the stream.
  const T* result() const { return ended_ ? nullptr : &entry_; }
  bool closed() const { return channel_->closed_; }
  /// The next push or close wakes the reading process.
  void ask_to_be_woken();
  Stall& starved() { return *starved_; }

  bool attempt() override;
  std::string describe() const override { return "an entry of channel \"" + name() + '"'; }

 private:
  friend class Channel<T>;
  template <class, class>
  friend class Consume;
  friend class PortOperation<In>;
  bool attempt_at_end();
  Time align(Time t) const { return same_clock_ ? t : process_.align(t); }

  Channel<T>* channel_ = nullptr;
  Stall* starved_ = nullptr;
  T entry_{};                ///< what the last pop took
  std::size_t taken_ = 0;    ///< entries popped so far
  Slot<T>* slot_ = nullptr;  ///< of the next entry
  bool same_clock_ = true;
  bool waits_ = false;
  bool ended_ = false;
};

/// The writing end of a channel, owned by the block that writes.
template <class T>
class Out final : public Wait {
 public:
  explicit Out(Process& writer) : Wait(writer) {}
  /// Adds an entry as soon as every reader has freed its slots. A Fault if there are not so many.
  PortOperation<Out> push(T entry, EntrySize size = {}) {
    if (size.slots > channel_->slots_.size()) throw too_large();
    entry_ = std::move(entry);
    size_ = size;
    return PortOperation<Out>(*this);
  }
  /// Whether one slot is free at the local time.
  Look<Out> look() {
    size_ = {};
    return Look<Out>(*this, process_);
  }
  /// Ends the stream: seen by the readers like an entry that needs no slot.
  void close();

  const std::string& name() const { return channel_->name(); }
  /// Time at which the next push could happen, `never` while the slots are taken.
  Time ready_at() const;
  static constexpr Time never = Time::max();

  bool attempt() override;
  std::string describe() const override { return "room in channel \"" + name() + '"'; }

 private:
  friend class Channel<T>;
  friend class In<T>;
  friend class PortOperation<Out>;
  void result() const {}
  Fault too_large() const { return Fault("an entry is larger than channel \"" + name() + '"'); }

  Channel<T>* channel_ = nullptr;
  Stall* blocked_ = nullptr;
  T entry_{};
  EntrySize size_;
  bool waits_ = false;
};

template <class T>
class Channel {
 public:
  /// `depth` usable slots and `latency` cycles of the writer from push to visible, both at least 1.
  Channel(std::string name, std::size_t depth, Cycles latency, Out<T>& writer,
          std::vector<In<T>*> readers)
      : name_(std::move(name)),
        slots_(depth),
        writer_(writer),
        readers_(std::move(readers)),
        slot_(slots_.data()),
        oldest_(slots_.data()) {
    if (depth < 1 || latency < 1 || readers_.empty()) {
      throw Fault("channel \"" + name_ + "\": depth, latency and readers must be at least 1");
    }
    latency_ = latency * writer.process_.period();
    writer.channel_ = this;
    writer.blocked_ = &writer.process_.stall(Cause::blocked, name_);
    for (auto* reader : readers_) {
      reader->channel_ = this;
      reader->slot_ = slots_.data();
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
  template <class, class>
  friend class Consume;
  friend class In<T>;
  friend class Out<T>;

  /// When so many slots will have been freed, `never` while that is not known.
  Time room_for(std::size_t slots) {
    while (used_ + slots > slots_.size()) {
      if (oldest_->readers_left > 0) return Time::max();
      freed_ = oldest_->free;  // later than any before: readers take entries in their order
      freed_by_ = oldest_->freed_by;
      used_ -= oldest_->size;
      next(oldest_);
    }
    return freed_;
  }
  void next(Slot<T>*& slot) {
    if (++slot == std::to_address(slots_.end())) slot = slots_.data();
  }
  void wake_readers();
  /// Who made the room that was asked for last, and when he took the entry.
  Origin room_made() const {
    return {freed_by_, freed_by_ ? freed_ - freed_by_->period() : Time{0}};
  }
  void freed(Slot<T>& slot, const Process& reader) {
    const auto t = reader.local_time() + reader.period();
    if (reader.is_recorded()) [[unlikely]]
      note_reader(slot, reader, t);
    freed(slot, t);
  }
  void freed(Slot<T>& slot, Time t) {
    slot.free += positive_part(t - slot.free);
    if (--slot.readers_left == 0 && writer_.waits_) {
      writer_.waits_ = false;
      writer_.process_.wake();
    }
  }

  static void note_reader(Slot<T>& slot, const Process& reader, Time t) {
    const bool later = t > slot.free || !slot.freed_by;
    if (later || (t == slot.free && reader.comes_before(*slot.freed_by))) slot.freed_by = &reader;
  }

  std::string name_;
  std::vector<Slot<T>> slots_;
  Out<T>& writer_;
  std::vector<In<T>*> readers_;
  std::vector<In<T>*> waiting_readers_;
  Time latency_{0};
  std::size_t pushed_ = 0;
  Slot<T>* slot_;         ///< of the next entry
  Slot<T>* oldest_;       ///< entry that may still hold slots
  std::size_t used_ = 0;  ///< slots of the entries from the oldest on
  Time freed_{0};         ///< when the slots of the entry before the oldest were
  const Process* freed_by_ = nullptr;
  bool same_clock_ = true;
  bool closed_ = false;
  Time close_visible_{0};
};

template <class T>
void Channel<T>::wake_readers() {
  for (auto* reader : waiting_readers_) {
    reader->waits_ = false;
    reader->process_.wake();
  }
  waiting_readers_.clear();
}

template <class T>
Time In<T>::ready_at() const {
  if (taken_ < channel_->pushed_) return align(slot_->visible);
  return channel_->closed_ ? align(channel_->close_visible_) : never;
}

template <class T>
inline Origin In<T>::origin() const {
  const auto& writer = channel_->writer_.process_;
  if (taken_ < channel_->pushed_) return {&writer, slot_->pushed};
  return {&writer, channel_->close_visible_ - channel_->latency_};
}

template <class T>
void In<T>::ask_to_be_woken() {
  if (!waits_) channel_->waiting_readers_.push_back(this);
  waits_ = true;
}

template <class T>
[[gnu::always_inline]] inline bool In<T>::attempt() {
  auto& channel = *channel_;
  if (taken_ == channel.pushed_) return attempt_at_end();
  auto& slot = *slot_;
  if (!process_.reach_and_book(align(slot.visible), *starved_, origin())) return false;
  entry_ = slot.entry;
  ++taken_;
  channel.next(slot_);
  channel.freed(slot, process_);
  return true;
}

// Nothing is there: either for ever, or until the next push.
template <class T>
bool In<T>::attempt_at_end() {
  if (channel_->closed_) {
    ended_ = true;
    return process_.reach_and_book(ready_at(), *starved_, origin());
  }
  ask_to_be_woken();
  return false;
}

template <class T>
Time Out<T>::ready_at() const {
  const auto free = channel_->room_for(size_.slots);
  return free == never || channel_->same_clock_ ? free : process_.align(free);
}

template <class T>
void Out<T>::close() {
  channel_->closed_ = true;
  channel_->close_visible_ = process_.local_time() + channel_->latency_;
  channel_->wake_readers();
}

template <class T>
bool Out<T>::attempt() {
  auto& channel = *channel_;
  const auto ready = ready_at();
  if (ready == never) {
    waits_ = true;
    return false;
  }
  if (!process_.reach_and_book(ready, *blocked_, channel.room_made())) return false;
  auto& slot = *channel.slot_;
  slot.entry = std::move(entry_);
  slot.pushed = process_.local_time();
  slot.visible = process_.local_time() + channel.latency_ + (size_.cycles - 1) * process_.period();
  slot.free = Time{0};
  slot.freed_by = nullptr;
  slot.readers_left = static_cast<std::uint32_t>(channel.readers_.size());
  slot.size = static_cast<std::uint32_t>(size_.slots);
  channel.used_ += size_.slots;
  ++channel.pushed_;
  channel.next(channel.slot_);
  if (!channel.waiting_readers_.empty()) channel.wake_readers();
  return true;
}

}  // namespace sim::fabric
