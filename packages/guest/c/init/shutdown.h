/* The end of the guest. */
#ifndef INIT_SHUTDOWN_H
#define INIT_SHUTDOWN_H

/* Leaves the machine with the exit signal `value`; powers off where the machine has no exit device. */
_Noreturn void leave_guest(unsigned char value);

#endif
