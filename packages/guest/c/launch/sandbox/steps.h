/* The steps of a sandbox in the order in which they were tried, each with the errno of a host that refused it. */
#ifndef LAUNCH_SANDBOX_STEPS_H
#define LAUNCH_SANDBOX_STEPS_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#define MOST_STEPS 48

struct steps {
  unsigned count;
  struct {
    const char *name;
    int error; /* 0: done */
  } list[MOST_STEPS];
};

/* Notes a step and errno where it was not done; hands `done` on. */
static inline bool step(struct steps *steps, const char *name, bool done) {
  int error = done ? 0 : errno;
  if (steps->count < MOST_STEPS) {
    steps->list[steps->count].name = name;
    steps->list[steps->count++].error = error;
  }
  return done;
}

#endif
