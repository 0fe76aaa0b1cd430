/* broken <nonce> <mode>: what may go wrong without an operating system; with another mode it repeats its arguments. */
#include "capbench_bare.h"

static void touch_null(unsigned cpu, void *argument) {
  volatile char *null;
  (void)argument;
  __asm__("xor %0, %0" : "=r"(null));
  if (cpu == 1) *null = 1;
}

/* An interrupt table without room for any exception. */
static void reset(void) {
  static const struct __attribute__((packed)) {
    uint16_t limit;
    uint64_t base;
  } none = { 0, 0 };
  __asm__ volatile("lidt %0; ud2" : : "m"(none));
}

int main(int argc, char **argv) {
  char json[1024];
  cb_begin(argc > 1 ? argv[1] : "", "broken", "1.0.0");
  const char *mode = argc > 2 ? argv[2] : "";
  if (cb_equal(mode, "fault")) cb_run_on(cb_cpu_count(), touch_null, NULL);
  if (cb_equal(mode, "fail")) return 3;
  if (cb_equal(mode, "reset")) reset();
  while (cb_equal(mode, "hang")) __builtin_ia32_pause();
  for (int i = 2; i < argc; i++) {
    cb_json_string(json, sizeof json, argv[i], cb_length(argv[i]));
    cb_record("argument", "{\"value\":%s}", json);
  }
  return cb_end();
}
