/* The Merkle tree hash of RFC 6962, section 2.1, with SHA-256, over leaves that come one after the other. */
#ifndef HASH_CHUNKS_MERKLE_H
#define HASH_CHUNKS_MERKLE_H

#include <stddef.h>
#include <stdint.h>

#define MOST_LEVELS 64

struct merkle {
  uint64_t leaves;
  unsigned depth;
  uint8_t stack[MOST_LEVELS][32]; /* roots of whole subtrees, the largest first */
};

void merkle_start(struct merkle *tree);
void merkle_add(struct merkle *tree, const uint8_t *leaf, size_t size);

/* The root; nothing may be added afterwards. */
void merkle_root(struct merkle *tree, uint8_t root[32]);

#endif
