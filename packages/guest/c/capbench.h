/*
 * capbench.h: what a program says to the harness, one framed record a line (docs/protocol.md).
 *
 *   int main(int argc, char **argv) {
 *     cb_begin(argc > 1 ? argv[1] : "", "my-program", "1.0.0");
 *     cb_mark("timed", CB_EDGE_BEGIN);
 *     ...
 *     cb_mark("timed", CB_EDGE_END);
 *     cb_record("answer", "{\"primes\":%llu}", (unsigned long long)primes);
 *     return cb_end();
 *   }
 *
 * C11, no allocation, no stdio. Each record is one write(2). One stream per process, from one thread; a forked child
 * must not write records. A record that cannot be written whole ends the program with CB_EXIT_PROTOCOL: a run that
 * lost a record must not look like one that finished.
 *
 * Define CB_FREESTANDING and provide the three functions of capbench/os.h to use this without an operating system.
 */
#ifndef CAPBENCH_H
#define CAPBENCH_H

#include "capbench_protocol.h"
#include "capbench/os.h"
#include "capbench/format.h"
#include "capbench/crc32.h"
#include "capbench/clock.h"
#include "capbench/arguments.h"
#include "capbench/stream.h"

#endif
