/* The other CPUs. */
#ifndef CAPBENCH_BARE_SMP_H
#define CAPBENCH_BARE_SMP_H

/* Resets the other CPUs; the time that this takes can be used for something else. */
void cb_bare_smp_reset(void);

/* Starts them and waits until each has arrived; panics where one does not. Needs the clock. */
void cb_bare_smp_start(void);

#endif
