/* What went wrong in which step of a launch: the `error` record. */
#ifndef LAUNCH_FAILURE_H
#define LAUNCH_FAILURE_H

#include <errno.h>
#include <stdbool.h>

struct failure {
  const char *step;
  int error;
};

/* Notes errno for a step; false, so that a step can `return fail(...)`. */
static inline bool fail(struct failure *failure, const char *step) {
  failure->step = step;
  failure->error = errno;
  return false;
}

#endif
