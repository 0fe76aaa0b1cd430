/* The intents that a machine without an operating system has. */
#ifndef OSB_BARE_INTENTS_H
#define OSB_BARE_INTENTS_H

#include "../osb.h"

#define INTENT(name) bool name##_open(struct env *), name##_body(struct env *, u64), name##_close(struct env *)

INTENT(exception);
INTENT(fault_map);
INTENT(pte);
INTENT(stacks);
INTENT(timer);
INTENT(memory_read);
INTENT(memory_copy);
INTENT(memory_set);
INTENT(memory_chase);
INTENT(compute_integer);
INTENT(compute_float);
bool turns_body(struct env *, u64);
bool with_second_cpu(struct env *env, bool (*part)(struct env *), bool asleep);

#endif
