/* The end of the guest. */
#ifndef INIT_SHUTDOWN_H
#define INIT_SHUTDOWN_H

/*
 * Leaves the machine with the exit signal `value`. One without an exit device is powered off for the clean signal and
 * reset for any other.
 */
_Noreturn void leave_guest(unsigned char value);

#endif
