// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/workers.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

#include "sim/base/errors.h"

namespace sim::explore {
namespace {

// What a worker says first: an answer follows, or why there is none.
constexpr char answer_mark = 'a', exception_mark = 'e';

struct Worker {
  std::size_t job;
  pid_t process;
  int pipe;
  std::string answer;
};

// An exception must not leave the worker: it would go on as a second parent.
std::string said(const std::function<std::string(std::size_t)>& work, std::size_t job) {
  try {
    return answer_mark + work(job);
  } catch (const std::exception& error) {
    return exception_mark + std::string("its worker threw an exception: ") + error.what();
  } catch (...) {
    return exception_mark + std::string("its worker threw an exception");
  }
}

[[noreturn]] void be_worker(int pipe, const std::function<std::string(std::size_t)>& work,
                            std::size_t job) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // no orphans when the parent is killed
  const auto answer = said(work, job);
  for (std::size_t sent = 0; sent < answer.size();) {
    const auto n = write(pipe, answer.data() + sent, answer.size() - sent);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) _exit(1);
    sent += static_cast<std::size_t>(n);
  }
  close(pipe);
  _exit(0);  // the parent's buffers and destructors are not ours
}

Worker start(std::size_t job, const std::function<std::string(std::size_t)>& work) {
  int ends[2];
  if (pipe(ends) != 0) throw Fault(std::string("no pipe for a worker: ") + std::strerror(errno));
  std::fflush(nullptr);
  const auto process = fork();
  if (process < 0) throw Fault(std::string("no worker process: ") + std::strerror(errno));
  if (process == 0) {
    close(ends[0]);
    be_worker(ends[1], work, job);
  }
  close(ends[1]);
  return {job, process, ends[0], {}};
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
  int status = 0;
  while (waitpid(worker.process, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) {
    // Code 0 without a word: the job itself called exit.
    if (worker.answer.empty()) return {false, "its worker ended without an answer"};
    return {worker.answer.front() == answer_mark, worker.answer.substr(1)};
  }
  if (!WIFSIGNALED(status)) {
    return {false, "its worker ended with exit code " + std::to_string(WEXITSTATUS(status))};
  }
  const auto number = WTERMSIG(status);
  return {false, "its worker was killed by signal " + std::to_string(number) + " (" +
                     strsignal(number) + ")" +
                     (number == SIGKILL ? ", as happens when memory runs out" : "")};
}

}  // namespace

void run_in_workers(std::size_t jobs, std::size_t parallel,
                    const std::function<std::string(std::size_t)>& work,
                    const std::function<void(std::size_t, const Outcome&)>& done) {
  std::vector<Worker> workers;
  for (std::size_t next = 0; next < jobs || !workers.empty();) {
    while (next < jobs && workers.size() < std::max<std::size_t>(1, parallel)) {
      workers.push_back(start(next++, work));
    }
    std::vector<pollfd> pipes;
    for (const auto& worker : workers) pipes.push_back({worker.pipe, POLLIN, 0});
    if (poll(pipes.data(), pipes.size(), -1) < 0) {
      if (errno == EINTR) continue;
      throw Fault(std::string("no word from the workers: ") + std::strerror(errno));
    }
    for (std::size_t i = pipes.size(); i-- > 0;) {
      if (pipes[i].revents == 0 || listen(workers[i])) continue;
      const auto worker = std::move(workers[i]);
      workers.erase(workers.begin() + static_cast<std::ptrdiff_t>(i));
      done(worker.job, bury(worker));
    }
  }
}

}  // namespace sim::explore
