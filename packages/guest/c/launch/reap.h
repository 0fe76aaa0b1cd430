/* From the start of the program to the end of its last descendant. */
#ifndef LAUNCH_REAP_H
#define LAUNCH_REAP_H

#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "failure.h"

struct ended {
  /* As wait(2) gives it. */
  int status;
  /* Affinity of its main thread between its end and its reaping; empty where the kernel does not say. */
  cpu_set_t cpus;
  /* CLOCK_MONOTONIC right after the program was reaped. */
  uint64_t monotonic_ns;
  /* Of the program and of the descendants that it waited for. */
  struct rusage usage;
  /* Descendants that the program did not wait for, dead or alive when it ended. */
  unsigned leftover;
};

/*
 * Before the fork: this process inherits orphans, and takes signals only where it waits.
 *
 * @param orphaned what it gets when its parent dies: SIGKILL, or SIGTERM to end and reap what it inherited first
 */
bool become_reaper(int orphaned, struct failure *failure);
/* SIGCHLD, SIGTERM, SIGINT and SIGHUP: they are blocked from then on. */
void waited_signals(sigset_t *set);
/*
 * Waits for the program; SIGTERM, SIGINT and SIGHUP to this process kill it. Then ends and reaps what it left.
 *
 * @param own_processes this is process 1 of a process name space, so that all in there is to be ended
 */
bool await_program(struct ended *ended, pid_t program, bool own_processes, struct failure *failure);
/*
 * Ends, reaps and counts all children. Those of the dead come to us as orphans, so this goes on until there is none.
 */
bool end_leftover(struct ended *ended, bool own_processes, struct failure *failure);

#endif
