/* Words in memory, in either order of bytes; compilers make one instruction of each. */
#ifndef HASH_CHUNKS_WORDS_H
#define HASH_CHUNKS_WORDS_H

#include <stdint.h>

static inline uint32_t rotate_right(uint32_t word, int by) {
  return word >> by | word << (32 - by);
}

static inline uint32_t load_big(const uint8_t *from) {
  return (uint32_t)from[0] << 24 | (uint32_t)from[1] << 16 | (uint32_t)from[2] << 8 | from[3];
}

static inline uint32_t load_little(const uint8_t *from) {
  return (uint32_t)from[3] << 24 | (uint32_t)from[2] << 16 | (uint32_t)from[1] << 8 | from[0];
}

static inline void store_big(uint8_t *to, uint32_t word) {
  to[0] = (uint8_t)(word >> 24), to[1] = (uint8_t)(word >> 16), to[2] = (uint8_t)(word >> 8), to[3] = (uint8_t)word;
}

static inline void store_little(uint8_t *to, uint32_t word) {
  to[3] = (uint8_t)(word >> 24), to[2] = (uint8_t)(word >> 16), to[1] = (uint8_t)(word >> 8), to[0] = (uint8_t)word;
}

#endif
