/* What init knows of the clocks of its kernel. */
#ifndef INIT_CLOCK_H
#define INIT_CLOCK_H

#include <stdint.h>

/* The start of init; 0 where the kernel does not say. */
struct boot_clocks {
  /* On the clock of the kernel's own messages, which starts with the kernel. */
  uint64_t kernel_ns;
  uint64_t monotonic_ns;
};

/* Reads both clocks. Needs /dev. */
void read_boot_clocks(struct boot_clocks *clocks);

/*
 * Waits until the kernel has gone over to its final clock source. A TSC that it had to measure itself is `tsc-early`
 * for about a second, then `tsc` with another rate: no measurement may have that step in it. Needs /sys. Returns NULL,
 * or what is wrong when ten seconds did not suffice.
 */
const char *await_clock_source(void);

#endif
