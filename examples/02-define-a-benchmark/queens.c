/* queens <nonce> <n>: counts the ways to place n queens on a board of n by n so that none attacks another. */
#include "capbench.h"

/* Ways to fill the rows that are left. A bit is a square of the next row that a queen holds by column or diagonal. */
static uint64_t ways(uint32_t board, uint32_t columns, uint32_t left, uint32_t right) {
  if (columns == board) return 1;
  uint64_t count = 0;
  for (uint32_t open = board & ~(columns | left | right); open != 0; open &= open - 1) {
    uint32_t queen = open & -open;
    count += ways(board, columns | queen, (left | queen) << 1, (right | queen) >> 1);
  }
  return count;
}

int main(int argc, char **argv) {
  uint64_t n;
  if (argc != 3 || !cb_parse_u64(argv[2], &n) || n < 1 || n > 16) {
    cb_diagnose("usage: queens <nonce> <n, 1 to 16>");
    return CB_EXIT_USAGE;
  }
  cb_begin(argv[1], "queens", "1.0.0");
  cb_mark("timed", CB_EDGE_BEGIN);
  uint64_t start = cb_monotonic_ns();
  uint64_t count = ways((1u << n) - 1, 0, 0, 0);
  uint64_t end = cb_monotonic_ns();
  cb_mark("timed", CB_EDGE_END);
  cb_record("answer", "{\"ways\":%llu,\"ns\":%llu}", (unsigned long long)count, (unsigned long long)(end - start));
  return cb_end();
}
