/* A machine whose state is saved once and restored before every run. */
#ifndef INIT_RESUME_H
#define INIT_RESUME_H

#include <stdbool.h>
#include <stddef.h>

#include "cmdline.h"

/* What init writes when the machine may be saved; the order is the next line of input. */
#define READY_TO_SAVE "capbench init: waiting for the order\n"

/* Says so on `line` and returns once a line of input is in `text`; false at an error or when it does not fit. */
bool await_order(int line, char *text, size_t size);

/* Sets the wall clock, and feeds the random generator, which would give every run the same bytes. Returns NULL, or what
 * is wrong with the order. */
const char *catch_up(const struct order *order);

#endif
