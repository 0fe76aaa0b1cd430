/* The process that becomes the program. */
#ifndef LAUNCH_CHILD_H
#define LAUNCH_CHILD_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "failure.h"
#include "options.h"
#include "seal.h"

struct started {
  pid_t pid;
  /* CLOCK_MONOTONIC right before the program was let go. */
  uint64_t monotonic_ns;
  /* Affinity of the held process, as the kernel gives it. */
  cpu_set_t cpus;
};

/*
 * Forks, prepares the child, holds it right before exec, looks at it, lets it go. Returns true once the program has
 * been executed. The child is left to be reaped in either case if `pid` is above 0.
 */
bool start_program(struct started *started, const struct options *options, const struct sealed *sealed,
                   struct failure *failure);

#endif
