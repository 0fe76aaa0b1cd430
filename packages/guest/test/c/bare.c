/* bare <nonce> <mode> <arguments>: what the bare runtime offers, and what it makes of a program that breaks. */
#include "capbench_bare.h"

#define MOST 64

static struct {
  uint64_t start, end;
  double sum;
  unsigned count;
} seen[MOST];

static unsigned victim;

/* Something in SSE registers, on every CPU at once. */
static void compute(unsigned cpu, void *argument) {
  double sum = *(const double *)argument;
  seen[cpu].start = cb_cycles();
  for (unsigned i = 1; i <= 1000; i++) sum += 1.0 / (i * (cpu + 1.0));
  seen[cpu].sum = sum;
  seen[cpu].count++;
  seen[cpu].end = cb_cycles();
}

static void touch_null(unsigned cpu, void *argument) {
  volatile char *null;
  (void)argument;
  __asm__("xor %0, %0" : "=r"(null));
  if (cpu == victim) *null = 1;
}

static void divide_by_zero(unsigned cpu, void *argument) {
  volatile unsigned zero = 0;
  (void)argument;
  if (cpu == victim) zero = 100 / zero;
}

static void run_undefined(unsigned cpu, void *argument) {
  (void)argument;
  if (cpu == victim) __builtin_trap();
}

static unsigned dig(unsigned depth) {
  volatile char hole[512];
  hole[0] = (char)depth;
  return depth == 0 ? 0 : dig(depth - 1) + (unsigned)hole[0];
}

static void overflow_stack(unsigned cpu, void *argument) {
  (void)argument;
  if (cpu == victim) seen[cpu].count = dig(1u << 20);
}

static void say_arguments(int argc, char **argv) {
  char json[2048];
  for (int i = 0; i < argc; i++) {
    cb_json_string(json, sizeof json, argv[i], cb_length(argv[i]));
    cb_record("argument", "{\"value\":%s}", json);
  }
}

static void say_cpus(void) {
  unsigned count = cb_cpu_count();
  double start = 0.5;
  for (unsigned round = 0; round < 3; round++) cb_run_on(count, compute, &start);
  cb_run_on(1, compute, &start);
  cb_record("clock", "{\"hz\":%llu,\"ppm\":%llu}", (unsigned long long)cb_tsc_hz(),
            (unsigned long long)cb_tsc_error_ppm());
  for (unsigned cpu = 0; cpu < count; cpu++) {
    cb_record("cpu", "{\"cpu\":%u,\"count\":%u,\"sum\":%llu,\"forward\":%s}", cpu, seen[cpu].count,
              (unsigned long long)(seen[cpu].sum * 1e9), seen[cpu].start < seen[cpu].end ? "true" : "false");
  }
}

/* Readings of the clock, each between two of the counter: wherever the machine is stopped, the clock lies between. */
static void say_time(void) {
  uint64_t before = cb_cycles(), ns = cb_monotonic_ns(), after = cb_cycles();
  while (cb_monotonic_ns() - ns < 20000000) __builtin_ia32_pause();
  uint64_t least = cb_cycles() - after, passed = cb_monotonic_ns() - ns, most = cb_cycles() - before;
  cb_record("time", "{\"ns\":%llu,\"least\":%llu,\"most\":%llu,\"hz\":%llu}", (unsigned long long)passed,
            (unsigned long long)least, (unsigned long long)most, (unsigned long long)cb_tsc_hz());
}

int main(int argc, char **argv) {
  cb_begin(argc > 1 ? argv[1] : "", "bare", "1.0.0");
  const char *mode = argc > 2 ? argv[2] : "cpus";
  if (argc == 4) victim = (unsigned)cb_argument_u64("victim", argv[3], 0, MOST - 1);
  if (cb_equal(mode, "cpus")) say_cpus();
  else if (cb_equal(mode, "time")) say_time();
  else if (cb_equal(mode, "null")) cb_run_on(cb_cpu_count(), touch_null, NULL);
  else if (cb_equal(mode, "divide")) cb_run_on(cb_cpu_count(), divide_by_zero, NULL);
  else if (cb_equal(mode, "undefined")) cb_run_on(cb_cpu_count(), run_undefined, NULL);
  else if (cb_equal(mode, "stack")) cb_run_on(cb_cpu_count(), overflow_stack, NULL);
  else if (cb_equal(mode, "too-many")) cb_run_on(cb_cpu_count() + 1, compute, NULL);
  else if (cb_equal(mode, "fail")) return 7;
  else say_arguments(argc, argv);
  cb_diagnose("mode %s is over", mode);
  return cb_end();
}
