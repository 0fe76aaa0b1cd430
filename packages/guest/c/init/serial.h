/* The serial lines of the guest: ttyS0 console, ttyS1 records, ttyS2 diagnostics, ttyS3 launcher. */
#ifndef INIT_SERIAL_H
#define INIT_SERIAL_H

/* Opens a line so that bytes pass unchanged in both directions. Returns its descriptor, or -1 and errno. */
int open_serial(const char *path);
/* Returns once everything written to the line has left the machine. */
void drain_serial(int descriptor);

#endif
