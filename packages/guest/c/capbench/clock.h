/* Clocks of a program. */
#ifndef CAPBENCH_CLOCK_H
#define CAPBENCH_CLOCK_H

/* Nanoseconds of CLOCK_MONOTONIC. */
CB_UNUSED static inline uint64_t cb_monotonic_ns(void) {
  return cb_os_monotonic_ns();
}

/*
 * The cycle counter that user mode may read: x86 TSC, aarch64 CNTVCT_EL0. Constant rate, not core cycles. The fence
 * keeps the read from moving ahead of earlier instructions.
 */
CB_UNUSED static inline uint64_t cb_cycles(void) {
#if defined(__x86_64__) || defined(__i386__)
  uint32_t low, high;
  __asm__ volatile("lfence\n\trdtsc" : "=a"(low), "=d"(high) : : "memory");
  return ((uint64_t)high << 32) | low;
#elif defined(__aarch64__)
  uint64_t ticks;
  __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks) : : "memory");
  return ticks;
#else
#error "cb_cycles: no counter known for this architecture"
#endif
}

#endif
