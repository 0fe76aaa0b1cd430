#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capbench.h"
#include "workers.h"

static pid_t parent;

/* Nobody would open the gate any more. */
static bool is_orphan(void) {
  return getppid() != parent;
}

static const char *fault_of(int status) {
  if (WIFSIGNALED(status)) return "was killed";
  return WEXITSTATUS(status) == 0 ? "left before the start" : "failed";
}

static void tell(int status) {
  cb_diagnose(PROGRAM ": a worker %s (status 0x%x)", fault_of(status), (unsigned)status);
}

/* Waits for `count` workers. Returns how many did not end well, each with a diagnostic. */
static unsigned reap(unsigned count) {
  unsigned bad = 0;
  for (int status; count > 0; count--) {
    pid_t pid;
    do {
      pid = waitpid(-1, &status, 0);
    } while (pid < 0 && errno == EINTR);
    if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) continue;
    if (pid < 0) cb_diagnose(PROGRAM ": waitpid: %s", strerror(errno));
    else tell(status);
    bad++;
  }
  return bad;
}

bool start_processes(const struct job *job, struct gate *gate) {
  unsigned started = 0, gone = 0;
  int status;
  parent = getpid();
  for (; started < job->workers; started++) {
    pid_t pid = fork();
    if (pid == 0) _exit(be_worker(job, gate, started, is_orphan) ? 0 : 1);
    if (pid < 0) break;
  }
  if (started < job->workers) cb_diagnose(PROGRAM ": fork of worker %u: %s", started, strerror(errno));
  while (started == job->workers && gone == 0 && gate_ready(gate) < job->workers) {
    if (waitpid(-1, &status, WNOHANG) > 0) {
      tell(status);
      gone = 1;
    }
    sched_yield();
  }
  if (started == job->workers && gone == 0) return true;
  gate_abandon(gate);
  reap(started - gone);
  return false;
}

bool await_processes(const struct job *job) {
  return reap(job->workers) == 0;
}
