/* The two moments at which the program is held and looked at: before its exec and after it. */
#ifndef LAUNCH_SANDBOX_HOLD_H
#define LAUNCH_SANDBOX_HOLD_H

#include "supervise.h"

/* Until the program waits to be let go, with its filter and probed. */
bool hold_before_exec(struct sandbox *sandbox, struct failure *failure);
/* Has the kernel stop the program at the end of its exec, where it lets us. To be called while it is held before. */
void arrange_stop(struct sandbox *sandbox);

enum after_exec { AFTER_HELD, AFTER_NOT_HELD, AFTER_FAILED };

/*
 * Lets the program execute and holds it before its first instruction; where that was refused and there is a filter, at
 * the first call of its libc; else not at all.
 */
enum after_exec hold_after_exec(struct sandbox *sandbox, struct failure *failure);
/* From a stop by the kernel. A call that is pending is answered with those that follow. */
void release_program(struct sandbox *sandbox);

#endif
