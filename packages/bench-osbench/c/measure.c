/*
 * Measures one intent: calibration by the minimum of three, then batches of about 2 ms, each between two canaries.
 * Nothing is decided here but when to stop; which batches count is judged from their numbers, by whoever reads them.
 */
#include "osb.h"

#define MOST_OPERATIONS ((u64)1 << 28)

u64 next_random(u64 *state) { /* splitmix64: Steele, Lea, Flood, OOPSLA 2014 */
  u64 z = *state += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/*
 * The first pass fetches what a batch put out of the caches of CPU and emulator, by the very instructions that the
 * second is timed by: an emulator looks up each place of a return anew after the page table was changed.
 */
static u64 time_canary(struct env *env) {
  u64 took = 0;
  for (uint32_t pass = 0, loops = CANARY_WARM_LOOPS; pass < 2; pass++, loops = CANARY_LOOPS) {
    __asm__ volatile("" : "+r"(pass), "+r"(loops)); /* one copy of the code, not two */
    u64 begin = cb_monotonic_ns();
    env->random ^= canary_work(begin, loops);
    took = cb_monotonic_ns() - begin;
  }
  if (took < *env->canary_best) *env->canary_best = took;
  return took;
}

void find_canary(struct env *env) {
  for (unsigned i = 0; i < 500; i++) (void)time_canary(env);
}

static bool is_clean(const struct env *env, const struct batch *batch) {
  u64 wall = batch->wall_ns, cpu = batch->cpu_ns;
  if (batch->canary_ns * 100 > *env->canary_best * (100 + CANARY_SLACK_PERCENT)) return false;
  switch (env->intent->gate) {
    case GATE_CPU: return batch->switches == 0 && wall <= cpu + cpu / 50 + 20000;
    case GATE_PAIR: return wall <= cpu + cpu / 20 + 30000;
    case GATE_CHILDREN: return wall <= cpu + cpu / 10 + 100000;
    case GATE_NONE: return true;
  }
  return true;
}

static bool time_batch(struct env *env, struct batch *batch) {
  struct usage before, after;
  u64 canary = time_canary(env);
  read_usage(env, &before);
  u64 begin = cb_monotonic_ns();
  bool holds = env->intent->body(env, env->result->ops);
  u64 end = cb_monotonic_ns();
  read_usage(env, &after);
  u64 second = time_canary(env);
  batch->wall_ns = end - begin;
  batch->cpu_ns = after.cpu_ns - before.cpu_ns;
  batch->canary_ns = second < canary ? second : canary;
  batch->switches = after.switches - before.switches;
  batch->faults = after.faults - before.faults;
  return holds;
}

/* On a busy machine CPU time says better how long it would take; where it says next to nothing, it is not known. */
static u64 likely_ns(const struct env *env, u64 wall, u64 cpu) {
  return env->intent->gate == GATE_NONE || cpu < wall / 50 || cpu > wall ? wall : cpu;
}

/* One pre-emption must not end it, so the fastest of three counts. */
static bool calibrate(struct env *env) {
  for (u64 n = 1;;) {
    u64 best = UINT64_MAX;
    for (int i = 0; i < 3; i++) {
      struct usage before, after;
      read_usage(env, &before);
      u64 begin = cb_monotonic_ns();
      if (!env->intent->body(env, n)) return false;
      u64 wall = cb_monotonic_ns() - begin;
      read_usage(env, &after);
      u64 took = likely_ns(env, wall, after.cpu_ns - before.cpu_ns);
      if (took < best) best = took;
    }
    env->result->ops = n;
    if (best >= BATCH_NS || n >= MOST_OPERATIONS) return true;
    if (best < BATCH_NS / 20) n *= 10;
    else if (best < BATCH_NS / 4) n *= 2;
    else n = n * BATCH_NS / best + n / 20 + 1;
  }
}

unsigned count_clean(const struct env *env) {
  unsigned clean = 0;
  for (unsigned i = 0; i < env->result->count; i++) clean += is_clean(env, &env->result->batches[i]);
  return clean;
}

static bool time_batches(struct env *env) {
  struct result *result = env->result;
  u64 begin = cb_monotonic_ns();
  struct batch first;
  if (env->intent->traits & DISCARD_FIRST && !time_batch(env, &first)) return false;
  while (result->count < MOST_BATCHES) {
    u64 spent = cb_monotonic_ns() - begin;
    bool enough = result->count >= LEAST_BATCHES && result->clean >= LEAST_CLEAN;
    if (enough && spent >= env->budget_ns) break;
    if (spent >= 4 * env->budget_ns && result->count >= LEAST_CLEAN) break;
    if (spent >= 16 * env->budget_ns) break;
    if (!time_batch(env, &result->batches[result->count])) return false;
    result->count++;
    result->clean = count_clean(env);
  }
  return true;
}

static unsigned bucket_of(u64 ns) {
  if (ns < 16) return (unsigned)ns;
  unsigned power = 63u - (unsigned)__builtin_clzll(ns);
  return (power - 3) * 16 + (unsigned)(ns >> (power - 4) & 15);
}

/* A pass of its own, because reading the clock around each operation disturbs what batches measure. */
static bool time_operations(struct env *env) {
  struct result *result = env->result;
  u64 typical = result->count == 0 ? 0 : result->batches[0].wall_ns / result->ops;
  if (!(env->intent->traits & EACH) || typical * 1000 < 20 * env->clocks.read_ps) return true;
  for (u64 begin = cb_monotonic_ns(), now = begin; now - begin < env->op_budget_ns;) {
    u64 before = cb_monotonic_ns();
    bool holds = env->intent->body(env, 1);
    now = cb_monotonic_ns();
    if (!holds) return false;
    u64 took = now - before;
    unsigned bucket = bucket_of(took);
    result->histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    result->op_count++;
    if (took > result->op_max_ns) result->op_max_ns = took;
  }
  return true;
}

void measure(struct env *env) {
  u64 begin = cb_monotonic_ns();
  const struct intent *intent = env->intent;
  bool opened = intent->open == NULL || intent->open(env);
  bool holds = opened && calibrate(env) && time_batches(env) && time_operations(env);
  if (opened && intent->close != NULL) holds = intent->close(env) && holds;
  env->result->wall_ns = cb_monotonic_ns() - begin;
  if (holds && env->result->outcome == UNFINISHED) env->result->outcome = PASSED;
}
