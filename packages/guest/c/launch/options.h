/* The command line of the launcher. */
#ifndef LAUNCH_OPTIONS_H
#define LAUNCH_OPTIONS_H

#include <sched.h>
#include <stdbool.h>
#include <stdint.h>

#include "filter/terms.h"

/* CPUs that a cpu_set_t can hold; the CPU_SETSIZE of musl is an eighth of it. */
#define MAX_CPUS (8 * sizeof(cpu_set_t))

struct options {
  const char *nonce;
  int report;
  /* Gets one byte once the program has ended and all of it is reported; -1: nobody asked. */
  int finished;
  /* When init began: on the clock of the kernel's messages, and CLOCK_MONOTONIC. Only where there is an init. */
  bool booted;
  uint64_t boot_kernel_ns, boot_monotonic_ns;
  /* A name space of networks that nobody is in, for the program; -1: one is made where it needs one. */
  int network;
  /* CPU_COUNT 0: keep the affinity that the launcher has. */
  cpu_set_t cpus;
  /* Terms that the program is granted, as they were written; NULL: no profile, nothing is enforced. */
  const char *authority;
  struct terms granted;
  /* False: everything but the filter of system calls. */
  bool filter;
  /* Program and its arguments, ended by NULL. */
  char **program;
};

/*
 * The words of a command line that comes later, on a descriptor that can be written to as well: a byte there says that
 * they may come. Each is ended by a NUL, all by the end of input. Ends the process with CB_EXIT_USAGE where they are
 * not whole.
 */
char **await_words(const char *descriptor);

/* Ends the process with CB_EXIT_USAGE and a usage line when the command line is not well formed. */
void read_options(struct options *options, char **arguments);

#endif
