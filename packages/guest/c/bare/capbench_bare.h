/*
 * capbench_bare.h: a program without an operating system, on every CPU of an x86-64 machine (docs/protocol.md for what
 * it says to the harness).
 *
 *   static void work(unsigned cpu, void *argument) { ... }
 *
 *   int main(int argc, char **argv) {
 *     cb_begin(argc > 1 ? argv[1] : "", "my-program", "1.0.0");
 *     cb_mark("timed", CB_EDGE_BEGIN);
 *     cb_run_on(cb_cpu_count(), work, &shared);
 *     cb_mark("timed", CB_EDGE_END);
 *     ...
 *     return cb_end();
 *   }
 *
 * The program gets the words of its command line as on any other system: argv[1] is the nonce. Returning 0 ends the
 * machine with the clean exit code of the protocol, everything else with the failed one.
 *
 * What there is: 64-bit mode, SSE on every CPU, memory mapped one to one up to 4 GiB but for page 0, 56 KiB of stack a
 * CPU, memcpy and its like, the RAM that is left. What there is not: interrupts while a program runs, allocation,
 * files, other processes, protection of any part of the machine from another. A fault ends the machine as failed and
 * says where on the console.
 */
#ifndef CAPBENCH_BARE_H
#define CAPBENCH_BARE_H

#ifndef CB_FREESTANDING
#define CB_FREESTANDING
#endif
#include "../capbench.h"

/* CPUs of the machine; all of them are running. */
unsigned cb_cpu_count(void);

/* What a CPU does. `cpu` counts from 0, which is the CPU that runs main. */
typedef void cb_cpu_work(unsigned cpu, void *argument);

/*
 * Runs `work` on the CPUs 0 to `count` - 1, the caller's among them, and returns when all are done. All meet at a
 * barrier first, so that they begin together. The other CPUs stay halted. Only main may call this; `count` is in 1 to
 * cb_cpu_count().
 */
void cb_run_on(unsigned count, cb_cpu_work *work, void *argument);

/*
 * The RAM behind the image, which is the program's alone: where it begins, on a boundary of 2 MiB, and how many bytes.
 * It holds whatever it held. What lies beyond 2 GiB is not in it, and without the fw_cfg device of QEMU there is none.
 */
void *cb_free_memory(uint64_t *size);

/* Frequency of the time stamp counter in Hz, measured against the PIT; cb_monotonic_ns counts by it. */
uint64_t cb_tsc_hz(void);

/* Largest error that the measurement of that frequency may have, in parts per million. */
uint64_t cb_tsc_error_ppm(void);

#endif
