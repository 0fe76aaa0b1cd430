#include <pthread.h>
#include <sched.h>
#include <string.h>

#include "capbench.h"
#include "workers.h"

struct sibling {
  pthread_t thread;
  const struct job *job;
  struct gate *gate;
  unsigned worker;
  bool done;
};

static struct sibling siblings[MOST_WORKERS];

/* Threads end with their process. */
static bool is_gone(void) {
  return false;
}

static void *be_sibling(void *argument) {
  struct sibling *self = argument;
  self->done = be_worker(self->job, self->gate, self->worker, is_gone);
  return NULL;
}

static bool join(unsigned count) {
  bool well = true;
  for (unsigned i = 0; i < count; i++) well = pthread_join(siblings[i].thread, NULL) == 0 && siblings[i].done && well;
  return well;
}

bool start_threads(const struct job *job, struct gate *gate) {
  for (unsigned i = 0; i < job->workers; i++) {
    siblings[i] = (struct sibling){ .job = job, .gate = gate, .worker = i };
    int error = pthread_create(&siblings[i].thread, NULL, be_sibling, &siblings[i]);
    if (error == 0) continue;
    cb_diagnose(PROGRAM ": pthread_create of worker %u: %s", i, strerror(error));
    gate_abandon(gate);
    join(i);
    return false;
  }
  while (gate_ready(gate) < job->workers) sched_yield();
  return true;
}

bool await_threads(const struct job *job) {
  bool well = join(job->workers);
  if (!well) cb_diagnose(PROGRAM ": a worker did not end well");
  return well;
}
