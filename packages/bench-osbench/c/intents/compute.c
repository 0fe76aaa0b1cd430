/* User code that asks nothing of the system, with results that are known beforehand; and a short sleep. */
#include "all.h"
#include "../compute.h"

bool compute_integer_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    u64 result = integer_work(MUTATED(MUTATE_SKIP_WORK) ? INTEGER_STEPS - 1 : INTEGER_STEPS);
    HOLD(env, result == INTEGER_RESULT, "known-result", "%llx", (unsigned long long)result);
  }
  return true;
}

bool compute_float_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    u64 result = float_work(MUTATED(MUTATE_SKIP_WORK) ? FLOAT_STEPS - 1 : FLOAT_STEPS);
    HOLD(env, result == FLOAT_RESULT, "known-result", "%llx", (unsigned long long)result);
  }
  return true;
}

#define SLEEP_NS 1000000u

bool sleep_short_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    struct timespec wanted = { 0, MUTATED(MUTATE_SKIP_WORK) ? 1 : SLEEP_NS };
    u64 begin = cb_monotonic_ns();
    HOLD(env, nanosleep(&wanted, NULL) == 0, "system-call", "nanosleep: %s", strerror(errno));
    u64 slept = cb_monotonic_ns() - begin;
    HOLD(env, slept >= SLEEP_NS, "slept-long-enough", "%llu ns", (unsigned long long)slept);
  }
  return true;
}
