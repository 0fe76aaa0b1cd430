/*
 * sample-bench <nonce> <seed> <rounds>: steps a xorshift generator and sums its states modulo 2^32.
 *
 * Marsaglia, "Xorshift RNGs" (Journal of Statistical Software, 2003), the 32-bit generator (13, 17, 5).
 */
#include "capbench.h"

int main(int argc, char **argv) {
  uint64_t seed, rounds;
  if (argc != 4 || !cb_parse_u64(argv[2], &seed) || !cb_parse_u64(argv[3], &rounds) || seed < 1 ||
      seed > UINT32_MAX || rounds < 1) {
    cb_diagnose("usage: sample-bench <nonce> <seed, 1 to 4294967295> <rounds, from 1>");
    return CB_EXIT_USAGE;
  }
  cb_begin(argv[1], "sample-bench", "0.1.0");
  cb_mark("timed", CB_EDGE_BEGIN);
  uint64_t start = cb_monotonic_ns();
  uint32_t state = (uint32_t)seed, sum = 0;
  for (uint64_t round = 0; round < rounds; round++) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    sum += state;
  }
  uint64_t end = cb_monotonic_ns();
  cb_mark("timed", CB_EDGE_END);
  cb_record("answer", "{\"seed\":%llu,\"rounds\":%llu,\"sum\":%lu,\"elapsedNs\":%llu}", (unsigned long long)seed,
            (unsigned long long)rounds, (unsigned long)sum, (unsigned long long)(end - start));
  return cb_end();
}
