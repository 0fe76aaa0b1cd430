/* The one child of init. */
#ifndef INIT_LAUNCHER_H
#define INIT_LAUNCHER_H

#include <stdbool.h>
#include <sys/types.h>

#include "clock.h"
#include "cmdline.h"

enum { RECORDS, DIAGNOSTICS, REPORT, LINES };

/* What the launcher gets: 1 to 3 are lines, 4 the pipe on which it says that all is reported, 5 a network. */
struct gifts {
  int console; /* for its last words where it cannot be executed */
  struct boot_clocks clocks;
  int lines[LINES];
  int finished;
  int network; /* -1: none was made */
};

/* Descriptors that are the launcher's, from 0: where init has others of these numbers they would be overwritten. */
#define LAUNCHER_DESCRIPTORS 7

/* Starts it with what the order says. Returns its process, or -1. */
pid_t start_launcher(struct order *order, const struct gifts *gifts);

/*
 * Starts one that waits to be told what to do, and returns once it waits: in a machine that is saved then, all of this
 * is done by the time of a restore. `*words` is where it is told. Returns its process, or -1.
 */
pid_t start_waiting_launcher(const struct gifts *gifts, int *words);
bool tell_launcher(int words, struct order *order, const struct gifts *gifts);

#endif
