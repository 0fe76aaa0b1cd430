/* The surroundings of the program, which the keeper makes. */
#ifndef LAUNCH_SANDBOX_ROOT_H
#define LAUNCH_SANDBOX_ROOT_H

#include "../options.h"
#include "../seal.h"
#include "board.h"

/*
 * In the keeper: the network that was made for it, a host name of no meaning, a root directory with nothing in it
 * (writable where the terms let the program write; with its own program as /proc/self/exe where they let it execute
 * one), a loopback interface where they grant it, no more user name spaces. A host that gave the spaces may still
 * refuse the root: then the board says that there is no isolation.
 */
void make_surroundings(struct board *board, const struct options *options, const struct sealed *sealed);

#endif
