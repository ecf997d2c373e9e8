// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/crew.h"

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <map>
#include <vector>

#include "sim/base/errors.h"
#include "sim/explore/worker_process.h"

namespace sim::explore {
namespace {

// A second job waits at each worker, so that none waits for us.
constexpr std::size_t jobs_ahead = 2;
constexpr int most_attempts = 3;

using Number = std::uint64_t;

template <class T>
std::string bytes_of(T value) {
  return std::string(reinterpret_cast<const char*>(&value), sizeof value);
}

Number number_at(const std::string& bytes) {
  Number number = 0;
  std::memcpy(&number, bytes.data(), sizeof number);
  return number;
}

struct Member {
  pid_t process;
  int orders;   // to write numbers of jobs to
  int answers;  // to read lengths and texts from
  std::deque<std::size_t> jobs;
  std::string heard;
};

// A job after the other, until there are no more orders.
void serve(int orders, int answers, const Work& work) {
  for (Number job = 0;;) {
    const auto n = read(orders, &job, sizeof job);
    if (n < 0 && errno == EINTR) continue;
    if (n != sizeof job) return;
    const auto text = said(work, job);
    if (!write_all(answers, bytes_of(Number{text.size()}) + text)) return;
  }
}

// Orders to a member that has just died must not end us.
class NoBrokenPipes {
 public:
  NoBrokenPipes() : before_(signal(SIGPIPE, SIG_IGN)) {}
  ~NoBrokenPipes() { signal(SIGPIPE, before_); }
  NoBrokenPipes(const NoBrokenPipes&) = delete;
  NoBrokenPipes& operator=(const NoBrokenPipes&) = delete;

 private:
  void (*before_)(int);
};

class Crew {
 public:
  Crew(std::size_t jobs, const Work& work, const Done& done) : work_(work), done_(done) {
    for (std::size_t job = 0; job < jobs; ++job) open_.push_back(job);
  }

  ~Crew() {
    for (auto& member : members_) {
      kill(member.process, SIGKILL);
      dismiss(member);
    }
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  void run(std::size_t parallel) {
    while (!open_.empty() || busy()) {
      while (members_.size() < parallel && !open_.empty()) hire();
      for (auto& member : members_) employ(member);
      wait();
    }
  }

 private:
  bool busy() const {
    return std::any_of(members_.begin(), members_.end(),
                       [](const auto& member) { return !member.jobs.empty(); });
  }

  void hire() {
    const Pipe orders, answers;
    const auto process = forked([&] {
      // Whoever holds an end of another's pipe would keep it open.
      for (const auto& other : members_) {
        close(other.orders);
        close(other.answers);
      }
      close(orders.in);
      close(answers.out);
      serve(orders.out, answers.in, work_);
    });
    close(orders.out);
    close(answers.in);
    members_.push_back({process, orders.in, answers.out, {}, {}});
    employ(members_.back());
  }

  void employ(Member& member) {
    while (member.jobs.size() < jobs_ahead && !open_.empty()) {
      // If it is dead, wait() will hear of it and take the job back.
      (void)write_all(member.orders, bytes_of(Number{open_.front()}));
      member.jobs.push_back(open_.front());
      open_.pop_front();
    }
  }

  void wait() {
    std::vector<pollfd> pipes;
    for (const auto& member : members_) pipes.push_back({member.answers, POLLIN, 0});
    if (poll(pipes.data(), pipes.size(), -1) < 0) {
      if (errno == EINTR) return;
      throw Fault(std::string("no word from the workers: ") + std::strerror(errno));
    }
    for (std::size_t i = pipes.size(); i-- > 0;) {
      if (pipes[i].revents != 0 && !listen(members_[i])) lose(i);
    }
  }

  // Reads what there is; whether the member lives.
  bool listen(Member& member) {
    char buffer[65536];
    const auto n = read(member.answers, buffer, sizeof buffer);
    if (n < 0) return errno == EINTR || errno == EAGAIN;
    member.heard.append(buffer, static_cast<std::size_t>(n));
    auto& heard = member.heard;
    while (heard.size() >= sizeof(Number) && heard.size() - sizeof(Number) >= number_at(heard)) {
      const auto size = number_at(heard);
      const auto text = heard.substr(sizeof(Number), size);
      heard.erase(0, sizeof(Number) + size);
      const auto job = member.jobs.front();
      member.jobs.pop_front();
      employ(member);  // before we do our own part
      done_(job, explore::heard(text));
    }
    return n > 0;
  }

  // The job that it was at has had its attempt; those that waited have not.
  void lose(std::size_t i) {
    auto member = std::move(members_[i]);
    members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(i));
    const auto end = dismiss(member);
    if (member.jobs.empty()) return;
    const auto job = member.jobs.front();
    open_.insert(open_.begin(), member.jobs.begin() + 1, member.jobs.end());
    if (++attempts_[job] < most_attempts) {
      open_.push_front(job);
    } else {
      done_(job, end.text.empty() ? explore::heard("") : Outcome{false, end.text, end.killed});
    }
  }

  static End dismiss(Member& member) {
    close(member.orders);
    close(member.answers);
    return end_of(member.process);
  }

  NoBrokenPipes no_broken_pipes_;
  const Work& work_;
  const Done& done_;
  std::deque<std::size_t> open_;
  std::vector<Member> members_;
  std::map<std::size_t, int> attempts_;
};

}  // namespace

void run_in_crew(std::size_t jobs, std::size_t parallel, const Work& work, const Done& done) {
  Crew(jobs, work, done).run(std::max<std::size_t>(1, parallel));
}

}  // namespace sim::explore
