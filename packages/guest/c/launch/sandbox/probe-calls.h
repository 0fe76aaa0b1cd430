/* The calls of the probes. */
#ifndef LAUNCH_SANDBOX_PROBE_CALLS_H
#define LAUNCH_SANDBOX_PROBE_CALLS_H

#include <stdbool.h>
#include <stdint.h>

/* A system call with its arguments, as it is made and as the filter sees it. */
struct probe_call {
  const char *name;
  long number;
  uint64_t arguments[6];
};

struct probe {
  const char *term;
  struct probe_call call;
  /* A second call, made with what the first one gave: a value, or an error below 0. NULL: the first one decides. */
  long (*then)(long value);
  const char *then_name;
  /* What the kernel says in denial besides EPERM, EACCES and EROFS; 0: nothing. */
  int denial;
  /* Denied by something else than the filter, so that the call is made although the filter lets it pass. */
  bool beside_filter;
};

/* Where a file is made: a root of our own, or what everybody can write to. */
extern char probed_directory[5];

extern const struct probe probes[];
extern const unsigned number_of_probes;

#endif
