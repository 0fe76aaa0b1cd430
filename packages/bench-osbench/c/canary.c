#include "canary.h"

/* Aligned to more than its size, so that it lies in one page wherever it is linked: emulators jump slower between. */
__attribute__((aligned(256), noinline)) uint64_t canary_work(uint64_t seed, uint32_t loops) {
  uint64_t a = seed, b = seed + 1, c = seed + 2, d = seed + 3, e = seed + 4, f = seed + 5;
  for (uint32_t i = 0; i < loops; i++) {
    a = a * 0x9e3779b97f4a7c15u + i;
    b ^= b << 13;
    c += c >> 7;
    d = (d << 5) - d;
    e ^= e >> 9;
    f = f * 5 + 1;
    __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f));
  }
  return a ^ b ^ c ^ d ^ e ^ f;
}
