/*
 * Accelerator probe: how many TSC cycles does one trip of a `dec; jnz` loop take on each CPU of this guest, while all
 * CPUs run it at once?
 *
 * Hardware virtualization needs a few, TCG some dozens, a KVM that interprets every instruction thousands. Where
 * every CPU is fast, each makes ten million further trips, since a counter can be emulated too: then the guest gives no
 * answer in time. Ends as failed where a CPU is slow.
 */
#include "capbench_bare.h"

#define MOST_CPUS 64
#define ROUNDS 3
#define TRIPS 1000u
#define FURTHER_TRIPS 10000000u
#define CYCLES_PER_TRIP_LIMIT 200u

static uint64_t least[MOST_CPUS];

static void loop(uint32_t trips) {
  __asm__ volatile("1: dec %0\n\tjnz 1b" : "+r"(trips));
}

/* The best of some rounds counts: the host may stop a CPU for a while. */
static void measure(unsigned cpu, void *argument) {
  (void)argument;
  uint64_t begin = cb_cycles();
  loop(TRIPS);
  uint64_t cycles = cb_cycles() - begin;
  if (least[cpu] == 0 || cycles < least[cpu]) least[cpu] = cycles;
}

static void go_on(unsigned cpu, void *argument) {
  (void)cpu;
  (void)argument;
  loop(FURTHER_TRIPS);
}

int main(int argc, char **argv) {
  unsigned count = cb_cpu_count();
  bool fast = true;
  cb_begin(argc > 1 ? argv[1] : "", "probe", "1.0.0");
  for (unsigned round = 0; round < ROUNDS; round++) cb_run_on(count, measure, NULL);
  for (unsigned cpu = 0; cpu < count; cpu++) {
    cb_record("cpu", "{\"trips\":%u,\"cycles\":%llu}", TRIPS, (unsigned long long)least[cpu]);
    fast = fast && least[cpu] <= (uint64_t)TRIPS * CYCLES_PER_TRIP_LIMIT;
  }
  if (fast) cb_run_on(count, go_on, NULL);
  cb_end();
  return fast ? 0 : 1;
}
