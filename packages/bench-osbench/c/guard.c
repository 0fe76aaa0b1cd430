/*
 * Each intent runs in a process of its own: what it breaks, leaks or hangs in ends with it, and costs the others
 * nothing. What it leaves is looked for twice, by itself and by the process that started it.
 */
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "osb.h"

static unsigned count_descriptors(void) {
  unsigned count = 0;
  for (int fd = 0; fd < MOST_DESCRIPTORS; fd++) count += fcntl(fd, F_GETFD) >= 0;
  return count;
}

_Noreturn static void measure_alone(struct env *env, pid_t parent) {
  setpgid(0, 0);
  die_with_parent(parent);
  signal(SIGPIPE, SIG_IGN);
  unsigned descriptors = count_descriptors();
  if (!pin(env->cpus[0])) failed(env, "placement", "CPU %d: %s", env->cpus[0], strerror(errno));
  else measure(env);
  if (env->result->outcome != PASSED) _exit(0); /* what failed may leave things: they go with the process */
  unsigned left = count_descriptors();
  if (left != descriptors)
    failed(env, "leave-no-trace", "%d descriptors more than before", (int)left - (int)descriptors);
  if (waitpid(-1, NULL, WNOHANG) >= 0) failed(env, "leave-no-trace", "a child was left");
  int files = env->scratch == NULL ? 0 : count_scratch(env->scratch);
  if (files != 0) failed(env, "leave-no-trace", "%d files were left", files);
  _exit(0);
}

/* Waits for the process of the intent until `limit_ns` have passed; its status, or -1. */
static int await(pid_t pid, u64 limit_ns) {
  sigset_t children;
  int status;
  sigemptyset(&children);
  sigaddset(&children, SIGCHLD);
  for (u64 begin = cb_monotonic_ns(); waitpid(pid, &status, WNOHANG) != pid;) {
    if (cb_monotonic_ns() - begin > limit_ns) return -1;
    struct timespec step = { 0, 100000000 };
    sigtimedwait(&children, NULL, &step);
  }
  return status;
}

/* Ends what is left of the intent; how many processes that were. This process is the reaper of all below it. */
static unsigned end_leftover(pid_t group) {
  unsigned count = 0;
  kill(-group, SIGKILL);
  while (waitpid(-1, NULL, 0) > 0) count++;
  return count;
}

static void empty_scratch(struct env *env) {
  if (env->scratch == NULL || count_scratch(env->scratch) == 0) return;
  close_scratch(env->scratch);
  env->scratch = open_scratch();
}

void guarded(struct env *env) {
  u64 limit_ns = 20 * env->budget_ns + 10 * env->op_budget_ns + 5000000000u;
  pid_t self = getpid(), pid = fork();
  if (pid < 0) {
    failed(env, "system-call", "fork: %s", strerror(errno));
    return;
  }
  if (pid == 0) measure_alone(env, self);
  setpgid(pid, pid);
  int status = await(pid, limit_ns);
  unsigned left = end_leftover(pid);
  if (status == -1) {
    env->result->outcome = UNFINISHED;
    failed(env, "watchdog", "not done after %u ms", (unsigned)(limit_ns / 1000000));
  } else if (status != 0) {
    env->result->outcome = UNFINISHED;
    if (WIFSIGNALED(status)) failed(env, "crash", "signal %d", WTERMSIG(status));
    else failed(env, "crash", "exit code %d", WEXITSTATUS(status));
  } else if (left > 0 && env->result->outcome == PASSED) {
    failed(env, "leave-no-trace", "%u processes were left", left);
  }
  empty_scratch(env);
}
