/* The run of the program, call by refused call. */
#ifndef LAUNCH_SANDBOX_ATTEND_H
#define LAUNCH_SANDBOX_ATTEND_H

#include "supervise.h"

/*
 * Until the keeper says that all is over. The first call that the terms do not permit is recorded (`violation`), and
 * ends the program before the call has had an effect.
 */
bool attend_program(struct sandbox *sandbox, struct failure *failure);

#endif
