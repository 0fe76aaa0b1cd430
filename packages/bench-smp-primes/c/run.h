/* What a run of smp-primes reads and says, the same on every system. */
#ifndef SMP_PRIMES_RUN_H
#define SMP_PRIMES_RUN_H

#include "kernel.h"

#define MOST_WORKERS 1024
#define LINE 128 /* two cache lines: adjacent-line prefetch couples pairs */

/* What one worker leaves behind: readings of both clocks around its work, and its result. */
struct slot {
  _Alignas(LINE) uint64_t start_ns;
  uint64_t end_ns;
  uint64_t start_cycles;
  uint64_t end_cycles;
  struct prime_tally tally;
  int cpu_start;
  int cpu_end;
};

/* Readings before the workers, which all others are relative to. */
struct base {
  uint64_t ns;
  uint64_t cycles;
};

/* Reads the bounds into `last`, one a worker; returns how many. Wrong ones end the program with CB_EXIT_USAGE. */
static unsigned read_bounds(int argc, char **argv, uint32_t last[MOST_WORKERS]) {
  if (argc < 3 || argc - 2 > MOST_WORKERS) {
    cb_diagnose("usage: smp-primes <nonce> <last of worker 1> ... <last of worker N>, N in 1..%d", MOST_WORKERS);
    cb_os_exit(CB_EXIT_USAGE);
  }
  unsigned count = (unsigned)(argc - 2);
  for (unsigned i = 0; i < count; i++) {
    last[i] = (uint32_t)cb_argument_u64("last of a worker", argv[i + 2], i == 0 ? 2 : last[i - 1] + 1, MOST_NUMBER);
  }
  return count;
}

/* First number of worker `index`. */
static uint32_t first_of(const uint32_t *last, unsigned index) {
  return index == 0 ? 2 : last[index - 1] + 1;
}

static void say_setup(unsigned workers, unsigned cpus, uint32_t limit) {
  cb_record("setup", "{\"workers\":%u,\"cpus\":%u,\"limit\":%u}", workers, cpus, limit);
}

static void say_workers(const struct slot *slots, const uint32_t *last, unsigned count, struct base base) {
  for (unsigned i = 0; i < count; i++) {
    const struct slot *slot = &slots[i];
    cb_record("worker",
              "{\"index\":%u,\"from\":%u,\"to\":%u,\"primes\":%llu,\"checksum\":\"%016llx\","
              "\"startNs\":%lld,\"endNs\":%lld,\"startCycles\":%lld,\"endCycles\":%lld,\"cpuStart\":%d,\"cpuEnd\":%d}",
              i, first_of(last, i), last[i], (unsigned long long)slot->tally.primes,
              (unsigned long long)slot->tally.checksum, (long long)(slot->start_ns - base.ns),
              (long long)(slot->end_ns - base.ns), (long long)(slot->start_cycles - base.cycles),
              (long long)(slot->end_cycles - base.cycles), slot->cpu_start, slot->cpu_end);
  }
}

#endif
