/* The end of the machine. */
#ifndef CAPBENCH_BARE_EXIT_H
#define CAPBENCH_BARE_EXIT_H

#include <stdint.h>

/* Writes a value to isa-debug-exit once all that was said has left; halts where the machine has no such device. */
_Noreturn void cb_bare_exit(uint32_t value);

/* Stops this CPU for good. */
_Noreturn void cb_bare_halt(void);

#endif
