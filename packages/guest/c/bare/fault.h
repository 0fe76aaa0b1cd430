/* The end of a machine on which something went wrong. */
#ifndef CAPBENCH_BARE_FAULT_H
#define CAPBENCH_BARE_FAULT_H

/* Says why on the console, in one line, and ends the machine as failed. */
_Noreturn void cb_bare_panic(const char *why);

#endif
