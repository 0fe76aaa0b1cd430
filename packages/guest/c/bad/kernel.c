/*
 * bad-kernel <nonce> <mode>: ends or breaks the system that it runs on, one mode a way, for the tests of those who must
 * notice. Every mode says `begin` first. Root in a guest only: never run it on a machine that you need.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>

#include "../capbench.h"
#include "kernel/hang.h"
#include "kernel/leave.h"
#include "kernel/patch.h"

static int fail(const char *what) {
  cb_diagnose("bad-kernel: %s: %s", what, strerror(errno));
  return 1;
}

/* The system call that is broken where a mode breaks one: nobody else makes it. */
static int break_call(enum patch patch) {
  const char *failure = patch_kernel("__x64_sys_getpgrp", patch);
  if (failure != NULL) return fail(failure);
#if defined(SYS_getpgrp) /* not on the architectures that patch_kernel refuses */
  syscall(SYS_getpgrp);
#endif
  return 1;
}

static int setting(const char *path, const char *value) {
  int file = open(path, O_WRONLY | O_CLOEXEC);
  ssize_t written = file < 0 ? -1 : write(file, value, strlen(value));
  close(file);
  return written < 0 ? fail(path) : 0;
}

static int panic(void) {
  return setting("/proc/sysrq-trigger", "c");
}

/* Process 1 ends by a signal: it is made to go on at address 0. */
static int init_death(void) {
  struct user_regs_struct registers;
  if (ptrace(PTRACE_ATTACH, 1, NULL, NULL) != 0 || waitpid(1, NULL, __WALL) != 1) return fail("attach");
  struct iovec all = { &registers, sizeof registers };
  if (ptrace(PTRACE_GETREGSET, 1, NT_PRSTATUS, &all) != 0) return fail("registers");
#if defined(__x86_64__)
  registers.rip = 0;
  registers.orig_rax = (unsigned long long)-1; /* else the kernel would repeat the system call */
#elif defined(__aarch64__)
  registers.pc = 0;
  int none = -1; /* as well */
  struct iovec call = { &none, sizeof none };
  if (ptrace(PTRACE_SETREGSET, 1, NT_ARM_SYSTEM_CALL, &call) != 0) return fail("system call");
#endif
  if (ptrace(PTRACE_SETREGSET, 1, NT_PRSTATUS, &all) != 0) return fail("registers");
  ptrace(PTRACE_DETACH, 1, NULL, NULL);
  for (;;) pause();
}

static int null_write(void) {
  return break_call(PATCH_NULL_WRITE);
}

static int non_canonical(void) {
  return break_call(PATCH_NON_CANONICAL);
}

static int invalid_opcode(void) {
  return break_call(PATCH_INVALID_OPCODE);
}

static int double_fault(void) {
  return break_call(PATCH_NO_STACK);
}

static int triple_fault(void) {
  return break_call(PATCH_TRIPLE_FAULT);
}

/* All of the machine stands still and works at full speed. */
static int spin_deaf(void) {
  return break_call(PATCH_SPIN_DEAF);
}

static int soft_lockup(void) {
  return setting("/proc/sys/kernel/watchdog_thresh", "1") != 0 ? 1 : break_call(PATCH_SPIN);
}

static bool stay_on(unsigned cpu) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  return sched_setaffinity(0, sizeof one, &one) == 0;
}

/* Two CPUs: on the other one somebody sees to it that there always is a grace period, which then does not end. */
static int rcu_stall(void) {
  const char *timeout = "/sys/module/rcupdate/parameters/rcu_cpu_stall_timeout";
  if (setting(timeout, "3") != 0) return 1;
  if (fork() == 0) {
    if (!stay_on(1)) _exit(1);
    for (;;) close(open("/proc/self/stat", O_RDONLY));
  }
  if (!stay_on(0)) return fail("affinity");
  usleep(100000);
  return break_call(PATCH_SPIN);
}

/* The program ends well; init, which makes this call to leave, does not. */
static int exit_hang(void) {
  const char *failure = patch_kernel("__x64_sys_iopl", PATCH_SPIN_DEAF);
  return failure != NULL ? fail(failure) : cb_end();
}

/* A whole stream, but an end that proves nothing. */
static int end_and_power_off(void) {
  cb_end();
  return leave_by_power_off();
}

/* A whole stream and the definite signal, but not from init: the launcher's report is missing. */
static int end_and_give_clean_signal(void) {
  cb_end();
  return give_clean_signal();
}

/* Takes all memory there is, and touches it. */
static int out_of_memory(void) {
  for (;;) {
    char *more = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (more == MAP_FAILED) return fail("mmap");
    memset(more, 1, 1 << 20);
  }
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    int (*run)(void);
  } modes[] = {
    { "panic", panic },
    { "init-death", init_death },
    { "null-write", null_write },
    { "non-canonical", non_canonical },
    { "invalid-opcode", invalid_opcode },
    { "double-fault", double_fault },
    { "triple-fault", triple_fault },
    { "spin", spin },
    { "wait", wait_for_ever },
    { "spin-deaf", spin_deaf },
    { "soft-lockup", soft_lockup },
    { "rcu-stall", rcu_stall },
    { "hung-task", hung_task },
    { "exit-hang", exit_hang },
    { "out-of-memory", out_of_memory },
    { "reboot", leave_by_reboot },
    { "halt", leave_by_halt },
    { "power-off", leave_by_power_off },
    { "end-and-power-off", end_and_power_off },
    { "clean-signal", give_clean_signal },
    { "clean-signal-after-end", end_and_give_clean_signal },
  };
  if (argc < 3) return CB_EXIT_USAGE;
  prctl(PR_SET_DUMPABLE, 0);
  for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
    if (!cb_equal(argv[2], modes[i].name)) continue;
    cb_begin(argv[1], "bad-kernel", "1.0.0");
    return modes[i].run();
  }
  cb_diagnose("bad-kernel: unknown mode \"%s\"", argv[2]);
  return CB_EXIT_USAGE;
}
