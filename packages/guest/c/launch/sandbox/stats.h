/* Counters of the system that the supervisor reads for a program that was granted them. */
#ifndef LAUNCH_SANDBOX_STATS_H
#define LAUNCH_SANDBOX_STATS_H

#include <stdbool.h>

#include "../filter/terms.h"

/* The text of each granted source. */
struct stats {
  const char *when;
  char *texts[5];
};

void read_stats(struct stats *stats, const char *when, const struct terms *granted);
/* The `stats` records, and the end of the texts. */
void report_stats(struct stats *stats);

#endif
