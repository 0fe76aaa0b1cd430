/*
 * syscall-witness PROGRAM ARGS...: runs the program under ptrace and writes one line to descriptor 3 for each system
 * call that it or a child of it enters: `<process> <call>`, processes counted from 0 in the order in which they came.
 * Ends as the program did. It sees what was really called; the clock page (vDSO) calls nothing.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_PROCESSES 64
#define PTRACE_EVENTS (PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE)

static pid_t known[MOST_PROCESSES];
static unsigned count;

static unsigned index_of(pid_t pid) {
  for (unsigned i = 0; i < count; i++) {
    if (known[i] == pid) return i;
  }
  if (count == MOST_PROCESSES) exit(125);
  known[count] = pid;
  return count++;
}

static const char *name_of(long call) {
  static char number[24];
  switch (call) {
    case SYS_clock_gettime: return "clock_gettime";
    case SYS_exit_group: return "exit_group";
    case SYS_getcpu: return "getcpu";
    case SYS_getpid: return "getpid";
    case SYS_getppid: return "getppid";
    case SYS_gettid: return "gettid";
    case SYS_rt_sigprocmask: return "rt_sigprocmask";
    case SYS_sched_yield: return "sched_yield";
    case SYS_set_robust_list: return "set_robust_list";
    case SYS_wait4: return "wait4";
    case SYS_write: return "write";
    default: snprintf(number, sizeof number, "call_%ld", call); return number;
  }
}

static void witness(pid_t pid) {
  struct __ptrace_syscall_info info;
  if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof info, &info) <= 0) return;
  if (info.op == PTRACE_SYSCALL_INFO_ENTRY) dprintf(3, "%u %s\n", index_of(pid), name_of((long)info.entry.nr));
}

int main(int argc, char **argv) {
  if (argc < 2) return 125;
  pid_t first = fork();
  if (first == 0) {
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0) _exit(125);
    raise(SIGSTOP);
    execv(argv[1], argv + 1);
    _exit(125);
  }
  int status, ended = 125;
  if (waitpid(first, &status, 0) != first || !WIFSTOPPED(status)) return 125;
  index_of(first);
  ptrace(PTRACE_SETOPTIONS, first, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_EVENTS);
  ptrace(PTRACE_SYSCALL, first, 0, 0);
  for (pid_t pid; (pid = waitpid(-1, &status, __WALL)) > 0;) {
    if (!WIFSTOPPED(status)) {
      if (pid == first) ended = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      continue;
    }
    int signal = WSTOPSIG(status);
    if (signal == (SIGTRAP | 0x80)) witness(pid);
    bool pass_on = signal != SIGTRAP && signal != SIGSTOP && signal != (SIGTRAP | 0x80);
    ptrace(PTRACE_SYSCALL, pid, 0, pass_on ? signal : 0);
  }
  return ended;
}
