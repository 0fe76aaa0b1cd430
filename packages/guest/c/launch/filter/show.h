/* `capbench-launch --show-filter ARCH TERMS`: the filter as JSON, for tests and for readers. */
#ifndef LAUNCH_FILTER_SHOW_H
#define LAUNCH_FILTER_SHOW_H

/*
 * Writes {"arch":"x86_64","terms":["cpu"],"code":[[code,true,false,value],...]} and a newline to descriptor 1. Returns
 * the exit status: 0, or 64 with a usage line when ARCH is neither x86_64 nor aarch64 or a term is unknown.
 */
int show_filter(const char *arch, const char *terms);

#endif
