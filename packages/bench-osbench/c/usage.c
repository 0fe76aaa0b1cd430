/* What Linux says of the time, switches and faults of processes, and where it gives memory from. */
#include <sys/mman.h>
#include <sys/resource.h>

#include "osb.h"

static u64 clock_ns(clockid_t clock) {
  struct timespec now;
  if (clock_gettime(clock, &now) != 0) return 0;
  return (u64)now.tv_sec * 1000000000u + (u64)now.tv_nsec;
}

static u64 children_ns(void) {
  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  return ((u64)usage.ru_utime.tv_sec + (u64)usage.ru_stime.tv_sec) * 1000000000u +
         ((u64)usage.ru_utime.tv_usec + (u64)usage.ru_stime.tv_usec) * 1000u;
}

static u64 cpu_ns(const struct env *env) {
  u64 sum = clock_ns(CLOCK_PROCESS_CPUTIME_ID);
  if (env->intent->gate == GATE_CHILDREN) return sum + children_ns();
  if (env->intent->gate != GATE_PAIR) return sum;
  for (unsigned i = 0; i < env->peer_count; i++) {
    clockid_t clock;
    if (clock_getcpuclockid(env->peers[i], &clock) == 0) sum += clock_ns(clock);
  }
  return sum;
}

void read_usage(const struct env *env, struct usage *usage) {
  struct rusage own;
  getrusage(RUSAGE_SELF, &own);
  usage->switches = (uint32_t)own.ru_nivcsw;
  usage->faults = (uint32_t)own.ru_minflt;
  usage->cpu_ns = cpu_ns(env);
}

u64 clock_resolution_ns(void) {
  struct timespec resolution;
  if (clock_getres(CLOCK_MONOTONIC, &resolution) != 0) return 0;
  return (u64)resolution.tv_sec * 1000000000u + (u64)resolution.tv_nsec;
}

void *take_memory(struct env *env, u64 size) {
  void *area = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (area == MAP_FAILED) return failed(env, "system-call", "mmap: %s", strerror(errno)), NULL;
  return area;
}

bool give_memory(struct env *env, void *memory, u64 size) {
  HOLD(env, munmap(memory, size) == 0, "system-call", "munmap: %s", strerror(errno));
  return true;
}
