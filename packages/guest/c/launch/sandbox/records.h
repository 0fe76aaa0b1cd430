/* The records `authority` and `probes`. */
#ifndef LAUNCH_SANDBOX_RECORDS_H
#define LAUNCH_SANDBOX_RECORDS_H

#include "supervise.h"

void report_authority(const struct sandbox *sandbox);
/*
 * One record for each outcome that there was. False where the filter or the name spaces let something pass that they
 * should not have.
 */
bool report_probes(const struct sandbox *sandbox);

#endif
