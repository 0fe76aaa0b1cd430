/* broken <nonce> <mode>: what may go wrong without an operating system; with another mode it repeats its arguments. */
#include "capbench_bare.h"

static void touch_null(unsigned cpu, void *argument) {
  volatile char *null;
  (void)argument;
  __asm__("xor %0, %0" : "=r"(null));
  if (cpu + 1 == cb_cpu_count()) *null = 1;
}

/* An interrupt table without room for any exception. */
static void reset(void) {
  static const struct __attribute__((packed)) {
    uint16_t limit;
    uint64_t base;
  } none = { 0, 0 };
  __asm__ volatile("lidt %0; ud2" : : "m"(none));
}

/* Half a second of work on one CPU. */
static void work_alone(unsigned cpu, void *argument) {
  uint64_t begin = cb_monotonic_ns();
  (void)cpu;
  (void)argument;
  while (cb_monotonic_ns() - begin < 500000000) cb_cycles();
}

static void leave_the_others(void) {
  cb_mark("timed", CB_EDGE_BEGIN);
  cb_run_on(1, work_alone, NULL);
  cb_mark("timed", CB_EDGE_END);
}

/* Bytes that the header would not write. */
static void put(const char *bytes, size_t size) {
  if (cb_os_write(1, bytes, size) != (long)size) cb_os_exit(CB_EXIT_PROTOCOL);
}

static const char junk[] = "\x00\x1b[31m\xff\xfe\x80\xc3(\r\n\x1b]0;title\x07@CB1 \n@CB1 \xf0\x9f\n\xed\xa0\x80\x7f";
static const char half[] = " 1 answer {\"val";

int main(int argc, char **argv) {
  char json[1024];
  const char *mode = argc > 2 ? argv[2] : "";
  if (cb_equal(mode, "nothing")) return 0;
  if (cb_equal(mode, "garbage")) return put(junk, sizeof junk - 1), 0;
  cb_begin(argc > 1 ? argv[1] : "", "broken", "1.0.0");
  if (cb_equal(mode, "half")) {
    put("@CB1 ", 5);
    put(argv[1], cb_length(argv[1]));
    return put(half, sizeof half - 1), 0;
  }
  if (cb_equal(mode, "alone")) leave_the_others();
  if (cb_equal(mode, "fault")) cb_run_on(cb_cpu_count(), touch_null, NULL);
  if (cb_equal(mode, "fail")) return 3;
  if (cb_equal(mode, "reset")) reset();
  while (cb_equal(mode, "flood")) put(junk, sizeof junk - 1);
  while (cb_equal(mode, "hang")) __builtin_ia32_pause();
  for (int i = 2; i < argc; i++) {
    cb_json_string(json, sizeof json, argv[i], cb_length(argv[i]));
    cb_record("argument", "{\"value\":%s}", json);
  }
  return cb_end();
}
