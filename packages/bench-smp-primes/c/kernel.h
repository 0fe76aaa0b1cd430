/* The compute of smp-primes, the same on every system. */
#ifndef SMP_PRIMES_KERNEL_H
#define SMP_PRIMES_KERNEL_H

#include <stdint.h>

/* Largest number that a range may hold; d * d stays below 2^32 for every divisor that is tried. */
#define MOST_NUMBER 100000000u

struct prime_tally {
  uint64_t primes;
  uint64_t checksum; /* sum modulo 2^64 of the finalizer of splitmix64 over the primes */
};

/* Counts the primes in first..last, 2 <= first <= last <= MOST_NUMBER. Calls nothing, writes nothing but its result. */
struct prime_tally count_primes(uint32_t first, uint32_t last);

#endif
