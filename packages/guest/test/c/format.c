/* Prints what the formatter and the JSON escaper make of fixed values: one line each. */
#include <limits.h>
#include <string.h>

#include "capbench.h"

static void show(const char *text) {
  (void)!write(1, text, strlen(text));
  (void)!write(1, "\n", 1);
}

int main(int argc, char **argv) {
  char line[256], cut[8];
  struct cb_text text = { line, sizeof line - 1, 0, false };
  if (argc == 3 && cb_equal(argv[1], "u64")) {
    cb_put_format(&text, "%llu", (unsigned long long)cb_argument_u64("number", argv[2], 3, UINT64_MAX));
    line[text.length] = 0;
    show(line);
    return 0;
  }
  if (argc == 3) { /* escape the argument into as many bytes as argv[1] says */
    uint64_t size;
    char out[4096];
    if (!cb_parse_u64(argv[1], &size) || size > sizeof out) return 1;
    cb_put_format(&text, "%zu", cb_json_string(out, size, argv[2], strlen(argv[2])));
    line[text.length] = 0;
    show(out);
    show(line);
    return 0;
  }
  cb_put_format(&text, "%d %d %lld %u %llu %zu %lu %ld %x %08x %llx %c %s %%", INT_MIN, 0, LLONG_MIN, UINT_MAX,
                ULLONG_MAX, (size_t)7, 8ul, -9l, 0xbeefu, 0x1fu, 0xfedcba9876543210ull, 'c', "text");
  line[text.length] = 0;
  show(line);
  struct cb_text small = { cut, sizeof cut, 0, false };
  cb_put_format(&small, "%s", "12345678");
  show(small.overflow ? "overflow" : "fits");
  cb_put_format(&small, "9");
  show(small.overflow ? "overflow" : "fits");
  return 0;
}
