#include "corpus.h"

#include "../hash/words.h"
#include "chacha20.h"

void corpus_fill(uint8_t *bytes, uint64_t size, uint64_t seed) {
  uint8_t key[32] = { 0 }, nonce[12] = { 0 };
  store_little(key, (uint32_t)seed);
  store_little(key + 4, (uint32_t)(seed >> 32));
  for (uint64_t block = 0; block < size / 64; block++) chacha20_block(key, nonce, (uint32_t)block, bytes + 64 * block);
}
