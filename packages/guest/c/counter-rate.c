/*
 * counter-rate <nonce>: how fast the cycle counter that user mode may read counts, against CLOCK_MONOTONIC. Seven
 * windows of 10 ms, one record each; whoever reads them judges whether they agree.
 */
#include <time.h>

#include "capbench.h"

#define WINDOWS 7
#define READINGS 16

struct moment {
  uint64_t cycles, ns;
};

/* Both clocks at one moment: the reading between two of the counter that lie closest together. */
static struct moment now(void) {
  struct moment best = { 0, 0 };
  uint64_t least = UINT64_MAX;
  for (int i = 0; i < READINGS; i++) {
    uint64_t before = cb_cycles(), ns = cb_monotonic_ns(), taken = cb_cycles() - before;
    if (taken < least) {
      least = taken;
      best = (struct moment){ before + taken / 2, ns };
    }
  }
  return best;
}

int main(int argc, char **argv) {
  cb_begin(argc > 1 ? argv[1] : "", "counter-rate", "1.0.0");
  const struct timespec window = { .tv_nsec = 10000000 };
  struct moment previous = now();
  for (int i = 0; i < WINDOWS; i++) {
    nanosleep(&window, NULL);
    struct moment next = now();
    cb_record("rate", "{\"cycles\":%llu,\"ns\":%llu}", (unsigned long long)(next.cycles - previous.cycles),
              (unsigned long long)(next.ns - previous.ns));
    previous = next;
  }
  return cb_end();
}
