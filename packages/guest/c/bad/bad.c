/*
 * bad <nonce> <mode>: programs that break the rules, one mode a rule, for the tests of those who must refuse them.
 * `fds`, `environment` and `arguments` break none: they tell what the launcher left to the program.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "../capbench.h"

static const char *nonce;

static void put(const char *bytes, size_t size) {
  if (write(1, bytes, size) != (ssize_t)size) _exit(CB_EXIT_PROTOCOL);
}

/* One line of any sequence number and nonce; the header's own stream could not say it. */
static void put_line(const char *other_nonce, unsigned sequence, const char *type, const char *body) {
  char line[256];
  struct cb_text text = { line, sizeof line, 0, false };
  cb_put_format(&text, CB_PREFIX " %s %u %s %s\n", other_nonce, sequence, type, body);
  put(line, text.length);
}

static void begin(void) {
  cb_begin(nonce, "bad", "1.0.0");
}

static int exit_1(void) {
  begin();
  cb_diagnose("bad: this is what went wrong");
  return 1;
}

static const char junk[] = "\x00\x1b[31m\xff\xfe\x80\xc3(\r\n\x1b]0;title\x07@CB1 \n@CB1 \xf0\x9f\n\xed\xa0\x80\x7f";

static int garbage(void) {
  put(junk, sizeof junk - 1);
  return 0;
}

/* The console of the machine belongs to nobody: whoever may write there can write anything. Guests only. */
static int console_garbage(void) {
  int console = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);
  begin();
  if (write(console, junk, sizeof junk - 1) != sizeof junk - 1) return 1;
  return cb_end();
}

static int half_record(void) {
  begin();
  put_line(nonce, 1, "answer", "{\"value\":1}");
  put("@CB1 ", 5);
  put(nonce, strlen(nonce));
  put(" 2 answer {\"val", 15);
  return 0;
}

static int no_end(void) {
  begin();
  cb_record("answer", "{\"value\":1}");
  return 0;
}

static int two_ends(void) {
  begin();
  put_line(nonce, 1, "end", "{\"count\":1,\"crc32\":\"00000000\"}");
  return cb_end();
}

static int foreign_nonce(void) {
  begin();
  put_line("00000000000000000000000000000000", 1, "answer", "{\"value\":1}");
  return cb_end();
}

static int repeated_seq(void) {
  begin();
  put_line(nonce, 0, "answer", "{\"value\":1}");
  return cb_end();
}

static int wrong_crc(void) {
  begin();
  put_line(nonce, 1, "end", "{\"count\":1,\"crc32\":\"00000000\"}");
  return 0;
}

static int overlong(void) {
  static char body[CB_MAX_LINE_BYTES];
  memset(body, 'x', sizeof body - 1);
  begin();
  cb_record("answer", "{\"value\":\"%s\"}", body);
  return cb_end();
}

static int hang(void) {
  begin();
  while (pause() < 0) continue;
  return 0;
}

static int segfault(void) {
  static int *volatile nowhere = NULL;
  begin();
  *nowhere = 1; /* a real fault, so that a kernel that logs them does */
  return 0;
}

/*
 * Leaves a child and its child behind, in a session of their own, ignoring what can be ignored. They die by themselves
 * after ten minutes.
 */
static int fork_orphan(void) {
  int alive[2];
  char byte;
  begin();
  if (pipe(alive) != 0) return 1;
  if (fork() == 0) {
    setsid();
    signal(SIGTERM, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    if (fork() == 0 && write(alive[1], "", 1) != 1) _exit(1);
    sleep(600);
    _exit(0);
  }
  return read(alive[0], &byte, 1) == 1 ? cb_end() : 1;
}

/* More records than a stream may have, until the other end stops reading. */
static int flood(void) {
  begin();
  for (unsigned sequence = 1; sequence != 0; sequence++) put_line(nonce, sequence, "answer", "{\"value\":1}");
  return 0;
}

static int empty(void) {
  return 0;
}

static int fds(void) {
  char list[512], item[64], target[128];
  struct cb_text text = { list, sizeof list - 1, 0, false };
  struct dirent *entry;
  DIR *directory = opendir("/proc/self/fd");
  if (directory == NULL) return 1;
  while ((entry = readdir(directory)) != NULL) {
    if (entry->d_name[0] == '.' || atoi(entry->d_name) == dirfd(directory)) continue;
    ssize_t size = readlinkat(dirfd(directory), entry->d_name, target, sizeof target);
    if (size < 0) return 1;
    cb_json_string(item, sizeof item, target, (size_t)size);
    cb_put_format(&text, "%s\"%s\":%s", text.length == 0 ? "" : ",", entry->d_name, item);
  }
  list[text.length] = 0;
  begin();
  cb_record("fds", "{%s}", list);
  return cb_end();
}

static int environment(void) {
  unsigned count = 0;
  for (char **next = environ; next != NULL && *next != NULL; next++) count++;
  begin();
  cb_record("environment", "{\"count\":%u}", count);
  return cb_end();
}

static int arguments(int count, char **values) {
  char json[600];
  begin();
  for (int i = 0; i < count; i++) {
    cb_json_string(json, sizeof json, values[i], strlen(values[i]));
    cb_record("argument", "{\"index\":%d,\"value\":%s}", i, json);
  }
  return cb_end();
}

/* A burst on the record channel with whole records: `burst`, 64 bytes of filler each. */
static int burst(uint64_t records) {
  begin();
  for (uint64_t i = 0; i < records; i++)
    cb_record("filler", "{\"index\":%llu,\"text\":\"%s\"}", (unsigned long long)i,
              "0123456789abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQR");
  return cb_end();
}

/* What a kernel prints when it breaks, where only a program can have said it. */
static int panic_text(void) {
  begin();
  cb_diagnose("Kernel panic - not syncing: said by a program");
  cb_diagnose("BUG: kernel NULL pointer dereference; Oops: 0002 [#1]; Out of memory: Killed process 1");
  return cb_end();
}

/* More on the diagnostics channel than any buffer between here and the reader holds. */
static int chatter(void) {
  static char line[1024];
  begin();
  memset(line, '.', sizeof line - 1);
  line[sizeof line - 1] = '\n';
  for (int i = 0; i < 300; i++)
    if (write(2, line, sizeof line) != sizeof line) return 1;
  return cb_end();
}

int main(int argc, char **argv) {
  static const struct {
    const char *name;
    int (*run)(void);
  } modes[] = {
    { "exit-1", exit_1 },         { "garbage", garbage },           { "half-record", half_record },
    { "no-end", no_end },         { "two-ends", two_ends },         { "foreign-nonce", foreign_nonce },
    { "hang", hang },             { "repeated-seq", repeated_seq }, { "segfault", segfault },
    { "flood", flood },           { "fork-orphan", fork_orphan },   { "wrong-crc", wrong_crc },
    { "empty", empty },           { "overlong", overlong },         { "fds", fds },
    { "environment", environment }, { "panic-text", panic_text }, { "chatter", chatter },
    { "console-garbage", console_garbage },
  };
  if (argc < 3) return CB_EXIT_USAGE;
  nonce = argv[1];
  if (cb_equal(argv[2], "arguments")) return arguments(argc, argv);
  if (cb_equal(argv[2], "burst")) return burst(cb_argument_u64("records", argv[3], 1, CB_MAX_RECORDS - 2));
  for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
    if (cb_equal(argv[2], modes[i].name)) return modes[i].run();
  }
  cb_diagnose("bad: unknown mode \"%s\"", argv[2]);
  return CB_EXIT_USAGE;
}
