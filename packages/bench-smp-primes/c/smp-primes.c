/*
 * smp-primes <nonce> <last 1> <last 2> ... <last N>: counts the primes in 2..<last N> in N worker processes. Worker k
 * takes the numbers after <last k-1> up to <last k>; the caller chooses the bounds, so that every system gets the same.
 *
 * The timed region of a worker lies between its two pairs of clock reads: no system call, no store outside registers
 * and its own stack. Then it stores its slot, once, and leaves.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "capbench.h"
#include "run.h"

#define SPINS_BEFORE_YIELD 20000 /* past this, fewer CPUs than processes is the likely case */

struct shared {
  _Alignas(LINE) atomic_uint ready;
  _Alignas(LINE) atomic_int gate;
  struct slot slots[MOST_WORKERS];
};

enum gate { GATE_CLOSED, GATE_OPEN, GATE_ABANDONED };

static inline void pause_cpu(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/* Whether the gate opened. Leaves too when the parent is gone: nobody would open it. */
static bool await_gate(struct shared *shared, pid_t parent) {
  for (unsigned spins = 0;; spins++) {
    int gate = atomic_load_explicit(&shared->gate, memory_order_acquire);
    if (gate != GATE_CLOSED) return gate == GATE_OPEN;
    if (spins < SPINS_BEFORE_YIELD) pause_cpu();
    else if (getppid() != parent || sched_yield() != 0) return false;
  }
}

_Noreturn static void work(struct shared *shared, unsigned index, uint32_t first, uint32_t last, pid_t parent) {
  struct slot slot = { 0 };
  /* Page faults of code, stack, slot and clock page belong before the region. */
  slot.tally = count_primes(2, 100);
  slot.start_ns = cb_monotonic_ns();
  slot.start_cycles = cb_cycles();
  slot.cpu_start = sched_getcpu();
  shared->slots[index] = slot;
  atomic_fetch_add_explicit(&shared->ready, 1, memory_order_release);
  if (!await_gate(shared, parent)) _exit(1);

  slot.cpu_start = sched_getcpu();
  slot.start_ns = cb_monotonic_ns();
  slot.start_cycles = cb_cycles();
  slot.tally = count_primes(first, last);
  slot.end_cycles = cb_cycles();
  slot.end_ns = cb_monotonic_ns();
  slot.cpu_end = sched_getcpu();
  shared->slots[index] = slot;
  _exit(0);
}

static const char *fault_of(int status) {
  if (WIFSIGNALED(status)) return "was killed";
  return WEXITSTATUS(status) == 0 ? "left before the start" : "failed";
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
    if (pid < 0) cb_diagnose("smp-primes: waitpid: %s", strerror(errno));
    else cb_diagnose("smp-primes: a worker %s (status 0x%x)", fault_of(status), (unsigned)status);
    bad++;
  }
  return bad;
}

/* Whether all workers came to the gate. A worker that ended before is reaped, reported and counted in `gone`. */
static bool await_workers(struct shared *shared, unsigned count, unsigned *gone) {
  int status;
  while (atomic_load_explicit(&shared->ready, memory_order_acquire) < count) {
    if (waitpid(-1, &status, WNOHANG) > 0) {
      cb_diagnose("smp-primes: a worker %s (status 0x%x)", fault_of(status), (unsigned)status);
      *gone = 1;
      return false;
    }
    sched_yield();
  }
  return true;
}

/* Starts the workers and waits at the gate with them. On failure none of them is left. */
static bool start(struct shared *shared, const uint32_t *last, unsigned count) {
  pid_t parent = getpid();
  unsigned started = 0, gone = 0;
  for (; started < count; started++) {
    pid_t pid = fork();
    if (pid == 0) work(shared, started, first_of(last, started), last[started], parent);
    if (pid < 0) break;
  }
  if (started < count) cb_diagnose("smp-primes: fork of worker %u: %s", started, strerror(errno));
  else if (await_workers(shared, count, &gone)) return true;
  atomic_store_explicit(&shared->gate, GATE_ABANDONED, memory_order_release);
  reap(started - gone);
  return false;
}

int main(int argc, char **argv) {
  static uint32_t last[MOST_WORKERS];
  unsigned count = read_bounds(argc, argv, last);
  cb_begin(argv[1], "smp-primes", "1.0.0");
  cpu_set_t cpus;
  struct shared *shared =
    mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED || sched_getaffinity(0, sizeof cpus, &cpus) != 0) {
    cb_diagnose("smp-primes: mmap or sched_getaffinity: %s", strerror(errno));
    return 1;
  }
  say_setup(count, (unsigned)CPU_COUNT(&cpus), last[count - 1]);
  struct base base = { cb_monotonic_ns(), cb_cycles() };
  if (!start(shared, last, count)) return 1;
  cb_mark("timed", CB_EDGE_BEGIN);
  atomic_store_explicit(&shared->gate, GATE_OPEN, memory_order_release);
  if (reap(count) > 0) return 1;
  cb_mark("timed", CB_EDGE_END);
  say_workers(shared->slots, last, count, base);
  return cb_end();
}
