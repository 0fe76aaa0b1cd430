/* Waiting for any of many descriptors, of which one is ready. */
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/select.h>

#include "all.h"

static struct pollfd set[MOST_DESCRIPTORS];
static unsigned ready;

static bool make_set(struct env *env) {
  struct rlimit limit;
  /* A confinement gives enough of them. */
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < env->intent->amount + 32) {
    limit.rlim_cur = limit.rlim_max < MOST_DESCRIPTORS ? limit.rlim_max : MOST_DESCRIPTORS;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  for (unsigned i = 0; i < env->intent->amount; i++) {
    set[i].fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    set[i].events = POLLIN;
    CALL(env, set[i].fd, "eventfd");
  }
  return true;
}

/* Makes one descriptor ready, another one for every batch. */
static bool choose(struct env *env) {
  u64 one = 1;
  ready = (unsigned)(next_random(&env->random) % env->intent->amount);
  HOLD(env, write(set[ready].fd, &one, 8) == 8, "system-call", "write: %s", strerror(errno));
  return true;
}

static bool unchoose(struct env *env) {
  u64 value = 0;
  HOLD(env, read(set[ready].fd, &value, 8) == 8 && value == 1, "event-value", "%llu", (unsigned long long)value);
  if (MUTATED(MUTATE_WRONG_ECHO)) ready = (ready + 1) % env->intent->amount;
  return true;
}

static bool close_set(struct env *env) {
  for (unsigned i = 0; i < env->intent->amount; i++) close(set[i].fd);
  return true;
}

bool poll_one_open(struct env *env) {
  return make_set(env);
}

bool poll_one_body(struct env *env, u64 n) {
  unsigned count = env->intent->amount;
  if (!choose(env)) return false;
  unsigned expected = MUTATED(MUTATE_WRONG_ECHO) ? (ready + 1) % count : ready;
  for (u64 i = 0; i < n; i++) {
    int found = poll(set, count, 0);
    HOLD(env, found == 1 && set[expected].revents == POLLIN, "ready-descriptor", "%d ready, not number %u", found,
         expected);
  }
  return unchoose(env);
}

bool poll_one_close(struct env *env) {
  return close_set(env);
}

bool select_one_open(struct env *env) {
  if (!make_set(env)) return false;
  int highest = set[env->intent->amount - 1].fd;
  HOLD(env, highest < FD_SETSIZE, "descriptor-set", "descriptor %d does not fit", highest);
  return true;
}

bool select_one_body(struct env *env, u64 n) {
  unsigned count = env->intent->amount;
  fd_set all, some;
  FD_ZERO(&all);
  for (unsigned i = 0; i < count; i++) FD_SET(set[i].fd, &all);
  if (!choose(env)) return false;
  unsigned expected = MUTATED(MUTATE_WRONG_ECHO) ? (ready + 1) % count : ready;
  for (u64 i = 0; i < n; i++) {
    struct timeval none = { 0, 0 };
    some = all;
    int found = select(set[count - 1].fd + 1, &some, NULL, NULL, &none);
    HOLD(env, found == 1 && FD_ISSET(set[expected].fd, &some), "ready-descriptor", "%d ready, not number %u", found,
         expected);
  }
  return unchoose(env);
}

bool select_one_close(struct env *env) {
  return close_set(env);
}
