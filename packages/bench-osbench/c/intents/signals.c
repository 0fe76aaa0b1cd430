/* Signals: to install a handler, to be interrupted by one, to fault into one. */
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "all.h"

static volatile u64 caught;
static pid_t self;
static char *page;
static sigjmp_buf back;

static void count(int number) {
  (void)number;
  caught++;
}

static void count_too(int number) {
  (void)number;
  caught++;
}

static bool install(struct env *env, int number, void (*handler)(int)) {
  struct sigaction action = { .sa_handler = handler };
  HOLD(env, sigaction(number, &action, NULL) == 0, "system-call", "sigaction: %s", strerror(errno));
  self = getpid();
  caught = 0;
  return true;
}

bool signal_install_open(struct env *env) {
  return install(env, SIGUSR1, count);
}

/* Two handlers in turn: each call must give back the one that was there. */
bool signal_install_body(struct env *env, u64 n) {
  struct sigaction own[2] = { { .sa_handler = count }, { .sa_handler = count_too } }, old;
  HOLD(env, sigaction(SIGUSR1, &own[0], NULL) == 0, "system-call", "sigaction: %s", strerror(errno));
  for (u64 i = 1; i <= n; i++) {
    if (MUTATED(MUTATE_SKIP_SIGNAL)) sigaction(SIGUSR1, &own[i & 1], NULL);
    HOLD(env, sigaction(SIGUSR1, &own[i & 1], &old) == 0, "system-call", "sigaction: %s", strerror(errno));
    HOLD(env, old.sa_handler == own[(i - 1) & 1].sa_handler, "previous-handler", "another one at call %llu",
         (unsigned long long)i);
  }
  return true;
}

bool signal_catch_open(struct env *env) {
  return install(env, SIGUSR1, count);
}

bool signal_catch_body(struct env *env, u64 n) {
  u64 before = caught;
  for (u64 i = 0; i < n; i++) {
    if (MUTATED(MUTATE_SKIP_SIGNAL) && i == 0) continue;
    HOLD(env, kill(self, SIGUSR1) == 0, "system-call", "kill: %s", strerror(errno));
  }
  HOLD(env, caught - before == n, "handler-count", "%llu signals, caught were %llu", (unsigned long long)n,
       (unsigned long long)(caught - before));
  return true;
}

bool signal_kill0_open(struct env *env) {
  self = getpid();
  (void)env;
  return true;
}

bool signal_kill0_body(struct env *env, u64 n) {
  u64 good = 0;
  for (u64 i = 0; i < n; i++) good += syscall(SYS_kill, self, 0) == 0;
  if (MUTATED(MUTATE_SKIP_SIGNAL)) good--;
  HOLD(env, good == n, "count", "%llu of %llu calls", (unsigned long long)good, (unsigned long long)n);
  return true;
}

static void leap(int number) {
  (void)number;
  caught++;
  siglongjmp(back, 1);
}

bool signal_fault_open(struct env *env) {
  struct sigaction action = { .sa_handler = leap, .sa_flags = SA_NODEFER };
  HOLD(env, sigaction(SIGSEGV, &action, NULL) == 0, "system-call", "sigaction: %s", strerror(errno));
  page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  HOLD(env, page != MAP_FAILED, "system-call", "mmap: %s", strerror(errno));
  caught = 0;
  return true;
}

bool signal_fault_body(struct env *env, u64 n) {
  u64 before = caught;
  for (volatile u64 i = 0; i < n; i++) {
    if (MUTATED(MUTATE_SKIP_SIGNAL) && i == 0) continue;
    if (sigsetjmp(back, 0) == 0) *(volatile char *)page = 1;
  }
  HOLD(env, caught - before == n, "handler-count", "%llu faults, caught were %llu", (unsigned long long)n,
       (unsigned long long)(caught - before));
  return true;
}

bool signal_fault_close(struct env *env) {
  HOLD(env, munmap(page, 4096) == 0, "system-call", "munmap: %s", strerror(errno));
  return true;
}
