/* A token through a ring of P pipes and P processes; each hop adds one, and may sum a payload first. */
#include <fcntl.h>

#include "all.h"

#define MOST_PAYLOAD (64 << 10)

static int in, out;
static u64 payload[MOST_PAYLOAD / 8];

static u64 sum_payload(unsigned kib) {
  u64 sum = 0;
  for (unsigned i = 0; i < kib * 128; i++) sum += payload[i];
  return sum;
}

_Noreturn static void hop(int from, int to, unsigned kib) {
  u64 token;
  ssize_t size;
  while ((size = read(from, &token, 8)) == 8) {
    token += 1 + sum_payload(kib);
    if (MUTATED(MUTATE_WRONG_ECHO)) token++;
    if (write(to, &token, 8) != 8) _exit(124);
  }
  _exit(size == 0 ? 0 : 124);
}

bool ring_open(struct env *env) {
  unsigned processes = env->intent->amount, kib = env->intent->detail;
  int previous[2], first;
  memset(payload, 0, sizeof payload);
  HOLD(env, pipe2(previous, O_CLOEXEC) == 0, "system-call", "pipe: %s", strerror(errno));
  first = previous[1];
  for (unsigned i = 1; i < processes; i++) {
    int next[2];
    HOLD(env, pipe2(next, O_CLOEXEC) == 0, "system-call", "pipe: %s", strerror(errno));
    bool far = env->intent->needs & NEED_TWO_CPUS && i % 2 == 1;
    pid_t pid = start_peer(env, far ? env->cpus[1] : env->cpus[0]);
    if (pid < 0) return false;
    if (pid == 0) {
      close(first), close(next[0]); /* else nobody would see the end */
      hop(previous[0], next[1], kib);
    }
    close(previous[0]), close(next[1]);
    previous[0] = next[0];
  }
  in = previous[0], out = first;
  return true;
}

bool ring_body(struct env *env, u64 n) {
  for (u64 i = 0; i < n; i++) {
    u64 sent = next_random(&env->random), token = sent + sum_payload(env->intent->detail), wanted;
    HOLD(env, write(out, &token, 8) == 8 && read(in, &token, 8) == 8, "byte-count", "the token got lost");
    wanted = sent + env->intent->amount - 1;
    HOLD(env, token == wanted, "hop-count", "%lld hops too many", (long long)(token - wanted));
  }
  return true;
}

bool ring_close(struct env *env) {
  close(out);
  bool ended = end_peers(env, 0);
  close(in);
  return ended;
}
