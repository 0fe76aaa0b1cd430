/* Compute with known results, the same code on every system. */
#ifndef OSB_COMPUTE_H
#define OSB_COMPUTE_H

#include <stdint.h>

#define INTEGER_STEPS 1000u
#define INTEGER_RESULT 0xcd976df8981af397u
#define FLOAT_STEPS 1000u
#define FLOAT_RESULT 0x4069a3a1167175c1u

/* Adds, multiplications, shifts and one division a step. */
uint64_t integer_work(uint32_t steps);
/* The bits of a double after additions, multiplications and one division a step (IEEE 754, to nearest). */
uint64_t float_work(uint32_t steps);

#endif
