/* SHA-256, FIPS 180-4. */
#ifndef LAUNCH_SHA256_H
#define LAUNCH_SHA256_H

#include <stddef.h>
#include <stdint.h>

struct sha256 {
  uint32_t state[8];
  uint64_t bytes;
  unsigned char block[64];
};

void sha256_start(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const void *bytes, size_t size);
/* Writes 64 lower-case hexadecimal digits and a final NUL. */
void sha256_finish(struct sha256 *hash, char digest[65]);

#endif
