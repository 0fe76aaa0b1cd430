/*
 * Trial division, on purpose the plain way: every odd divisor up to the square root, so that the work is arithmetic in
 * registers and grows with the number in a way that the partition can foresee.
 */
#include "kernel.h"

/*
 * Finalizer of splitmix64: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014), with
 * Stafford's mix 13.
 */
static inline uint64_t mix(uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
  return value ^ (value >> 31);
}

static inline int is_prime(uint32_t number) {
  if (number % 2 == 0) return number == 2;
  for (uint32_t divisor = 3; divisor * divisor <= number; divisor += 2) {
    if (number % divisor == 0) return 0;
  }
  return 1;
}

/*
 * Aligned to more than its size, so that it lies in one page wherever a linker puts it: between pages an emulator
 * follows jumps more slowly, which made 5 % between two links of the same code.
 */
__attribute__((aligned(256))) struct prime_tally count_primes(uint32_t first, uint32_t last) {
  struct prime_tally tally = { 0, 0 };
  for (uint32_t number = first; number <= last; number++) {
    if (!is_prime(number)) continue;
    tally.primes++;
    tally.checksum += mix(number);
  }
  return tally;
}
