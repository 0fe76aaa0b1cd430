#include "compute.h"

__attribute__((aligned(256), noinline)) uint64_t integer_work(uint32_t steps) {
  uint64_t sum = 0x243f6a8885a308d3u;
  for (uint32_t i = 1; i <= steps; i++) {
    sum = sum * 6364136223846793005u + 1442695040888963407u;
    sum ^= sum >> 29;
    sum += sum / (i | 1u);
  }
  return sum;
}

__attribute__((aligned(256), noinline)) uint64_t float_work(uint32_t steps) {
  union {
    double value;
    uint64_t bits;
  } sum = { 1.0 };
  for (uint32_t i = 1; i <= steps; i++) {
    sum.value = sum.value * 1.0009765625 + 0.25;
    sum.value = sum.value / 1.001953125 + (double)i * 0.0001220703125;
  }
  return sum.bits;
}
