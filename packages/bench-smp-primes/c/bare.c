/*
 * smp-primes without an operating system: the same arguments, compute and records; a worker is a CPU.
 *
 * The timed region of a worker lies between its two pairs of clock reads. Then it stores its slot, once.
 */
#include "capbench_bare.h"
#include "run.h"

struct run {
  uint32_t last[MOST_WORKERS];
  struct slot slots[MOST_WORKERS];
};

static void work(unsigned cpu, void *argument) {
  struct run *run = argument;
  uint32_t first = first_of(run->last, cpu), last = run->last[cpu];
  struct slot slot = { .cpu_start = (int)cpu, .cpu_end = (int)cpu };
  slot.start_ns = cb_monotonic_ns();
  slot.start_cycles = cb_cycles();
  slot.tally = count_primes(first, last);
  slot.end_cycles = cb_cycles();
  slot.end_ns = cb_monotonic_ns();
  run->slots[cpu] = slot;
}

/* Code and clock are translated and cached before the region. */
static void warm(unsigned cpu, void *argument) {
  struct run *run = argument;
  run->slots[cpu].tally = count_primes(2, 100);
  run->slots[cpu].start_ns = cb_monotonic_ns();
}

int main(int argc, char **argv) {
  static struct run run;
  unsigned count = read_bounds(argc, argv, run.last);
  if (count > cb_cpu_count()) {
    cb_diagnose("smp-primes: %u workers were asked for, the machine has %u CPUs", count, cb_cpu_count());
    return CB_EXIT_USAGE;
  }
  cb_begin(argv[1], "smp-primes", "1.0.0");
  cb_diagnose("smp-primes: %llu cycles a second, measured to %llu parts per million", (unsigned long long)cb_tsc_hz(),
              (unsigned long long)cb_tsc_error_ppm());
  say_setup(count, cb_cpu_count(), run.last[count - 1]);
  struct base base = { cb_monotonic_ns(), cb_cycles() };
  cb_run_on(count, warm, &run);
  cb_mark("timed", CB_EDGE_BEGIN);
  cb_run_on(count, work, &run);
  cb_mark("timed", CB_EDGE_END);
  say_workers(run.slots, run.last, count, base);
  return cb_end();
}
