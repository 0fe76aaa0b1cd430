/* BLAKE3, plain hash of 32 bytes ("BLAKE3: one function, fast everywhere", 2021), one block at a time. */
#ifndef HASH_CHUNKS_BLAKE3_H
#define HASH_CHUNKS_BLAKE3_H

#include <stddef.h>
#include <stdint.h>

/* The digest of `prefix` followed by `bytes`. Calls nothing outside this file but memcpy. */
void blake3_of(const uint8_t *prefix, size_t prefix_size, const uint8_t *bytes, size_t size, uint8_t digest[32]);

#endif
