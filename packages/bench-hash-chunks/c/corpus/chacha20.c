#include "chacha20.h"

#include "../hash/words.h"

static inline uint32_t rotate_left(uint32_t word, int by) {
  return rotate_right(word, 32 - by);
}

#define QUARTER(a, b, c, d)                              \
  do {                                                   \
    x[a] += x[b], x[d] = rotate_left(x[d] ^ x[a], 16);   \
    x[c] += x[d], x[b] = rotate_left(x[b] ^ x[c], 12);   \
    x[a] += x[b], x[d] = rotate_left(x[d] ^ x[a], 8);    \
    x[c] += x[d], x[b] = rotate_left(x[b] ^ x[c], 7);    \
  } while (0)

void chacha20_block(const uint8_t key[32], const uint8_t nonce[12], uint32_t counter, uint8_t out[64]) {
  uint32_t state[16] = { 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574 };
  uint32_t x[16];
  for (int i = 0; i < 8; i++) state[4 + i] = load_little(key + 4 * i);
  state[12] = counter;
  for (int i = 0; i < 3; i++) state[13 + i] = load_little(nonce + 4 * i);
  for (int i = 0; i < 16; i++) x[i] = state[i];
  for (int round = 0; round < 20; round += 2) {
    QUARTER(0, 4, 8, 12);
    QUARTER(1, 5, 9, 13);
    QUARTER(2, 6, 10, 14);
    QUARTER(3, 7, 11, 15);
    QUARTER(0, 5, 10, 15);
    QUARTER(1, 6, 11, 12);
    QUARTER(2, 7, 8, 13);
    QUARTER(3, 4, 9, 14);
  }
  for (int i = 0; i < 16; i++) store_little(out + 4 * i, x[i] + state[i]);
}
