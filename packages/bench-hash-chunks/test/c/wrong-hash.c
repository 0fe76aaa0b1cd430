/* Linked in with --wrap of one hash: a hash that was not compiled as it should be. */
#include "../../c/hash/blake3.h"

void __real_blake3_of(const uint8_t *prefix, size_t prefix_size, const uint8_t *bytes, size_t size, uint8_t digest[32]);

void __wrap_blake3_of(const uint8_t *prefix, size_t prefix_size, const uint8_t *bytes, size_t size,
                      uint8_t digest[32]) {
  __real_blake3_of(prefix, prefix_size, bytes, size, digest);
  digest[31] ^= (uint8_t)(size > 2048);
}
