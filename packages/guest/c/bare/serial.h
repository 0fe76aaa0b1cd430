/* Serial ports, polled. */
#ifndef CAPBENCH_BARE_SERIAL_H
#define CAPBENCH_BARE_SERIAL_H

#include <stddef.h>

/* Records go to COM1, the console to COM2, diagnostics to COM3; what has no port goes to the port before. */
enum serial_use { SERIAL_RECORDS, SERIAL_CONSOLE, SERIAL_DIAGNOSTICS, SERIAL_USES };

void cb_bare_serial_start(void);
void cb_bare_serial_write(enum serial_use use, const char *bytes, size_t size);

/* Waits until the last bit of every port has left. */
void cb_bare_serial_drain(void);

#endif
