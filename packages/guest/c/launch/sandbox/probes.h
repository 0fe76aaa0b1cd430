/*
 * Denial probes: one call for each term that is not granted and that something enforces, made under the sandbox and
 * filter of the program before the program is there.
 */
#ifndef LAUNCH_SANDBOX_PROBES_H
#define LAUNCH_SANDBOX_PROBES_H

#include "../filter/terms.h"
#include "board.h"

/*
 * Makes the calls, and notes on the board what came of them. Where a filter is active the supervisor refuses what the
 * filter hands it, and they may be made by the process that becomes the program: nothing has had an effect. Without
 * one they belong in a process that ends afterwards.
 *
 * A call that the filter lets pass because another term permits it too is made only where the kernel still tells the
 * two apart (loopback from other networks, say).
 */
void make_probes(struct board *board, const struct terms *granted, bool filter);

/* Of a probe that was made: its term, and what its error means. */
const char *probed_term(unsigned probe);
enum refuser refuser_of(unsigned probe, const struct probe_result *result);
/* Does this kernel not have the call at all? */
bool is_absent(const struct probe_result *result);
unsigned probe_count(void);

#endif
