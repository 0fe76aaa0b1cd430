/* SHA-256 (FIPS 180-4) in portable C. */
#ifndef HASH_CHUNKS_SHA256_H
#define HASH_CHUNKS_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define DIGEST 32

struct sha256 {
  uint32_t state[8];
  uint64_t length; /* bytes so far */
  uint8_t block[64];
};

void sha256_start(struct sha256 *hash);
void sha256_add(struct sha256 *hash, const uint8_t *bytes, size_t size);
void sha256_finish(struct sha256 *hash, uint8_t digest[DIGEST]);

/* The digest of `prefix` followed by `bytes`. Calls nothing outside this file but memcpy. */
void sha256_of(const uint8_t *prefix, size_t prefix_size, const uint8_t *bytes, size_t size, uint8_t digest[DIGEST]);

#endif
