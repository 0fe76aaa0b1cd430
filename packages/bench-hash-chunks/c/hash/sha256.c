/* FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 5.3.3 and 6.2. The schedule is sixteen words, made anew in place. */
#include "sha256.h"

#include <string.h>

#include "words.h"

static const uint32_t constants[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

#define BIG0(x) (rotate_right(x, 2) ^ rotate_right(x, 13) ^ rotate_right(x, 22))
#define BIG1(x) (rotate_right(x, 6) ^ rotate_right(x, 11) ^ rotate_right(x, 25))
#define SMALL0(x) (rotate_right(x, 7) ^ rotate_right(x, 18) ^ ((x) >> 3))
#define SMALL1(x) (rotate_right(x, 17) ^ rotate_right(x, 19) ^ ((x) >> 10))

/* One round. Names of the eight variables rotate, not their values; `a ^ b` of this round is `b ^ c` of the next. */
#define ROUND(a, b, c, d, e, f, g, h, i, word)                        \
  do {                                                                \
    uint32_t t = (h) + BIG1(e) + ((g) ^ ((e) & ((f) ^ (g)))) + k[i] + (word); \
    uint32_t both = (a) ^ (b);                                        \
    (d) += t;                                                         \
    (h) = t + BIG0(a) + ((b) ^ (both & last));                        \
    last = both;                                                      \
  } while (0)

#define FRESH(i) (w[i] = load_big(data + 4 * (i)))
#define NEXT(i) (w[i] += SMALL0(w[((i) + 1) & 15]) + w[((i) + 9) & 15] + SMALL1(w[((i) + 14) & 15]))

#define EIGHT(word, i)                                \
  do {                                                \
    ROUND(a, b, c, d, e, f, g, h, (i), word(i));      \
    ROUND(h, a, b, c, d, e, f, g, (i) + 1, word((i) + 1)); \
    ROUND(g, h, a, b, c, d, e, f, (i) + 2, word((i) + 2)); \
    ROUND(f, g, h, a, b, c, d, e, (i) + 3, word((i) + 3)); \
    ROUND(e, f, g, h, a, b, c, d, (i) + 4, word((i) + 4)); \
    ROUND(d, e, f, g, h, a, b, c, (i) + 5, word((i) + 5)); \
    ROUND(c, d, e, f, g, h, a, b, (i) + 6, word((i) + 6)); \
    ROUND(b, c, d, e, f, g, h, a, (i) + 7, word((i) + 7)); \
  } while (0)

static void compress(uint32_t state[8], const uint8_t *data, size_t blocks) {
  for (; blocks > 0; blocks--, data += 64) {
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
    uint32_t w[16], last = b ^ c;
    const uint32_t *k = constants;
    EIGHT(FRESH, 0);
    EIGHT(FRESH, 8);
    for (k += 16; k != constants + 64; k += 16) {
      EIGHT(NEXT, 0);
      EIGHT(NEXT, 8);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
}

void sha256_start(struct sha256 *hash) {
  static const uint32_t initial[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  };
  memcpy(hash->state, initial, sizeof initial);
  hash->length = 0;
}

void sha256_add(struct sha256 *hash, const uint8_t *bytes, size_t size) {
  if (size == 0) return;
  size_t used = hash->length % 64;
  hash->length += size;
  if (used > 0) {
    size_t part = size < 64 - used ? size : 64 - used;
    memcpy(hash->block + used, bytes, part);
    if (used + part < 64) return;
    compress(hash->state, hash->block, 1);
    bytes += part;
    size -= part;
  }
  compress(hash->state, bytes, size / 64);
  memcpy(hash->block, bytes + size / 64 * 64, size % 64);
}

void sha256_finish(struct sha256 *hash, uint8_t digest[DIGEST]) {
  size_t used = hash->length % 64;
  uint64_t bits = hash->length * 8;
  hash->block[used++] = 0x80;
  if (used > 56) {
    memset(hash->block + used, 0, 64 - used);
    compress(hash->state, hash->block, 1);
    used = 0;
  }
  memset(hash->block + used, 0, 56 - used);
  store_big(hash->block + 56, (uint32_t)(bits >> 32));
  store_big(hash->block + 60, (uint32_t)bits);
  compress(hash->state, hash->block, 1);
  for (int i = 0; i < 8; i++) store_big(digest + 4 * i, hash->state[i]);
}

void sha256_of(const uint8_t *prefix, size_t prefix_size, const uint8_t *bytes, size_t size, uint8_t digest[DIGEST]) {
  struct sha256 hash;
  sha256_start(&hash);
  sha256_add(&hash, prefix, prefix_size);
  sha256_add(&hash, bytes, size);
  sha256_finish(&hash, digest);
}
