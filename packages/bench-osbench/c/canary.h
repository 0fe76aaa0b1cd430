/*
 * The speed canary: a fixed piece of arithmetic whose time says how fast this CPU is now. CPU time cannot show what a
 * sibling thread, a lower frequency or a host that runs something else takes away; this can.
 */
#ifndef OSB_CANARY_H
#define OSB_CANARY_H

#include <stdint.h>

/* Iterations: about 9 us on a CPU of 2.5 GHz. */
#define CANARY_LOOPS 9000u
/* A batch is slow where the better canary around it is this many percent over the best of the run. */
#define CANARY_SLACK_PERCENT 8u

/* Run right before, untimed. */
#define CANARY_WARM_LOOPS 300u

/* Six chains of adds, shifts and multiplications; the result keeps the compiler from dropping them. */
uint64_t canary_work(uint64_t seed, uint32_t loops);

#endif
