/* A kernel that breaks the rule of the timed region: it makes one system call for each range that it is given. */
#include "../../c/kernel.h"
#include <sys/syscall.h>
#include <unistd.h>

struct prime_tally count_primes(uint32_t first, uint32_t last) {
  struct prime_tally tally = { first, last };
  if (last > 100) syscall(SYS_getpid);
  return tally;
}
