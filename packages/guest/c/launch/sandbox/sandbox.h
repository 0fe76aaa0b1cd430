/*
 * A launch under a profile of authority: keeper and program are made, held, looked at, probed, let go and awaited, and
 * every record from `authority` to `stats` is written.
 */
#ifndef LAUNCH_SANDBOX_SANDBOX_H
#define LAUNCH_SANDBOX_SANDBOX_H

#include "../failure.h"
#include "../options.h"
#include "../reap.h"
#include "../seal.h"

/* Returns true once the program has ended and its end is reported; false with the failure otherwise. */
bool run_in_sandbox(const struct options *options, const struct sealed *sealed, struct ended *ended,
                    struct failure *failure);

#endif
