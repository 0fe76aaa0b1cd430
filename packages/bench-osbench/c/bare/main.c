/*
 * osbench without an operating system: the same arguments, method and records, on one CPU after the other. There is
 * nobody who could take the CPU away but the machine below, which the canary sees.
 */
#include "intents.h"
#include "../say.h"

#define PAGE_LARGE 0x200000u

#ifdef OSB_MUTATIONS
enum mutation mutation;
#endif

static u64 taken;
static struct result results[32];
static u64 canary_best = UINT64_MAX;

void read_usage(const struct env *env, struct usage *usage) {
  (void)env;
  *usage = (struct usage){ cb_monotonic_ns(), 0, 0 };
}

u64 clock_resolution_ns(void) {
  return 1;
}

/* The memory behind the image, from its begin; an intent gives all of it back. */
void *take_memory(struct env *env, u64 size) {
  u64 all, step = (size + PAGE_LARGE - 1) / PAGE_LARGE * PAGE_LARGE;
  char *start = cb_free_memory(&all);
  if (taken + step > all) {
    absent(env, "memory", "%u KiB were wanted, the machine has %u", (unsigned)((taken + step) >> 10),
           (unsigned)(all >> 10));
    return NULL;
  }
  taken += step;
  return start + taken - step;
}

bool give_memory(struct env *env, void *memory, u64 size) {
  (void)env, (void)memory, (void)size;
  return true;
}

static bool measure_part(struct env *env) {
  measure(env);
  return true;
}

static void take(struct env *env, unsigned attempt) {
  const struct intent *intent = env->intent;
  *env->result = (struct result){ 0 };
  taken = 0;
  if (!(intent->needs & NEED_TWO_CPUS)) measure(env);
  else if (cb_cpu_count() < 2) absent(env, "smp", "the machine has one CPU");
  else with_second_cpu(env, measure_part, intent->amount == 1);
  say(intent, env->result, attempt);
}

int main(int argc, char **argv) {
  const struct intent *list[MOST_INTENTS];
  struct env env = { 0 };
  if (argc < 6) {
    cb_diagnose("usage: osbench <nonce> <ms an intent> <ms of single operations> <withheld, or -> <quick|full|id> ...");
    return CB_EXIT_USAGE;
  }
  env.budget_ns = cb_argument_u64("ms an intent", argv[2], 1, 100000) * 1000000;
  env.op_budget_ns = cb_argument_u64("ms of single operations", argv[3], 0, 100000) * 1000000;
#ifdef OSB_MUTATIONS
  if (argv[5][0] == '=') mutation = (enum mutation)cb_argument_u64("mutation", argv[5] + 1, 0, MUTATE_CRASH);
#endif
  unsigned count = chosen(list, argv + 5);
  u64 seed = seed_of(argv[1]);
  if (count == 0 || count > sizeof results / sizeof results[0]) {
    cb_diagnose("osbench: nothing is called that; quick, full or an intent was wanted");
    return CB_EXIT_USAGE;
  }
  shuffle(list, count, seed);
  cb_begin(argv[1], "osbench", "1.0.0");
  env.canary_best = &canary_best;
  env.random = seed;
  env.cpus[1] = cb_cpu_count() < 2 ? -1 : 1;
  probe_clocks(&env.clocks);
  find_canary(&env);
  say_env(&env, seed, cb_cpu_count() < 2 ? 1 : 2, count);
  cb_mark("timed", CB_EDGE_BEGIN);
  unsigned long cs;
  __asm__("mov %%cs, %0" : "=r"(cs));
  cb_record("probe",
            "{\"subsystem\":\"cpu.direct\",\"tried\":\"the privilege level in cs\",\"came\":\"ring %u\","
            "\"there\":%s}",
            (unsigned)(cs & 3), (cs & 3) == 0 ? "true" : "false");
  cb_record("probe",
            "{\"subsystem\":\"smp\",\"tried\":\"the count of CPUs that started\",\"came\":\"%u\",\"there\":%s}",
            cb_cpu_count(), cb_cpu_count() < 2 ? "false" : "true");
  unsigned attempts[MOST_INTENTS] = { 0 };
  for (bool first = true, again = true; again; first = false) {
    again = false;
    for (unsigned i = 0; i < count; i++) {
      env.intent = list[i];
      env.result = &results[i];
      bool noisy = env.result->outcome == PASSED && count_clean(&env) < LEAST_CLEAN;
      if (!first && (!noisy || attempts[i] == MOST_ATTEMPTS)) continue;
      take(&env, ++attempts[i]);
      again = true;
    }
  }
  cb_mark("timed", CB_EDGE_END);
  say_done(&env, 0);
  return cb_end();
}
