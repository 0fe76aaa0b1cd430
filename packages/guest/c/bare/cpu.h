/* What every CPU needs before it may run C that can fail. */
#ifndef CAPBENCH_BARE_CPU_H
#define CAPBENCH_BARE_CPU_H

/* Writes the interrupt table, once for all CPUs. */
void cb_bare_write_interrupt_table(void);

/* Gives the CPU that runs this its fault stack, the interrupt table and clean floating-point registers. */
void cb_bare_cpu_setup(unsigned slot);

/* Number of the stack that this CPU runs on: 0 for the one that booted. */
unsigned cb_bare_cpu_slot(void);

#endif
