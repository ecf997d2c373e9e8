// SPDX-License-Identifier: Apache-2.0
#include "sim/explore/worker_process.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>

#include "sim/base/errors.h"

namespace sim::explore {
namespace {

// What a worker says first: an answer follows, or why there is none.
constexpr char answer_mark = 'a', exception_mark = 'e';

}  // namespace

Pipe::Pipe() {
  int ends[2];
  if (pipe(ends) != 0) throw Fault(std::string("no pipe for a worker: ") + std::strerror(errno));
  out = ends[0];
  in = ends[1];
}

pid_t forked(const std::function<void()>& life) {
  std::fflush(nullptr);
  const auto parent = getpid();
  const auto process = fork();
  if (process < 0) throw Fault(std::string("no worker process: ") + std::strerror(errno));
  if (process > 0) return process;
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // no orphans when the parent is killed
  if (getppid() != parent) _exit(1);
  life();
  _exit(0);  // the parent's buffers and destructors are not ours
}

bool write_all(int pipe, const std::string& text) {
  for (std::size_t sent = 0; sent < text.size();) {
    const auto n = write(pipe, text.data() + sent, text.size() - sent);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    sent += static_cast<std::size_t>(n);
  }
  return true;
}

std::string said(const std::function<std::string(std::size_t)>& work, std::size_t job) {
  try {
    return answer_mark + work(job);
  } catch (const std::bad_alloc&) {
    return exception_mark + std::string("its worker ran out of memory");
  } catch (const std::exception& error) {
    return exception_mark + std::string("its worker threw an exception: ") + error.what();
  } catch (...) {
    return exception_mark + std::string("its worker threw an exception");
  }
}

Outcome heard(const std::string& text) {
  // Not a word: the job itself called exit.
  if (text.empty()) return {false, "its worker ended without an answer"};
  return {text.front() == answer_mark, text.substr(1)};
}

End end_of(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFSIGNALED(status)) {
    if (WEXITSTATUS(status) == 0) return {};
    return {"its worker ended with exit code " + std::to_string(WEXITSTATUS(status))};
  }
  const auto number = WTERMSIG(status);
  const bool killed = number == SIGKILL;
  return {"its worker was killed by signal " + std::to_string(number) + " (" + strsignal(number) +
              ")" + (killed ? ", as happens when memory runs out" : ""),
          killed};
}

}  // namespace sim::explore
