/* The records of the launcher, in the order in which they are written. */
#ifndef LAUNCH_REPORT_H
#define LAUNCH_REPORT_H

#include "child.h"
#include "failure.h"
#include "options.h"
#include "reap.h"
#include "seal.h"

void report_begin(const struct options *options);
void report_system(const struct options *options);
void report_program(const struct sealed *sealed);
void report_started(const struct started *started);
void report_exited(const struct ended *ended);
/* Any other record, as cb_record: the stream belongs to one file. */
__attribute__((format(printf, 2, 3))) void report_record(const char *type, const char *format, ...);
void report_failure(const struct failure *failure);
void report_end(void);

#endif
