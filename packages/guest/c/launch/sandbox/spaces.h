/* Name spaces of its own for the program, as far as the host gives them. */
#ifndef LAUNCH_SANDBOX_SPACES_H
#define LAUNCH_SANDBOX_SPACES_H

#include <sys/types.h>

#include "../options.h"
#include "board.h"

/* Whoever the program is inside: nobody. */
#define NOBODY 65534u

/*
 * Forks the keeper into name spaces of its own: as root by that right, otherwise by a user name space; where the host
 * refuses both, into none. Which one it was, and what was refused, is on the board. Returns as fork does.
 */
pid_t clone_keeper(struct board *board, const struct options *options);
/* The same without any name spaces. */
pid_t clone_bare_keeper(struct board *board, const struct options *options);

/* In the supervisor: maps the identities of a keeper in a user name space; nothing for any other. */
bool map_identities(struct board *board, pid_t keeper);

#endif
