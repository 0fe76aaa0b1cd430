/* The lists of an `observed` record. */
#ifndef LAUNCH_SANDBOX_OBSERVE_LISTS_H
#define LAUNCH_SANDBOX_OBSERVE_LISTS_H

#include <stdbool.h>
#include <sys/types.h>

#include "../../capbench.h"

/* Entries for which the line had no room. */
struct omitted {
  unsigned mounts, descriptors;
};

/* Each name space, compared with that of this process. Is that of the mounts another one? */
bool put_spaces(struct cb_text *json, pid_t program);
void put_mounts(struct cb_text *json, pid_t program, struct omitted *omitted);
/* Are there 0, 1 and 2, and no other? */
bool put_descriptors(struct cb_text *json, pid_t program, struct omitted *omitted);

#endif
