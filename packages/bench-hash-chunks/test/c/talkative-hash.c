/* Linked in with --wrap=blake3_of: a hash that breaks the rule of the timed region by one system call a digest. */
#include <sys/syscall.h>
#include <unistd.h>

#include "../../c/hash/blake3.h"

void __real_blake3_of(const uint8_t *prefix, size_t prefix_size, const uint8_t *bytes, size_t size, uint8_t digest[32]);

void __wrap_blake3_of(const uint8_t *prefix, size_t prefix_size, const uint8_t *bytes, size_t size,
                      uint8_t digest[32]) {
  syscall(SYS_getpid);
  __real_blake3_of(prefix, prefix_size, bytes, size, digest);
}
