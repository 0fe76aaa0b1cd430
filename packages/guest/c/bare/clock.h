/* Time: the time stamp counter, its frequency measured against the PIT. */
#ifndef CAPBENCH_BARE_CLOCK_H
#define CAPBENCH_BARE_CLOCK_H

void cb_bare_clock_start(void);

#endif
