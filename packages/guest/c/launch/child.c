#define _GNU_SOURCE
#include "child.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../capbench.h"
#include "hygiene.h"

/* What the child says through the status pipe. After `ready` it waits for a byte on the go pipe; exec closes both. */
struct word {
  bool ready;
  struct failure failure;
};

static bool prepare(const struct options *options, pid_t parent, struct failure *failure) {
  static const struct rlimit no_core = { 0, 0 };
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return fail(failure, "pdeathsig");
  if (getppid() != parent) _exit(1);
  if (!own_stdin()) return fail(failure, "stdin");
  if (setrlimit(RLIMIT_CORE, &no_core) != 0) return fail(failure, "rlimit");
  if (CPU_COUNT(&options->cpus) > 0 && sched_setaffinity(0, sizeof options->cpus, &options->cpus) != 0)
    return fail(failure, "affinity");
  if (!default_signals()) return fail(failure, "signals");
  if (!close_at_exec()) return fail(failure, "close_range");
  return true;
}

_Noreturn static void become_program(const struct options *options, const struct sealed *sealed, pid_t parent,
                                     int status, int go) {
  struct word word = { 0 };
  char byte;
  word.ready = prepare(options, parent, &word.failure);
  if (write(status, &word, sizeof word) != sizeof word) _exit(1);
  if (!word.ready || read(go, &byte, 1) != 1) _exit(1);
  char *empty[] = { NULL };
  options->program[0] = (char *)sealed->name; /* the same argv wherever the program lies */
  syscall(SYS_execveat, sealed->descriptor, "", options->program, empty, AT_EMPTY_PATH);
  fail(&word.failure, "exec");
  (void)!write(status, &word, sizeof word);
  _exit(1);
}

bool start_program(struct started *started, const struct options *options, const struct sealed *sealed,
                   struct failure *failure) {
  int status[2], go[2];
  struct word word;
  pid_t self = getpid();
  memset(started, 0, sizeof *started);
  if (pipe2(status, O_CLOEXEC) != 0 || pipe2(go, O_CLOEXEC) != 0) return fail(failure, "pipe");
  started->pid = fork();
  if (started->pid < 0) return fail(failure, "fork");
  if (started->pid == 0) {
    close(go[1]); /* else the child would hold its own go pipe open, and wait for ever for a launcher that died */
    become_program(options, sealed, self, status[1], go[0]);
  }
  close(status[1]);
  close(go[0]);
  errno = EPIPE; /* what a child that died without a word leaves */
  if (read(status[0], &word, sizeof word) != sizeof word) return fail(failure, "prepare");
  *failure = word.failure;
  if (!word.ready) return false;
  if (sched_getaffinity(started->pid, sizeof started->cpus, &started->cpus) != 0) return fail(failure, "affinity");
  started->monotonic_ns = cb_monotonic_ns();
  if (write(go[1], "", 1) != 1) return fail(failure, "go");
  ssize_t size = read(status[0], &word, sizeof word);
  *failure = word.failure;
  close(status[0]);
  close(go[1]);
  return size == 0;
}
