/* What a process puts in order before it becomes a program. */
#ifndef LAUNCH_HYGIENE_H
#define LAUNCH_HYGIENE_H

#include <stdbool.h>

/* Default actions, and nothing blocked. */
bool default_signals(void);
/* Descriptor 0 becomes /dev/null. */
bool own_stdin(void);
/* Every other descriptor from 3 on closes at exec. */
bool close_at_exec(void);

#endif
