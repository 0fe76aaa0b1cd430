/* The serial lines of the guest. */
#ifndef INIT_SERIAL_H
#define INIT_SERIAL_H

/* QEMU's `pc` has four ports of one kind; `virt` has one of its own, and further ones on a PCI card. */
#if defined(__aarch64__)
#define CONSOLE_LINE "/dev/ttyAMA0"
#define RECORDS_LINE "/dev/ttyS0"
#define DIAGNOSTICS_LINE "/dev/ttyS1"
#define LAUNCHER_LINE "/dev/ttyS2"
#else
#define CONSOLE_LINE "/dev/ttyS0"
#define RECORDS_LINE "/dev/ttyS1"
#define DIAGNOSTICS_LINE "/dev/ttyS2"
#define LAUNCHER_LINE "/dev/ttyS3"
#endif

/* Opens a line so that bytes pass unchanged in both directions. Returns its descriptor, or -1 and errno. */
int open_serial(const char *path);
/* Returns once everything written to the line has left the machine. */
void drain_serial(int descriptor);

#endif
