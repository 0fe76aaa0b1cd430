/* Two CPUs that wake each other: over a line of memory, and by interrupts out of sleep. And stacks on one CPU. */
#include <stdatomic.h>

#include "apic.h"
#include "intents.h"
#include "layout.h"

#define APIC_INITIAL_COUNT 0x380
#define APIC_CURRENT_COUNT 0x390
#define APIC_DIVIDE 0x3e0
#define DIVIDE_BY_16 3u
#define OVER 2u

void cb_bare_sleep(void);
void osb_switch(void **from, void *to);

static struct {
  _Alignas(128) atomic_uint turn;
  _Alignas(128) atomic_ullong there;
  uint8_t apics[2];
  atomic_uint ready;
  bool asleep;
} pair;

static struct {
  struct env *env;
  bool (*part)(struct env *);
  bool held;
} job;

static void hand_over(unsigned to) {
  atomic_store_explicit(&pair.turn, to, memory_order_release);
  if (pair.asleep) apic_command(pair.apics[to == OVER ? 1 : to], APIC_FIXED | WAKE_VECTOR);
}

static unsigned await_turn(unsigned not) {
  unsigned turn;
  while ((turn = atomic_load_explicit(&pair.turn, memory_order_acquire)) == not) {
    if (pair.asleep) cb_bare_sleep(); /* an interrupt that came meanwhile is pending, and ends it at once */
    else __builtin_ia32_pause();
  }
  return turn;
}

/* What both CPUs do: the first measures, the second answers until it is told that it is over. */
static void take_part(unsigned cpu, void *argument) {
  (void)argument;
  pair.apics[cpu] = apic_id();
  atomic_fetch_add_explicit(&pair.ready, 1, memory_order_acq_rel);
  while (atomic_load_explicit(&pair.ready, memory_order_acquire) < 2) __builtin_ia32_pause();
  if (cpu == 0) {
    job.held = job.part(job.env);
    hand_over(OVER);
    return;
  }
  while (await_turn(0) == 1) {
    atomic_fetch_add_explicit(&pair.there, MUTATED(MUTATE_SKIP_WORK) ? 0 : 1, memory_order_relaxed);
    hand_over(0);
  }
}

/* Runs a part of the measurement while the second CPU answers. */
bool with_second_cpu(struct env *env, bool (*part)(struct env *), bool asleep) {
  atomic_store(&pair.turn, 0);
  atomic_store(&pair.there, 0);
  atomic_store(&pair.ready, 0);
  pair.asleep = asleep;
  job.env = env, job.part = part;
  cb_run_on(2, take_part, NULL);
  return job.held;
}

bool turns_body(struct env *env, u64 n) {
  u64 before = atomic_load(&pair.there);
  for (u64 i = 0; i < n; i++) {
    hand_over(1);
    await_turn(1);
  }
  u64 there = atomic_load(&pair.there) - before;
  HOLD(env, there == n, "turn-count", "%llu turns here, %llu there", (unsigned long long)n, (unsigned long long)there);
  return true;
}

#define MOST_STACKS 32
#define STACK_WORDS 512

static u64 stacks[MOST_STACKS][STACK_WORDS], token;
static void *tops[MOST_STACKS], *main_top;
static unsigned stack_count;

static void hop(unsigned own) {
  for (;;) {
    token += MUTATED(MUTATE_WRONG_ECHO) ? 2 : 1;
    if (own + 1 < stack_count) osb_switch(&tops[own], tops[own + 1]);
    else osb_switch(&tops[own], main_top);
  }
}

/* Where a fresh stack begins: osb_switch pops six registers and returns here. */
static void begin_hop(void) {
  u64 *frame = __builtin_frame_address(0);
  hop((unsigned)(((u64)frame - (u64)stacks) / sizeof stacks[0]));
}

bool stacks_open(struct env *env) {
  stack_count = env->intent->amount;
  for (unsigned i = 1; i < stack_count; i++) {
    u64 *top = &stacks[i][STACK_WORDS - 16];
    *--top = 0;                      /* keeps the stack aligned as after a call */
    *--top = (u64)begin_hop;
    for (int k = 0; k < 6; k++) *--top = 0;
    tops[i] = top;
  }
  return true;
}

/* A lap: through every other stack and back. */
bool stacks_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    u64 sent = token = i * 3;
    osb_switch(&main_top, tops[1]);
    HOLD(env, token == sent + stack_count - 1, "hop-count", "%llu after %llu", (unsigned long long)token,
         (unsigned long long)sent);
  }
  return true;
}

#define SLEEP_NS 1000000u
static u64 timer_hz;

/* Its rate is nowhere written down: it is counted against the clock, for 5 ms. */
bool timer_open(struct env *env) {
  apic_write(APIC_DIVIDE, DIVIDE_BY_16);
  apic_write(APIC_TIMER, APIC_MASKED);
  apic_write(APIC_INITIAL_COUNT, 0xffffffffu);
  u64 begin = cb_monotonic_ns(), end;
  while ((end = cb_monotonic_ns()) - begin < 5000000) __builtin_ia32_pause();
  timer_hz = (0xffffffffu - apic_read(APIC_CURRENT_COUNT)) * 1000000000ull / (end - begin);
  apic_write(APIC_INITIAL_COUNT, 0);
  HOLD(env, timer_hz > 1000000, "timer-rate", "%llu Hz", (unsigned long long)timer_hz);
  apic_write(APIC_TIMER, WAKE_VECTOR);
  return true;
}

bool timer_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    u64 begin = cb_monotonic_ns(), slept;
    apic_write(APIC_INITIAL_COUNT, (uint32_t)(timer_hz * (MUTATED(MUTATE_SKIP_WORK) ? 1000 : SLEEP_NS) / 1000000000u));
    /* An interrupt that was still on its way wakes too: the timer has run out once its count is 0. */
    do {
      cb_bare_sleep();
      slept = cb_monotonic_ns() - begin;
    } while (apic_read(APIC_CURRENT_COUNT) != 0);
    /* its rate is known to a thousandth or so */
    HOLD(env, slept >= SLEEP_NS - SLEEP_NS / 100, "slept-long-enough", "%llu ns", (unsigned long long)slept);
  }
  return true;
}

bool timer_close(struct env *env) {
  (void)env;
  apic_write(APIC_INITIAL_COUNT, 0);
  apic_write(APIC_TIMER, APIC_MASKED);
  return true;
}
