/* A sleep that must not end early; how late it ends is what is measured. */
#include "all.h"

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
