/* The block function of ChaCha20 (RFC 8439, section 2.3). */
#ifndef HASH_CHUNKS_CHACHA20_H
#define HASH_CHUNKS_CHACHA20_H

#include <stdint.h>

/* Writes the 64 bytes of key stream that belong to `counter`. */
void chacha20_block(const uint8_t key[32], const uint8_t nonce[12], uint32_t counter, uint8_t out[64]);

#endif
