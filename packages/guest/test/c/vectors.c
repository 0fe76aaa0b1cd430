/* Does what standard input says, one command a line: test/support/vector-commands.ts writes them. */
#include <stdlib.h>
#include <string.h>

#include "capbench.h"

static unsigned char input[1 << 20];

static _Noreturn void refuse(const char *what) {
  cb_diagnose("vectors: %s", what);
  cb_os_exit(1);
}

static unsigned digit(char c) {
  const char *at = c == 0 ? NULL : strchr("0123456789abcdef", c);
  if (at == NULL) refuse("not hexadecimal");
  return (unsigned)(at - "0123456789abcdef");
}

/* Decodes hexadecimal digits in place and ends them with a NUL. */
static size_t bytes_of(char *text) {
  size_t length = strlen(text) / 2;
  for (size_t i = 0; i < length; i++) text[i] = (char)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
  text[length] = 0;
  return length;
}

/* The next word of the line, its first letter, which is its kind, left out. */
static char *word(char kind, char **rest) {
  char *next = strtok_r(NULL, " ", rest);
  if (next == NULL || next[0] != kind) refuse("a word is missing or of another kind");
  return next + 1;
}

static char *text(char **rest) {
  char *next = word('t', rest);
  bytes_of(next);
  return next;
}

static size_t put_string(char *out, size_t size, char *argument) {
  char *hex;
  size_t room = strtoul(argument, &hex, 10);
  if (*hex++ != ',' || room + 1 > size) refuse("no room");
  size_t length = bytes_of(hex);
  return cb_json_string(out, room + 1, hex, length);
}

static void put_part(struct cb_text *body, char *part) {
  char string[8192];
  switch (part[0]) {
    case 't': bytes_of(part + 1), cb_put_text(body, part + 1); break;
    case 'u': cb_put_format(body, "%llu", strtoull(part + 1, NULL, 10)); break;
    case 'd': cb_put_format(body, "%lld", strtoll(part + 1, NULL, 10)); break;
    case 'x': cb_put_format(body, "%08x", (unsigned)strtoul(part + 1, NULL, 10)); break;
    case 'j': put_string(string, sizeof string, part + 1), cb_put_text(body, string); break;
    default: refuse("unknown part");
  }
}

static void record(char **rest) {
  static char bytes[65536];
  struct cb_text body = { bytes, sizeof bytes - 1, 0, false };
  char *type = text(rest);
  unsigned long times = strtoul(word('n', rest), NULL, 10);
  for (char *part; (part = strtok_r(NULL, " ", rest)) != NULL;) put_part(&body, part);
  if (body.overflow) refuse("no room");
  bytes[body.length] = 0;
  for (; times > 0; times--) cb_record(type, "%s", bytes);
}

/* Answers to commands that write no record. */
static void answer(const char *command, char **rest) {
  char line[8192 + 32], json[8192];
  struct cb_text out = { line, sizeof line, 0, false };
  if (cb_equal(command, "string")) {
    size_t held = put_string(json, sizeof json, word('j', rest));
    cb_put_format(&out, "%s %zu\n", json, held);
  } else if (cb_equal(command, "crc")) {
    char *bytes = word('t', rest);
    size_t length = bytes_of(bytes), half = length / 2;
    cb_put_format(&out, "%08x\n", cb_crc32(cb_crc32(0, bytes, half), bytes + half, length - half));
  } else if (cb_equal(command, "nonce")) {
    cb_put_text(&out, cb_is_nonce(text(rest)) ? "accepted\n" : "refused\n");
  } else {
    refuse(command);
  }
  if (out.overflow || cb_os_write(1, line, out.length) != (long)out.length) refuse("no room");
}

static void obey(char *line) {
  char *rest, *command = strtok_r(line, " ", &rest);
  if (cb_equal(command, "begin")) {
    char *nonce = text(&rest), *program = text(&rest);
    cb_begin(nonce, program, text(&rest));
  } else if (cb_equal(command, "record")) {
    record(&rest);
  } else if (cb_equal(command, "mark")) {
    char *region = text(&rest);
    cb_mark(region, cb_equal(text(&rest), "begin") ? CB_EDGE_BEGIN : CB_EDGE_END);
  } else if (cb_equal(command, "end")) {
    cb_end();
  } else {
    answer(command, &rest);
  }
}

int main(void) {
  size_t size = 0;
  ssize_t got;
  while ((got = read(0, input + size, sizeof input - 1 - size)) > 0) size += (size_t)got;
  if (got < 0 || size + 1 == sizeof input) refuse("too many commands");
  char *rest, *line = strtok_r((char *)input, "\n", &rest);
  for (; line != NULL; line = strtok_r(NULL, "\n", &rest)) obey(line);
  return 0;
}
