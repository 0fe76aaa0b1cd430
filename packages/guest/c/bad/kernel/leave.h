/* Ends of the whole system that are no clean end of a run. */
#ifndef BAD_KERNEL_LEAVE_H
#define BAD_KERNEL_LEAVE_H

int leave_by_reboot(void);
int leave_by_halt(void);
int leave_by_power_off(void);
/* The signal that only init may give. */
int give_clean_signal(void);

#endif
