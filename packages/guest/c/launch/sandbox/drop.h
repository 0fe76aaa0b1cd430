/* What a process gives up before it becomes the program. */
#ifndef LAUNCH_SANDBOX_DROP_H
#define LAUNCH_SANDBOX_DROP_H

#include <sys/types.h>

#include "../options.h"
#include "board.h"

/*
 * Identity, capabilities, limits, signals, descriptors, in the order in which the kernel lets go of them; what the host
 * refuses is noted in `steps` and not fatal. False, with the failure, where the process cannot become a program at all.
 *
 * @param keeper the parent: the process ends with it
 */
bool drop_privileges(const struct options *options, const struct board *board, pid_t keeper, struct steps *steps,
                     struct failure *failure);

#endif
