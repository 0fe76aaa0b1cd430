/* What the supervisor sees of the held program, from outside, in /proc. */
#ifndef LAUNCH_SANDBOX_OBSERVE_H
#define LAUNCH_SANDBOX_OBSERVE_H

#include "../options.h"
#include "../seal.h"
#include "board.h"

/* The `observed` record, and what a decision needs of it. */
struct observed {
  char json[3800];
  bool readable;
  bool only_standard; /* descriptors 0, 1 and 2, and no other */
  bool root, capable; /* some capability that can be used */
  bool new_privileges, filtered;
};

void observe_program(struct observed *observed, const char *hold, pid_t program, const struct sealed *sealed);

/* Is this no wider than what was asked for and not refused? Then the program may go on. */
bool is_within(const struct observed *observed, const struct board *board);

#endif
