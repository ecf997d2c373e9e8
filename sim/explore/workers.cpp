// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/workers.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <vector>

#include "sim/base/errors.h"
#include "sim/explore/worker_process.h"

namespace sim::explore {
namespace {

using Clock = std::chrono::steady_clock;

struct Worker {
  std::size_t job;
  pid_t process;
  int pipe;
  Clock::time_point begun;
  std::string answer;
};

// Beyond what the worker has from its parent.
void limit_memory(std::int64_t bytes) {
  if (bytes == 0) return;
  rlim_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const auto limit = pages * static_cast<rlim_t>(getpagesize()) + static_cast<rlim_t>(bytes);
  const rlimit both{limit, limit};
  setrlimit(RLIMIT_AS, &both);
}

Worker start(std::size_t job, const Work& work, const Limits& limits) {
  const Pipe pipe;
  const auto process = forked([&] {
    close(pipe.out);
    limit_memory(limits.memory_bytes);
    if (!write_all(pipe.in, said(work, job))) _exit(1);
  });
  close(pipe.in);
  return {job, process, pipe.out, Clock::now(), {}};
}

// Reads what there is; whether the worker may still say more.
bool listen(Worker& worker) {
  char buffer[65536];
  const auto n = read(worker.pipe, buffer, sizeof buffer);
  if (n < 0) return errno == EINTR || errno == EAGAIN;
  worker.answer.append(buffer, static_cast<std::size_t>(n));
  return n > 0;
}

Outcome bury(const Worker& worker) {
  close(worker.pipe);
  const auto end = end_of(worker.process);
  return end.text.empty() ? heard(worker.answer) : Outcome{false, end.text, end.killed};
}

double age(const Worker& worker) {
  return std::chrono::duration<double>(Clock::now() - worker.begun).count();
}

// Milliseconds until the next worker is over its time; -1: never.
int patience(const std::vector<Worker>& workers, double seconds) {
  if (seconds == 0) return -1;
  double left = seconds;
  for (const auto& worker : workers) left = std::min(left, seconds - age(worker));
  return static_cast<int>(std::clamp(left * 1000 + 1, 0.0, 1e6));
}

}  // namespace

void run_in_workers(std::size_t jobs, std::size_t parallel, const Work& work, const Done& done,
                    const Limits& limits) {
  std::vector<Worker> workers;
  const auto take = [&](std::size_t i) {
    auto worker = std::move(workers[i]);
    workers.erase(workers.begin() + static_cast<std::ptrdiff_t>(i));
    return worker;
  };
  for (std::size_t next = 0; next < jobs || !workers.empty();) {
    while (next < jobs && workers.size() < std::max<std::size_t>(1, parallel)) {
      workers.push_back(start(next++, work, limits));
    }
    std::vector<pollfd> pipes;
    for (const auto& worker : workers) pipes.push_back({worker.pipe, POLLIN, 0});
    if (poll(pipes.data(), pipes.size(), patience(workers, limits.seconds)) < 0) {
      if (errno == EINTR) continue;
      throw Fault(std::string("no word from the workers: ") + std::strerror(errno));
    }
    for (std::size_t i = pipes.size(); i-- > 0;) {
      if (pipes[i].revents != 0) {
        if (listen(workers[i])) continue;
        const auto worker = take(i);
        done(worker.job, bury(worker));
      } else if (limits.seconds > 0 && age(workers[i]) > limits.seconds) {
        const auto worker = take(i);
        kill(worker.process, SIGKILL);
        bury(worker);
        done(worker.job,
             {false, fmt::format("its worker took longer than its limit of {} s", limits.seconds)});
      }
    }
  }
}

}  // namespace sim::explore
