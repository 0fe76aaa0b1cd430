#include "osb.h"

static u64 smaller(u64 a, u64 b) {
  return a < b ? a : b;
}

static u64 time_of_reads(unsigned count) {
  u64 begin = cb_monotonic_ns();
  for (unsigned i = 1; i < count; i++) (void)cb_monotonic_ns();
  return cb_monotonic_ns() - begin;
}

static u64 time_of_loop(u64 count) {
  u64 begin = cb_monotonic_ns();
  for (u64 i = 0; i < count; i++) __asm__ volatile("");
  return cb_monotonic_ns() - begin;
}

void probe_clocks(struct clocks *clocks) {
  u64 tick = UINT64_MAX, reads = UINT64_MAX, loop = UINT64_MAX;
  for (unsigned i = 0; i < 10000; i++) {
    u64 before = cb_monotonic_ns(), after = cb_monotonic_ns();
    if (after > before) tick = smaller(tick, after - before);
  }
  for (unsigned i = 0; i < 9; i++) {
    reads = smaller(reads, time_of_reads(1000));
    loop = smaller(loop, time_of_loop(20000));
  }
  clocks->tick_ns = tick;
  clocks->resolution_ns = clock_resolution_ns();
  clocks->read_ps = reads;         /* 1000 reads in ns are one in ps */
  clocks->loop_ps = loop * 1000 / 20000;
}
