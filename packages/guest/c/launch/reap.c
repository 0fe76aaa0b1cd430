#define _GNU_SOURCE
#include "reap.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../capbench.h"

void waited_signals(sigset_t *set) {
  sigemptyset(set);
  sigaddset(set, SIGCHLD);
  sigaddset(set, SIGTERM);
  sigaddset(set, SIGINT);
  sigaddset(set, SIGHUP);
}

bool become_reaper(int orphaned, struct failure *failure) {
  sigset_t set;
  if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) return fail(failure, "subreaper");
  /* Process 1 does not die before its machine or container does. */
  if (getppid() != 1 && prctl(PR_SET_PDEATHSIG, orphaned) != 0) return fail(failure, "pdeathsig");
  signal(SIGPIPE, SIG_IGN); /* a lost report reader is a write error with its own exit code */
  signal(SIGCHLD, SIG_DFL); /* inherited SIG_IGN would reap the program behind our back */
  waited_signals(&set);
  return sigprocmask(SIG_BLOCK, &set, NULL) == 0 || fail(failure, "signals");
}

/* Parent of a process, from /proc/PID/stat, or -1. The command in there may hold any byte, so look from its end. */
static pid_t parent_of(const char *pid) {
  char path[64], stat[512];
  struct cb_text text = { path, sizeof path - 1, 0, false };
  cb_put_format(&text, "/proc/%s/stat", pid);
  path[text.length] = 0;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t size = read(file, stat, sizeof stat - 1);
  close(file);
  if (size <= 0) return -1;
  stat[size] = 0;
  const char *close_bracket = strrchr(stat, ')');
  return close_bracket == NULL || strlen(close_bracket) < 5 ? -1 : (pid_t)atoi(close_bracket + 4);
}

/* Kills every child of this process; false if none was found. */
static bool kill_children(void) {
  bool found = false;
  struct dirent *entry;
  DIR *processes = opendir("/proc");
  if (processes == NULL) return false;
  while ((entry = readdir(processes)) != NULL) {
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9' || parent_of(entry->d_name) != getpid()) continue;
    found = true;
    kill((pid_t)atoi(entry->d_name), SIGKILL);
  }
  closedir(processes);
  return found;
}

bool end_leftover(struct ended *ended, bool own_processes, struct failure *failure) {
  for (;;) {
    pid_t reaped = waitpid(-1, NULL, WNOHANG);
    if (reaped < 0) return errno == ECHILD || fail(failure, "reap");
    if (reaped == 0) {
      errno = ESRCH;
      if (own_processes ? kill(-1, SIGKILL) != 0 : !kill_children()) return fail(failure, "reap");
      if (waitpid(-1, NULL, 0) < 0) return fail(failure, "reap");
    }
    ended->leftover++;
  }
}

bool await_program(struct ended *ended, pid_t program, bool own_processes, struct failure *failure) {
  sigset_t set;
  waited_signals(&set);
  for (ended->leftover = 0;;) {
    struct rusage usage;
    int status;
    siginfo_t dead = { 0 };
    /* What has ended and is not reaped yet still has an affinity. */
    if (waitid(P_ALL, 0, &dead, WEXITED | WNOHANG | WNOWAIT) != 0) return fail(failure, "wait");
    if (dead.si_pid == program && sched_getaffinity(program, sizeof ended->cpus, &ended->cpus) != 0)
      CPU_ZERO(&ended->cpus);
    pid_t reaped = dead.si_pid == 0 ? 0 : wait4(dead.si_pid, &status, 0, &usage);
    if (reaped == program) {
      ended->monotonic_ns = cb_monotonic_ns();
      ended->status = status;
      ended->usage = usage;
      return end_leftover(ended, own_processes, failure);
    }
    if (reaped < 0) return fail(failure, "wait");
    if (reaped > 0) {
      ended->leftover++;
      continue;
    }
    int received = sigwaitinfo(&set, NULL);
    if (received > 0 && received != SIGCHLD) kill(program, SIGKILL);
  }
}
