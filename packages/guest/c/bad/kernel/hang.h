/* Programs that never end while the system goes on. */
#ifndef BAD_KERNEL_HANG_H
#define BAD_KERNEL_HANG_H

int spin(void);
int wait_for_ever(void);
/* A task that waits for ever, uninterruptibly, for another one; the kernel is told to tell of it after a second. */
int hung_task(void);

#endif
