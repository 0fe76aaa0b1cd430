/* User code that asks nothing of the system, with results that are known beforehand. */
#include "../compute.h"
#include "../osb.h"

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
