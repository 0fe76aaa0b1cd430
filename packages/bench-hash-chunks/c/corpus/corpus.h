/* The corpus: a key stream that every system makes for itself from a seed. */
#ifndef HASH_CHUNKS_CORPUS_H
#define HASH_CHUNKS_CORPUS_H

#include <stddef.h>
#include <stdint.h>

/*
 * ChaCha20 (RFC 8439) with the key `seed` in 8 bytes, least significant first, then 24 zero bytes, the nonce of 12 zero
 * bytes, and the block counter from 0. `size` is a multiple of 64, at most 2^38.
 */
void corpus_fill(uint8_t *bytes, uint64_t size, uint64_t seed);

#endif
