/* The paper: 2.1 (tree), 2.2 (compression), 2.4 (chunks), 2.5 (parents) and 5.1.2 (stack of chaining values). */
#include "blake3.h"

#include <string.h>

#include "words.h"

#define BLOCK 64
#define LEAF 1024
#define MOST_DEPTH 54

#define CHUNK_START 1
#define CHUNK_END 2
#define PARENT 4
#define ROOT 8

static const uint32_t initial[8] = {
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

struct blake3 {
  uint32_t chain[8]; /* of the leaf that is under way */
  uint64_t leaf;     /* its number */
  unsigned taken;    /* blocks of it that are in `chain` */
  size_t waiting;    /* bytes in `block` */
  uint8_t block[BLOCK];
  uint32_t stack[MOST_DEPTH][8];
  unsigned depth;
};

#define MIX(a, b, c, d, x, y)                                     \
  do {                                                            \
    (a) += (b) + (x), (d) = rotate_right((d) ^ (a), 16);          \
    (c) += (d), (b) = rotate_right((b) ^ (c), 12);                \
    (a) += (b) + (y), (d) = rotate_right((d) ^ (a), 8);           \
    (c) += (d), (b) = rotate_right((b) ^ (c), 7);                 \
  } while (0)

#define ROUND(i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11, i12, i13, i14, i15) \
  do {                                                                              \
    MIX(v0, v4, v8, v12, m[i0], m[i1]);                                             \
    MIX(v1, v5, v9, v13, m[i2], m[i3]);                                             \
    MIX(v2, v6, v10, v14, m[i4], m[i5]);                                            \
    MIX(v3, v7, v11, v15, m[i6], m[i7]);                                            \
    MIX(v0, v5, v10, v15, m[i8], m[i9]);                                            \
    MIX(v1, v6, v11, v12, m[i10], m[i11]);                                          \
    MIX(v2, v7, v8, v13, m[i12], m[i13]);                                           \
    MIX(v3, v4, v9, v14, m[i14], m[i15]);                                           \
  } while (0)

/* The message is permuted by naming other words of it in each round. */
static void compress(uint32_t chain[8], const uint8_t block[BLOCK], uint64_t counter, size_t size, uint32_t flags) {
  uint32_t m[16];
  for (int i = 0; i < 16; i++) m[i] = load_little(block + 4 * i);
  uint32_t v0 = chain[0], v1 = chain[1], v2 = chain[2], v3 = chain[3];
  uint32_t v4 = chain[4], v5 = chain[5], v6 = chain[6], v7 = chain[7];
  uint32_t v8 = initial[0], v9 = initial[1], v10 = initial[2], v11 = initial[3];
  uint32_t v12 = (uint32_t)counter, v13 = (uint32_t)(counter >> 32), v14 = (uint32_t)size, v15 = flags;
  ROUND(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  ROUND(2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8);
  ROUND(3, 4, 10, 12, 13, 2, 7, 14, 6, 5, 9, 0, 11, 15, 8, 1);
  ROUND(10, 7, 12, 9, 14, 3, 13, 15, 4, 0, 11, 2, 5, 8, 1, 6);
  ROUND(12, 13, 9, 11, 15, 10, 14, 8, 7, 2, 5, 3, 0, 1, 6, 4);
  ROUND(9, 14, 11, 5, 8, 12, 15, 1, 13, 3, 0, 10, 2, 6, 4, 7);
  ROUND(11, 15, 5, 0, 1, 9, 8, 6, 14, 10, 2, 12, 3, 4, 7, 13);
  chain[0] = v0 ^ v8, chain[1] = v1 ^ v9, chain[2] = v2 ^ v10, chain[3] = v3 ^ v11;
  chain[4] = v4 ^ v12, chain[5] = v5 ^ v13, chain[6] = v6 ^ v14, chain[7] = v7 ^ v15;
}

static void start_leaf(struct blake3 *hash, uint64_t leaf) {
  memcpy(hash->chain, initial, sizeof initial);
  hash->leaf = leaf;
  hash->taken = 0;
}

/* Puts the parent of `left` and `right` into `right`. */
static void join(const uint32_t left[8], uint32_t right[8], uint32_t flags) {
  uint8_t block[BLOCK];
  for (int i = 0; i < 8; i++) {
    store_little(block + 4 * i, left[i]);
    store_little(block + 32 + 4 * i, right[i]);
  }
  memcpy(right, initial, sizeof initial);
  compress(right, block, 0, BLOCK, PARENT | flags);
}

/* A whole leaf that is not the last one: the subtrees that it completes are joined. */
static void push_leaf(struct blake3 *hash) {
  for (uint64_t count = hash->leaf + 1; (count & 1) == 0; count >>= 1) {
    hash->depth--;
    join(hash->stack[hash->depth], hash->chain, 0);
  }
  memcpy(hash->stack[hash->depth++], hash->chain, sizeof hash->chain);
  start_leaf(hash, hash->leaf + 1);
}

static uint32_t start_flag(const struct blake3 *hash) {
  return hash->taken == 0 ? CHUNK_START : 0;
}

/* A whole block after which more follows. */
static void take(struct blake3 *hash, const uint8_t *block) {
  uint32_t end = hash->taken == LEAF / BLOCK - 1 ? CHUNK_END : 0;
  compress(hash->chain, block, hash->leaf, BLOCK, start_flag(hash) | end);
  hash->taken++;
  if (end != 0) push_leaf(hash);
}

/* The last block of all must be told that it is, so one always waits until more comes. */
static void add(struct blake3 *hash, const uint8_t *bytes, size_t size) {
  while (size > 0) {
    if (hash->waiting == BLOCK) {
      take(hash, hash->block);
      hash->waiting = 0;
    }
    for (; hash->waiting == 0 && size > BLOCK; bytes += BLOCK, size -= BLOCK) take(hash, bytes);
    size_t part = size < BLOCK - hash->waiting ? size : BLOCK - hash->waiting;
    memcpy(hash->block + hash->waiting, bytes, part);
    hash->waiting += part;
    bytes += part;
    size -= part;
  }
}

static void finish(struct blake3 *hash, uint8_t digest[32]) {
  uint32_t root = hash->depth == 0 ? ROOT : 0;
  memset(hash->block + hash->waiting, 0, BLOCK - hash->waiting);
  compress(hash->chain, hash->block, hash->leaf, hash->waiting, start_flag(hash) | CHUNK_END | root);
  while (hash->depth > 0) {
    hash->depth--;
    join(hash->stack[hash->depth], hash->chain, hash->depth == 0 ? ROOT : 0);
  }
  for (int i = 0; i < 8; i++) store_little(digest + 4 * i, hash->chain[i]);
}

void blake3_of(const uint8_t *prefix, size_t prefix_size, const uint8_t *bytes, size_t size, uint8_t digest[32]) {
  struct blake3 hash;
  hash.depth = 0;
  hash.waiting = 0;
  start_leaf(&hash, 0);
  add(&hash, prefix, prefix_size);
  add(&hash, bytes, size);
  finish(&hash, digest);
}
